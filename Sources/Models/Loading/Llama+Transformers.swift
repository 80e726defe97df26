import Kernels

extension LlamaModel {
  /// The model of a config.json of transformers and its tensors.
  ///
  /// A head in the file is used even where the configuration ties it to the embedding, as transformers does; without
  /// one, an untied model is refused.
  init(_ config: ModelConfiguration, tensors: TensorSet, path: String) throws {
    let configuration = try LlamaConfiguration(config)
    let model = try LlamaConfiguration.transformersClass(config)
    let isTied = try config.flag("tie_word_embeddings", or: model.isTied)
    var expected = Expectation(qkvBias: .absent, outputBias: .absent, feedForwardBias: .absent)
    expected.isTied = isTied
    expected.head = isTied ? .optional : .required
    if model == .qwen2 {
      // transformers starts missing biases at zero.
      expected.qkvBias = .optional
    } else if model != .mistral, try config.flag("attention_bias", or: false) {
      (expected.qkvBias, expected.outputBias) = (.required, .required)
    }
    if model == .llama, try config.flag("mlp_bias", or: false) { expected.feedForwardBias = .required }
    // Checkpoints of the bare model lack the prefix.
    let isBare = tensors["model.norm.weight"] == nil && tensors["norm.weight"] != nil
    try self.init(
      configuration, tensors: tensors, names: Self.transformers(model.family, prefix: isBare ? "" : "model."),
      path: path, expecting: expected)
  }
}

extension LlamaConfiguration {
  /// The class of transformers that a config.json is for.
  static func transformersClass(_ config: ModelConfiguration) throws -> TransformersClass {
    let name = try config.text("model_type")
    guard let model = name.flatMap(TransformersClass.init(rawValue:)) else {
      let known = (TransformersClass.allCases.map(\.rawValue) + ["gpt_neo"]).joined(separator: ", ")
      throw config.error("model_type is \(name ?? "missing"); \(known) can be run")
    }
    return model
  }

  /// The configuration of a config.json of transformers; what is not there is what the class has.
  init(_ config: ModelConfiguration) throws {
    let model = try Self.transformersClass(config)
    try config.check(LlamaKeys.transformers(model))
    let activationKey = model == .gemma3 ? "hidden_activation" : "hidden_act"
    let activation = try config.text(activationKey) ?? model.activation
    guard (model == .gemma3 ? ["gelu_pytorch_tanh", "gelu_new"] : ["silu", "swish"]).contains(activation) else {
      throw config.error("\(activationKey) is \(activation); \(model.activation) is computed")
    }
    let (hidden, heads) = (try config.size("hidden_size"), try config.size("num_attention_heads"))
    let maximum = try config.size("max_position_embeddings", or: model.maximumPositions)
    // A key that is not there is the class's number.
    let kvKey = "num_key_value_heads"
    let kvHeads =
      config.values[kvKey] == nil
      ? model.keyValueHeads ?? heads : try config.size(kvKey, or: model.hasOptionalKeyValueHeads ? heads : nil)
    let derived = hidden % heads == 0 ? hidden / heads : nil
    let headDim = try config.size(
      "head_dim", or: config.values["head_dim"] == nil ? model.headDim ?? derived : derived)
    self.init(
      vocabularySize: try config.size("vocab_size"), hiddenSize: hidden, layers: try config.size("num_hidden_layers"),
      heads: heads, kvHeads: kvHeads, headDim: headDim, feedForwardSize: try config.size("intermediate_size"),
      epsilon: Float(try config.number("rms_norm_eps", or: model.epsilon)), contextLength: maximum)
    family = model.family
    if model == .gemma3 {
      attentionScale = Float(1 / (try config.number("query_pre_attn_scalar", or: model.queryScalar)).squareRoot())
      try readGemmaAngles(config, model)
    } else {
      let rope = try RoPEParameters(config, model, maximumPositions: maximum)
      (ropeBase, ropeScaling) = (rope.base, rope.scaling)
    }
    try readWindow(config, model)
    try checkHeads(path: config.path)
  }

