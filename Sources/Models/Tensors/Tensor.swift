import Kernels

/// A tensor of a model: its name, type and shape, and a view of its bytes.
///
/// Shapes are row-major with the outermost dimension first, as safetensors has them; GGUF writes the
/// reverse. A weight matrix is [out][in]: row r holds what result r is computed from.
public struct Tensor: Sendable {
  /// The name in its file.
  public let name: String
  /// How the weights are stored.
  public let type: TensorType
  /// The dimensions, outermost first.
  public let shape: [Int]
  /// Where the bytes start in their file, for errors and listings.
  public let offset: Int

  private let storage: ByteStorage

  /// A tensor in a storage.
  ///
  /// - Precondition: the bytes that type and shape need lie in the storage, from the offset on, and
  ///   rows are whole blocks. Readers check this first.
  public init(name: String, type: TensorType, shape: [Int], storage: ByteStorage, offset: Int) {
    (self.name, self.type, self.shape, self.storage, self.offset) = (name, type, shape, storage, offset)
    precondition(offset >= 0 && offset + byteCount <= storage.bytes.count && columns % type.blockWeights == 0)
  }

  /// A tensor with bytes of its own.
  ///
  /// - Throws: `ModelFileError` when the bytes are not what type and shape need.
  public init(name: String, type: TensorType, shape: [Int], bytes: some Collection<UInt8>) throws {
    guard let need = Self.byteCount(type: type, shape: shape), need == bytes.count else {
      throw ModelFileError(
        path: "memory", tensor: name, reason: "\(bytes.count) bytes are not \(type.name) of shape \(shape)")
    }
    self.init(name: name, type: type, shape: shape, storage: ByteStorage(copying: bytes), offset: 0)
  }

  /// A tensor of binary32 values.
  public init(name: String, shape: [Int], values: [Float]) throws {
    let bytes = values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian, Array.init) }
    try self.init(name: name, type: .f32, shape: shape, bytes: bytes)
  }

  /// The same bytes under another name.
  public func renamed(_ name: String) -> Tensor {
    Tensor(name: name, type: type, shape: shape, storage: storage, offset: offset)
  }

  /// The number of weights.
  public var count: Int { shape.reduce(1, *) }
  /// The innermost dimension: the length of a row.
  public var columns: Int { shape.last ?? 1 }
  /// The product of all other dimensions.
  public var rows: Int { shape.dropLast().reduce(1, *) }
  /// The number of bytes of one row.
  public var rowBytes: Int { columns / type.blockWeights * type.blockBytes }
  /// The number of bytes of all rows.
  public var byteCount: Int { rows * rowBytes }

  /// The stored bytes, valid for as long as a tensor of this storage is.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage.bytes[offset..<offset + byteCount])
  }

  /// The bytes that a type and a shape need, or nil where a row is no whole number of blocks, a
  /// dimension is not positive, or the product overflows.
  static func byteCount(type: TensorType, shape: [Int]) -> Int? {
    let columns = shape.last ?? 1
    guard shape.allSatisfy({ $0 > 0 }), columns % type.blockWeights == 0 else { return nil }
    var total = columns / type.blockWeights
    for factor in shape.dropLast() + [type.blockBytes] {
      let (product, overflow) = total.multipliedReportingOverflow(by: factor)
      guard !overflow else { return nil }
      total = product
    }
    return total
  }
}

/// The tensors of one model, by name and in the order of the file.
public struct TensorSet: Sendable {
  /// All tensors, in the order of the file; of several files, one after the other.
  public let tensors: [Tensor]
  private let indices: [String: Int]

  /// A set of tensors with different names.
  init(_ tensors: [Tensor]) {
    self.tensors = tensors
    indices = Dictionary(uniqueKeysWithValues: tensors.enumerated().map { ($1.name, $0) })
  }

  /// The tensor of a name, or nil.
  public subscript(name: String) -> Tensor? { indices[name].map { tensors[$0] } }
}
