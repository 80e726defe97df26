/// A configuration class of transformers 5.24, with what it takes for keys that a config.json does not have.
enum TransformersClass: String, CaseIterable {
  case qwen2, llama, mistral, qwen3
  case gemma3 = "gemma3_text"

  /// What decodes it.
  var family: LlamaFamily {
    switch self {
    case .qwen2: .qwen2
    case .llama, .mistral: .llama
    case .qwen3: .qwen3
    case .gemma3: .gemma3
    }
  }

  /// nil where it is the number of query heads.
  var keyValueHeads: Int? {
    switch self {
    case .qwen2, .qwen3: 32
    case .llama: nil
    case .mistral: 8
    case .gemma3: 4
    }
  }

  /// Whether null is one key/value head a query head.
  var hasOptionalKeyValueHeads: Bool { self != .mistral && self != .gemma3 }

  /// nil where it is the hidden size over the number of heads.
  var headDim: Int? {
    switch self {
    case .qwen2, .llama, .mistral: nil
    case .qwen3: 128
    case .gemma3: 256
    }
  }

  var maximumPositions: Int {
    switch self {
    case .qwen2, .qwen3: 32_768
    case .llama: 2048
    case .mistral, .gemma3: 131_072
    }
  }

  var epsilon: Double { 1e-6 }
  var ropeBase: Double { self == .gemma3 ? 1e6 : 1e4 }
  var localRopeBase: Double { 1e4 }
  var isTied: Bool { self == .gemma3 }
  var window: Int { 4096 }
  var maximumWindowLayers: Int { 28 }
  var windowPattern: Int { 6 }
  var queryScalar: Double { 256 }
  var activation: String { self == .gemma3 ? "gelu_pytorch_tanh" : "silu" }
}