  /// Global and local layers of Gemma 3 have an object each; `rope_scaling` is laid over that of the global ones.
  private mutating func readGemmaAngles(_ config: ModelConfiguration, _ model: TransformersClass) throws {
    let objects = try config.object("rope_parameters")
    try objects?.check(["full_attention": .used, "sliding_attention": .used])
    let empty = ModelConfiguration(path: config.path, values: [:])
    var global = try objects?.object("full_attention") ?? empty
    if let old = try config.object("rope_scaling") {
      // transformers starts from an object whose rope_type is "default", so that it never looks at "type".
      guard old.values["type"] == nil || old.values["rope_type"] != nil || global.values["rope_type"] != nil else {
        throw old.error("rope_scaling.type is passed over by transformers; write rope_type to have it, or remove it")
      }
      global = ModelConfiguration(
        path: config.path, prefix: "rope_scaling.", values: global.values.merging(old.values) { $1 })
    }
    // Of nested parameters transformers looks for truncate beside them, not inside.
    guard global.values["truncate"] == nil || global.values["truncate"] == .bool(true) else {
      throw global.error(
        "\(global.prefix)truncate is \(global.values["truncate"]!), which transformers passes over here")
    }
    let rope = try RoPEParameters(
      global, base: config.number("rope_theta", or: model.ropeBase), config, maximumPositions: contextLength)
    (ropeBase, ropeScaling) = (rope.base, rope.scaling)
    let local = try RoPEParameters(
      objects?.object("sliding_attention") ?? empty,
      base: config.number("rope_local_base_freq", or: model.localRopeBase), config, maximumPositions: contextLength)
    guard local.scaling == .none else {
      throw config.error("rope_parameters.sliding_attention is scaled, which is not computed")
    }
    localRopeBase = local.base
  }

  /// Which layers see a window.
  private mutating func readWindow(_ config: ModelConfiguration, _ model: TransformersClass) throws {
    let isAbsent = config.values["sliding_window"] == nil
    let size = isAbsent ? model.window : config.has("sliding_window") ? try config.size("sliding_window") : nil
    switch model {
    case .llama: return
    case .mistral:
      isLocal = size == nil ? [] : Array(repeating: true, count: layers)
    case .qwen2, .qwen3:
      let isOn = try config.flag("use_sliding_window", or: false) && size != nil
      let first = try Self.layerCount(config, "max_window_layers", or: model.maximumWindowLayers)
      isLocal = try Self.layerTypes(config, layers: layers) ?? (0..<layers).map { isOn && $0 >= first }
      guard isOn || !isLocal.contains(true) else {
        throw config.error("layer_types has sliding layers where use_sliding_window or sliding_window turns them off")
      }
    case .gemma3:
      let pattern = try config.size("sliding_window_pattern", or: model.windowPattern)
      isLocal = try Self.layerTypes(config, layers: layers) ?? (0..<layers).map { ($0 + 1) % pattern != 0 }
      guard size != nil || !isLocal.contains(true) else {
        throw config.error("sliding_window is null in a model with sliding layers")
      }
    }
    if isLocal.contains(true) { window = size } else { (isLocal, localRopeBase) = ([], nil) }
  }

  /// A number of layers, which may be 0.
  private static func layerCount(_ config: ModelConfiguration, _ key: String, or standard: Int) throws -> Int {
    config.values[key] == .number(0) ? 0 : try config.size(key, or: standard)
  }

  /// Whether each layer is local, or nil where the file does not say it.
  private static func layerTypes(_ config: ModelConfiguration, layers: Int) throws -> [Bool]? {
    guard let names = try config.list("layer_types") else { return nil }
    guard names.count == layers else {
      throw config.error("layer_types has \(names.count) values for \(layers) layers")
    }
    return try names.map {
      switch $0 {
      case .text("full_attention"): false
      case .text("sliding_attention"): true
      default: throw config.error("layer_types has \($0), which is not computed")
      }
    }
  }
}
