import Base
import Models

/// A model of the Llama family with made weights, the same bytes on every machine.
///
/// Matrices are uniform in plus or minus sqrt(3/columns), which keeps the size of values from stage to
/// stage; the embedding in plus or minus 1, the head four times as large so that logits are apart; biases in
/// plus or minus 0.5, since those of Qwen2 are large; norm weights around 1.
public struct Qwen2Fixture: Sendable {
  /// Sizes and constants.
  public let configuration: LlamaConfiguration
  /// What the numbers are drawn from.
  public let seed: UInt64
  /// Whether a model in Q4_K has Q6_K where llama.cpp's Q4_K_M does: the head, and in the layers of the first and last
  /// eighth and each third one between, value and down projection.
  public let isMixed: Bool

  /// 28 query heads and 4 key/value heads of 64, four layers: 23.5 MB in Q4_K.
  public static let small = LlamaConfiguration(
    vocabularySize: FixtureTokenizer.vocabularySize, hiddenSize: 1792, layers: 4, heads: 28, kvHeads: 4, headDim: 64,
    feedForwardSize: 512, contextLength: 512)

  /// 16 query heads and 4 key/value heads of 32, four layers, no square matrix: for tests, 2.2 MB in Q4_K.
  public static let tiny = LlamaConfiguration(
    vocabularySize: FixtureTokenizer.vocabularySize, hiddenSize: 256, layers: 4, heads: 16, kvHeads: 4, headDim: 32,
    feedForwardSize: 768, contextLength: 64)

  /// The tiny one of any family; Gemma 3 with windows of four positions in three of four layers.
  public static func tiny(_ family: LlamaFamily) -> LlamaConfiguration {
    var configuration = tiny
    configuration.family = family
    configuration.hasQKVBias = family == .qwen2
    configuration.pairing = family == .llama ? .norm : .neox
    if family == .gemma3 {
      (configuration.window, configuration.isLocal) = (4, [true, true, true, false])
      configuration.localRopeBase = 1e4
    }
    return configuration
  }

  /// A fixture of a configuration.
  public init(_ configuration: LlamaConfiguration = Self.small, seed: UInt64 = 0, isMixed: Bool = false) {
    (self.configuration, self.seed, self.isMixed) = (configuration, seed, isMixed)
  }

  /// The model in memory: matrices as Q4_K by `Q4KEncoder`, or as binary32.
  ///
  /// - Throws: `ModelFileError` where a row is no whole number of super-blocks.
  public func model(type: TensorType = .q4K) throws -> LlamaModel {
    try LlamaModel(configuration, tensors: tensors(type: type), path: "the fixture")
  }

  /// Writes a GGUF file with the tokenizer in it.
  public func writeGGUF(to path: String, type: TensorType = .q4K) throws {
    let (c, name) = (configuration, configuration.family.rawValue)
    var writer = GGUFWriter()
    writer.metadata = [
      ("general.architecture", .string(name)), ("general.name", .string("fixture, seed \(seed)")),
      ("general.quantization_version", .u32(2)), ("\(name).block_count", .u32(UInt32(c.layers))),
      ("\(name).context_length", .u32(UInt32(c.contextLength))),
      ("\(name).embedding_length", .u32(UInt32(c.hiddenSize))),
      ("\(name).feed_forward_length", .u32(UInt32(c.feedForwardSize))),
      ("\(name).attention.head_count", .u32(UInt32(c.heads))),
      ("\(name).attention.head_count_kv", .u32(UInt32(c.kvHeads))),
      ("\(name).attention.key_length", .u32(UInt32(c.headDim))),
      ("\(name).attention.value_length", .u32(UInt32(c.headDim))),
      ("\(name).attention.layer_norm_rms_epsilon", .f32(c.epsilon)),
      ("\(name).rope.freq_base", .f32(Float(c.ropeBase))),
    ]
    if let window = c.window {
      writer.metadata += [
        ("\(name).attention.sliding_window", .u32(UInt32(window))),
        (
          "\(name).attention.sliding_window_pattern",
          .array(kind: GGUFValue.bool(true).kind, c.isLocal.map(GGUFValue.bool))
        ),
      ]
    }
    writer.metadata += FixtureTokenizer(.qwen2).metadata
    writer.tensors = try tensors(type: type)
    try writer.write(to: path)
  }

  /// Writes config.json, model.safetensors and tokenizer.json into a folder, as transformers has them.
  ///
  /// - Parameters:
  ///   - type: what the weights are rounded to before they are written as F32.
  ///   - shards: into how many files the tensors go.
  public func writeSafetensors(to folder: String, roundedTo type: TensorType = .f32, shards: Int = 1) throws {
    let c = configuration
    let tensors = try tensors(type: type).map {
      try Tensor(name: Self.transformersName($0.name), shape: $0.shape, values: $0.values())
    }
    try SafetensorsWriter.write(tensors, shards: shards, toFolder: folder)
    let config = """
      {"architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": \(c.vocabularySize),
       "hidden_size": \(c.hiddenSize), "intermediate_size": \(c.feedForwardSize), "num_hidden_layers": \(c.layers),
       "num_attention_heads": \(c.heads), "num_key_value_heads": \(c.kvHeads), "head_dim": \(c.headDim),
       "rms_norm_eps": \(c.epsilon), "rope_theta": \(c.ropeBase), "max_position_embeddings": \(c.contextLength),
       "hidden_act": "silu", "tie_word_embeddings": false, "use_sliding_window": false, "torch_dtype": "float32"}

      """
    try Files.replace(PathText.join(folder, "config.json"), with: Array(config.utf8))
    try Files.replace(PathText.join(folder, "tokenizer.json"), with: FixtureTokenizer(.qwen2).json)
  }

