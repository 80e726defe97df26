import Kernels

/// The configuration and weights of a model of the Llama family, from whatever file.
///
/// Matrices stay as they are stored; norms and biases, which are small, are read.
public struct LlamaModel: Sendable {
  /// Sizes and constants.
  public var configuration: LlamaConfiguration
  /// [vocabulary][hidden].
  public var embedding: Tensor
  /// One entry a layer.
  public var layers: [Layer]
  /// [hidden].
  public var finalNorm: [Float]
  /// [vocabulary][hidden]; the embedding where the file has none of its own.
  public var head: Tensor

  /// The weights of one layer; vectors that a model does not have are empty.
  public struct Layer: Sendable {
    /// Norm weights in front of attention and feed-forward, [hidden].
    public var attnNorm, ffnNorm: [Float]
    /// [heads * headDim][hidden], and twice [kvHeads * headDim][hidden].
    public var query, key, value: Tensor
    /// Biases of the query, the key and the value one after the other.
    public var qkvBias: [Float]
    /// Norm weights of a query and of a key head, [headDim].
    public var queryNorm, keyNorm: [Float]
    /// [hidden][heads * headDim].
    public var output: Tensor
    /// Norm weights of the results of attention and feed-forward, [hidden].
    public var postAttnNorm, postFfnNorm: [Float]
    /// Twice [feed-forward][hidden], and [hidden][feed-forward].
    public var gate, up, down: Tensor
    /// Biases of these matrices, as long as each has rows.
    public var outputBias, gateBias, upBias, downBias: [Float]
  }

  /// Which tensors a file may and must have besides those that every model has.
  struct Expectation {
    /// What a file without a tensor is to a model with it.
    enum Presence { case required, optional, absent }
    /// Biases; where some are there, missing ones are zero.
    var qkvBias = Presence.optional
    var outputBias = Presence.optional
    var feedForwardBias = Presence.optional
    /// The head; without one it is the embedding.
    var head = Presence.optional
    /// Whether a head stands for the embedding where that is missing.
    var isTied = false
  }

  /// A model of tensors that have GGUF's names.
  ///
  /// - Throws: as where names are given.
  package init(_ configuration: LlamaConfiguration, tensors: [Tensor], path: String) throws {
    try self.init(configuration, tensors: TensorSet(tensors), names: Self.gguf, path: path)
  }

  /// Collects the weights and checks every shape against the configuration.
  ///
  /// - Parameter ledger: tensors that are asked for beforehand are not strange; nil for a new one.
  /// - Throws: `ModelFileError` that names the tensor: missing, of another shape or of a type that cannot be computed
  ///   with, or no part of the model.
  init(
    _ configuration: LlamaConfiguration, tensors: TensorSet, names: Names, path: String,
    expecting expected: Expectation = Expectation(), ledger: TensorLedger? = nil
  ) throws {
    let c = configuration
    let find = ledger ?? TensorLedger(tensors, path: path)
    self.configuration = configuration
    func norm(_ name: String, _ count: Int) throws -> [Float] {
      let values = try find.vector(name, count)
      return names.normOffset == 0 ? values : values.map { $0 + names.normOffset }
    }
    func bias(_ name: String, _ count: Int, _ presence: Expectation.Presence) throws -> [Float] {
      presence == .required || presence == .optional && find.has(name) ? try find.vector(name, count) : []
    }
    // Symmetric, as transformers ties: whichever of the two is there.
    let embeddingName =
      expected.isTied && !find.has(names.embedding) && find.has(names.head) ? names.head : names.embedding
    embedding = try find.matrix(embeddingName, c.vocabularySize, c.hiddenSize)
    finalNorm = try norm(names.finalNorm, c.hiddenSize)
    head =
      expected.head == .required || find.has(names.head)
      ? try find.matrix(names.head, c.vocabularySize, c.hiddenSize) : embedding
    layers = try (0..<c.layers).map { layer in
      func name(_ part: String) -> String { names.layer(layer, part) }
      func matrix(_ part: String, _ rows: Int, _ columns: Int) throws -> Tensor {
        try find.matrix(name(part + ".weight"), rows, columns)
      }
      let sizes = [("attn_q", c.queryWidth), ("attn_k", c.kvWidth), ("attn_v", c.kvWidth)]
      let biases = try sizes.map { try bias(name($0.0 + ".bias"), $0.1, expected.qkvBias) }
      let post = c.family.hasPostNorms
      return Layer(
        attnNorm: try norm(name("attn_norm.weight"), c.hiddenSize),
        ffnNorm: try norm(name("ffn_norm.weight"), c.hiddenSize),
        query: try matrix("attn_q", c.queryWidth, c.hiddenSize), key: try matrix("attn_k", c.kvWidth, c.hiddenSize),
        value: try matrix("attn_v", c.kvWidth, c.hiddenSize),
        qkvBias: biases.allSatisfy(\.isEmpty)
          ? [] : zip(biases, sizes).flatMap { $0.isEmpty ? [Float](repeating: 0, count: $1.1) : $0 },
        queryNorm: c.family.hasQueryKeyNorm ? try norm(name("attn_q_norm.weight"), c.headDim) : [],
        keyNorm: c.family.hasQueryKeyNorm ? try norm(name("attn_k_norm.weight"), c.headDim) : [],
        output: try matrix("attn_output", c.hiddenSize, c.queryWidth),
        postAttnNorm: post ? try norm(name("post_attention_norm.weight"), c.hiddenSize) : [],
        postFfnNorm: post ? try norm(name("post_ffw_norm.weight"), c.hiddenSize) : [],
        gate: try matrix("ffn_gate", c.feedForwardSize, c.hiddenSize),
        up: try matrix("ffn_up", c.feedForwardSize, c.hiddenSize),
        down: try matrix("ffn_down", c.hiddenSize, c.feedForwardSize),
        outputBias: try bias(name("attn_output.bias"), c.hiddenSize, expected.outputBias),
        gateBias: try bias(name("ffn_gate.bias"), c.feedForwardSize, expected.feedForwardBias),
        upBias: try bias(name("ffn_up.bias"), c.feedForwardSize, expected.feedForwardBias),
        downBias: try bias(name("ffn_down.bias"), c.hiddenSize, expected.feedForwardBias))
    }
    try find.finish { $0.hasSuffix("rotary_emb.inv_freq") }
    // One form for all layers: those without biases add zero.
    self.configuration.hasQKVBias = layers.contains { !$0.qkvBias.isEmpty }
    if self.configuration.hasQKVBias {
      for layer in layers.indices where layers[layer].qkvBias.isEmpty {
        layers[layer].qkvBias = [Float](repeating: 0, count: c.queryWidth + 2 * c.kvWidth)
      }
    }
  }

  /// The biases that are added to the products of a stage, in the order of its matrices; empty where there are none.
  func bias(of stage: Stage, layer: Int) -> [Float] {
    switch stage {
    case .attnOut: layers[layer].outputBias
    case .ffnGate: layers[layer].gateBias
    case .ffnUp: layers[layer].upBias
    case .ffnOut: layers[layer].downBias
    default: []
    }
  }
}
