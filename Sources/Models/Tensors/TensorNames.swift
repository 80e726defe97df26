/// One name for the same tensor in files of different formats.
public enum TensorNames {
  /// The GGUF name of the embedding.
  public static let embedding = LlamaModel.gguf.embedding
  /// The GGUF name of the matrix that gives the logits.
  public static let head = LlamaModel.gguf.head

  /// The GGUF name of a tensor under its name in transformers, with or without the prefixes of the part of a model that
  /// it stands in; every other name as it is.
  ///
  /// - Parameter hasFourNorms: whether layers have norms behind attention and feed-forward, too, as those of Gemma 3:
  ///   transformers then has the name `post_attention_layernorm` for another norm than otherwise.
  public static func canonical(_ name: String, hasFourNorms: Bool = false) -> String {
    if name == LlamaModel.transformers.head { return head }
    var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    while let first = parts.first, first == "model" || first == "language_model" { parts.removeFirst() }
    switch parts {
    case ["embed_tokens", "weight"], ["wte", "weight"], ["transformer", "wte", "weight"]: return embedding
    case ["norm", "weight"]: return LlamaModel.gguf.finalNorm
    case ["lm_head", "weight"]: return head
    default: break
    }
    guard parts.count >= 4, parts[0] == "layers", let kind = parts.last else { return name }
    let middle = parts[2..<parts.count - 1].joined(separator: ".")
    guard let part = (hasFourNorms ? fourNorms[middle] : nil) ?? layerParts[middle] else { return name }
    return "blk.\(parts[1]).\(part).\(kind)"
  }

  /// Whether some of the names of a model of transformers say that its layers have four norms.
  public static func haveFourNorms(_ names: some Sequence<String>) -> Bool {
    names.contains { $0.hasSuffix(".pre_feedforward_layernorm.weight") }
  }

  private static let layerParts = Dictionary(
    uniqueKeysWithValues: LlamaModel.transformersParts.map { ($0.value, $0.key) }
  ).merging(["self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm"]) { first, _ in first }

  private static let fourNorms = [
    "post_attention_layernorm": "post_attention_norm", "pre_feedforward_layernorm": "ffn_norm",
    "post_feedforward_layernorm": "post_ffw_norm",
  ]
}
