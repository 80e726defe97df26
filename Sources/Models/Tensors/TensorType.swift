import Kernels

/// How the weights of a tensor are stored.
public enum TensorType: Hashable, Sendable {
  case f32, f16, bf16
  /// 32 signed bytes and a binary16 scale.
  case q8_0
  /// 256 four-bit weights, see `Q4K`.
  case q4K
  /// 256 six-bit weights with 16 signed-byte scales and one of binary16.
  case q6K
  /// A type that is carried, listed and compared by its bytes, but never computed with.
  case other(name: String, bytes: Int)

  /// The name as GGUF and safetensors write it.
  public var name: String {
    switch self {
    case .f32: "F32"
    case .f16: "F16"
    case .bf16: "BF16"
    case .q8_0: "Q8_0"
    case .q4K: "Q4_K"
    case .q6K: "Q6_K"
    case .other(let name, _): name
    }
  }

  /// The number of weights that are stored together; rows are whole numbers of them.
  public var blockWeights: Int {
    switch self {
    case .q8_0: 32
    case .q4K, .q6K: 256
    default: 1
    }
  }

  /// The number of bytes of a block.
  public var blockBytes: Int {
    switch self {
    case .f32: 4
    case .f16, .bf16: 2
    case .q8_0: 34
    case .q4K: Q4K.blockBytes
    case .q6K: 210
    case .other(_, let bytes): bytes
    }
  }

  /// Whether the weights can be had as binary32 values.
  public var isReadable: Bool {
    if case .other = self { return false }
    return true
  }

  /// The number in GGUF files (`ggml_type`), for the types that this package reads.
  static let ggufNumbers: [UInt32: TensorType] = [0: .f32, 1: .f16, 8: .q8_0, 12: .q4K, 14: .q6K, 30: .bf16]

  /// The types of safetensors that can be read.
  static let safetensors: [String: TensorType] = ["F32": .f32, "F16": .f16, "BF16": .bf16]

  /// The types of safetensors that are carried only, with their sizes in bytes.
  static let safetensorsOthers = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "I16": 2, "U16": 2, "I32": 4, "U32": 4, "I64": 8,
    "U64": 8, "F64": 8,
  ]
}
