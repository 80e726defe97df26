import Kernels

/// How the weights of a tensor are stored.
///
/// A type of GGUF is added in `BlockFormat`; one of safetensors in `Float8`, or here where it is only carried.
public enum TensorType: Hashable, Sendable {
  case f32, f16, bf16
  /// binary64; its values are rounded to binary32 where they are computed with.
  case f64
  /// An eight-bit floating-point format of safetensors.
  case f8(Float8)
  /// A block format of GGUF.
  case block(BlockFormat)
  /// A quantization that APR files alone have.
  case apr(APRFormat)
  /// A type that is carried, listed and compared by its bytes, but never computed with: so many weights stand together
  /// in so many bytes.
  case other(name: String, blockWeights: Int, blockBytes: Int)

  /// 32 signed bytes and a binary16 scale.
  public static let q8_0 = TensorType.block(.q8_0)
  /// 256 four-bit weights, see `Q4K`.
  public static let q4K = TensorType.block(.q4K)
  /// 256 six-bit weights with 16 signed-byte scales and one of binary16.
  public static let q6K = TensorType.block(.q6K)

  /// The name as GGUF and safetensors write it.
  public var name: String {
    switch self {
    case .f32: "F32"
    case .f16: "F16"
    case .bf16: "BF16"
    case .f64: "F64"
    case .f8(let format): format.name
    case .block(let format): format.name
    case .apr(let format): format.name
    case .other(let name, _, _): name
    }
  }

  /// The number of weights that are stored together.
  ///
  /// Rows of a type that can be computed with are whole numbers of them.
  public var blockWeights: Int {
    switch self {
    case .f32, .f16, .bf16, .f64, .f8, .apr: 1
    case .block(let format): format.blockWeights
    case .other(_, let weights, _): weights
    }
  }

  /// The number of bytes of `blockWeights` weights.
  public var blockBytes: Int {
    switch self {
    case .f32: 4
    case .f16, .bf16: 2
    case .f64: 8
    case .f8: 1
    // Of the whole tensor, which `Tensor.byteCount(type:shape:)` knows.
    case .apr: 1
    case .block(let format): format.blockBytes
    case .other(_, _, let bytes): bytes
    }
  }

  /// Whether the weights can be had as binary32 values.
  public var isReadable: Bool {
    if case .other = self { return false }
    return true
  }

  /// Whether the values that can be had are all that the bytes say; a tensor of another type is compared by its bytes.
  ///
  /// Not so for F64, whose values are rounded.
  public var isExact: Bool { isReadable && self != .f64 }
}

extension TensorType {
  /// The types of GGUF by their numbers in files (`ggml_type`).
  ///
  /// Numbers that are missing here stand for types that no longer exist (4, 5, 31 to 33, 36 to 38) or that were not there
  /// when this was written.
  static let ggufNumbers: [UInt32: TensorType] = {
    var types: [UInt32: TensorType] = [
      0: .f32, 1: .f16, 28: .f64, 30: .bf16, 24: carried("I8", 1), 25: carried("I16", 2), 26: carried("I32", 4),
      27: carried("I64", 8),
      // For activations: no tool writes them into files.
      9: .other(name: "Q8_1", blockWeights: 32, blockBytes: 36),
      15: .other(name: "Q8_K", blockWeights: 256, blockBytes: 292),
    ]
    for format in BlockFormat.allCases { types[format.rawValue] = .block(format) }
    return types
  }()

  /// The number of the type in GGUF files, or nil where GGUF does not have it.
  static func ggufNumber(of type: TensorType) -> UInt32? { ggufNumbers.first { $0.value == type }?.key }

  /// The types of safetensors by their names.
  static let safetensors: [String: TensorType] = {
    let types: [TensorType] =
      [.f32, .f16, .bf16, .f64] + Float8.allCases.map { .f8($0) } + [
        carried("BOOL", 1), carried("U8", 1), carried("I8", 1), carried("I16", 2), carried("U16", 2), carried("I32", 4),
        carried("U32", 4), carried("I64", 8), carried("U64", 8), carried("C64", 8),
        .other(name: "F4", blockWeights: 2, blockBytes: 1), .other(name: "F6_E2M3", blockWeights: 4, blockBytes: 3),
        .other(name: "F6_E3M2", blockWeights: 4, blockBytes: 3),
      ]
    return Dictionary(uniqueKeysWithValues: types.map { ($0.name, $0) })
  }()

  static func carried(_ name: String, _ bytes: Int) -> TensorType {
    .other(name: name, blockWeights: 1, blockBytes: bytes)
  }
}