  /// A layer's part in GGUF and its name in transformers.
  static func transformersName(_ name: String) -> String {
    let names = [
      "token_embd.weight": LlamaModel.transformers.embedding, "output_norm.weight": LlamaModel.transformers.finalNorm,
      "output.weight": LlamaModel.transformers.head,
    ]
    let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
    return names[name] ?? LlamaModel.transformers.layer(Int(parts[1])!, parts[2])
  }

  /// Whether a matrix is one of those that get more bits in Q4_K_M.
  private func hasMoreBits(_ name: String) -> Bool {
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count == 4, let layer = Int(parts[1]) else { return name == LlamaModel.gguf.head }
    let (eighth, layers) = (configuration.layers / 8, configuration.layers)
    return ["attn_v", "ffn_down"].contains(parts[2])
      && (layer < eighth || layer >= 7 * layers / 8 || (layer - eighth) % 3 == 2)
  }

  /// All tensors under their GGUF names.
  func tensors(type: TensorType) throws -> [Tensor] {
    let c = configuration
    let weights = FixtureWeights(seed: seed)
    func matrix(_ name: String, _ rows: Int, _ columns: Int, _ amplitude: Float? = nil) throws -> Tensor {
      let values = weights.values(
        name, count: rows * columns, amplitude: amplitude ?? (3 / Float(columns)).squareRoot())
      guard type == .q4K else { return try Tensor(name: name, shape: [rows, columns], values: values) }
      guard columns % 256 == 0 else {
        throw ModelFileError(path: "the fixture", tensor: name, reason: "rows of \(columns) have no Q4_K form")
      }
      guard isMixed, hasMoreBits(name) else {
        return try Tensor(name: name, type: .q4K, shape: [rows, columns], bytes: Q4KEncoder.encode(values))
      }
      return try Tensor(name: name, type: .q6K, shape: [rows, columns], bytes: Q6KEncoder.encode(values))
    }
    func vector(_ name: String, _ count: Int, _ amplitude: Float, around offset: Float) throws -> Tensor {
      try Tensor(
        name: name, shape: [count],
        values: weights.values(name, count: count, amplitude: amplitude, around: offset))
    }
    var tensors = [try matrix("token_embd.weight", c.vocabularySize, c.hiddenSize, 1)]
    for layer in 0..<c.layers {
      let start = "blk.\(layer)."
      tensors += [
        try vector("\(start)attn_norm.weight", c.hiddenSize, 0.25, around: 1),
        try matrix("\(start)attn_q.weight", c.queryWidth, c.hiddenSize),
        try matrix("\(start)attn_k.weight", c.kvWidth, c.hiddenSize),
        try matrix("\(start)attn_v.weight", c.kvWidth, c.hiddenSize),
      ]
      if c.hasQKVBias {
        tensors += [
          try vector("\(start)attn_q.bias", c.queryWidth, 0.5, around: 0),
          try vector("\(start)attn_k.bias", c.kvWidth, 0.5, around: 0),
          try vector("\(start)attn_v.bias", c.kvWidth, 0.5, around: 0),
        ]
      }
      if c.family.hasQueryKeyNorm {
        tensors += [
          try vector("\(start)attn_q_norm.weight", c.headDim, 0.25, around: 1),
          try vector("\(start)attn_k_norm.weight", c.headDim, 0.25, around: 1),
        ]
      }
      if c.family.hasPostNorms {
        tensors += [
          try vector("\(start)post_attention_norm.weight", c.hiddenSize, 0.25, around: 1),
          try vector("\(start)post_ffw_norm.weight", c.hiddenSize, 0.25, around: 1),
        ]
      }
      tensors += [
        try matrix("\(start)attn_output.weight", c.hiddenSize, c.queryWidth),
        try vector("\(start)ffn_norm.weight", c.hiddenSize, 0.25, around: 1),
        try matrix("\(start)ffn_gate.weight", c.feedForwardSize, c.hiddenSize),
        try matrix("\(start)ffn_up.weight", c.feedForwardSize, c.hiddenSize),
        try matrix("\(start)ffn_down.weight", c.hiddenSize, c.feedForwardSize),
      ]
    }
    return tensors + [
      try vector("output_norm.weight", c.hiddenSize, 0.25, around: 1),
      try matrix("output.weight", c.vocabularySize, c.hiddenSize, 4 * (3 / Float(c.hiddenSize)).squareRoot()),
    ]
  }
}
