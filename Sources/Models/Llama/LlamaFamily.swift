/// The architectures that the Llama decoder runs, by their names in GGUF files.
public enum LlamaFamily: String, CaseIterable, Sendable {
  /// Biases of query, key and value.
  case qwen2
  /// Rotary pairs of neighbors in GGUF files. Mistral is the same, with a window where its file has one.
  case llama
  /// RMSNorm of each query and key head before the rotation.
  case qwen3
  /// The same, norms after attention and feed-forward, GELU in place of SiLU, windows in five of six layers.
  case gemma3

  /// Whether each head of queries and keys goes through RMSNorm before it is rotated.
  public var hasQueryKeyNorm: Bool { self == .qwen3 || self == .gemma3 }
  /// Whether the results of attention and feed-forward go through RMSNorm before they are added.
  public var hasPostNorms: Bool { self == .gemma3 }
  /// Whether the gate goes through GELU (tanh formula) in place of SiLU.
  public var usesGELU: Bool { self == .gemma3 }
  /// Whether the embedding is multiplied by the root of its width.
  public var scalesEmbedding: Bool { self == .gemma3 }
}
