import Kernels

/// The configuration and weights of a Qwen2 model, from whatever file.
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

  /// The weights of one layer.
  public struct Layer: Sendable {
    /// Norm weights in front of attention and feed-forward, [hidden].
    public var attnNorm, ffnNorm: [Float]
    /// [heads * headDim][hidden], and twice [kvHeads * headDim][hidden].
    public var query, key, value: Tensor
    /// Biases of the query, the key and the value one after the other.
    public var qkvBias: [Float]
    /// [hidden][heads * headDim].
    public var output: Tensor
    /// Twice [feed-forward][hidden], and [hidden][feed-forward].
    public var gate, up, down: Tensor
  }

  /// The names of a layer's tensors in a file format.
  struct Names: Sendable {
    let embedding, finalNorm, head: String
    let layer: @Sendable (Int, String) -> String
  }

  /// Names in GGUF files.
  static let gguf = Names(embedding: "token_embd.weight", finalNorm: "output_norm.weight", head: "output.weight") {
    "blk.\($0).\($1)"
  }

  /// Names in safetensors of the transformers package, and which GGUF name each of a layer stands for.
  static let transformers = Names(
    embedding: "model.embed_tokens.weight", finalNorm: "model.norm.weight", head: "lm_head.weight"
  ) { layer, name in
    let (part, kind) = (name.prefix { $0 != "." }, name.drop { $0 != "." })
    return "model.layers.\(layer).\(transformersParts[String(part)]!)\(kind)"
  }

  /// GGUF's names of a layer's parts and those of transformers.
  static let transformersParts = [
    "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm", "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj", "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj",
  ]

  /// Collects the weights and checks every shape against the configuration.
  ///
  /// - Throws: `ModelFileError` that names the tensor.
  init(_ configuration: LlamaConfiguration, tensors: TensorSet, names: Names, path: String) throws {
    let c = configuration
    let find = TensorFinder(tensors: tensors, path: path)
    self.configuration = configuration
    embedding = try find.matrix(names.embedding, c.vocabularySize, c.hiddenSize)
    finalNorm = try find.vector(names.finalNorm, c.hiddenSize)
    head = tensors[names.head] == nil ? embedding : try find.matrix(names.head, c.vocabularySize, c.hiddenSize)
    layers = try (0..<c.layers).map { layer in
      func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Tensor {
        try find.matrix(names.layer(layer, name + ".weight"), rows, columns)
      }
      func vector(_ name: String, _ count: Int) throws -> [Float] { try find.vector(names.layer(layer, name), count) }
      return Layer(
        attnNorm: try vector("attn_norm.weight", c.hiddenSize), ffnNorm: try vector("ffn_norm.weight", c.hiddenSize),
        query: try matrix("attn_q", c.queryWidth, c.hiddenSize), key: try matrix("attn_k", c.kvWidth, c.hiddenSize),
        value: try matrix("attn_v", c.kvWidth, c.hiddenSize),
        qkvBias: try vector("attn_q.bias", c.queryWidth) + vector("attn_k.bias", c.kvWidth)
          + vector("attn_v.bias", c.kvWidth),
        output: try matrix("attn_output", c.hiddenSize, c.queryWidth),
        gate: try matrix("ffn_gate", c.feedForwardSize, c.hiddenSize),
        up: try matrix("ffn_up", c.feedForwardSize, c.hiddenSize),
        down: try matrix("ffn_down", c.hiddenSize, c.feedForwardSize))
    }
  }
}
