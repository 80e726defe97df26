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
  /// - Precondition: type and shape have a `byteCount(type:shape:)`, and so many bytes lie in the storage from the offset
  ///   on. Readers check this first.
  public init(name: String, type: TensorType, shape: [Int], storage: ByteStorage, offset: Int) {
    (self.name, self.type, self.shape, self.storage, self.offset) = (name, type, shape, storage, offset)
    guard let need = Self.byteCount(type: type, shape: shape), offset >= 0, need <= storage.bytes.count - offset else {
      preconditionFailure("\(name): \(type.name) of shape \(shape) at \(offset) of \(storage.bytes.count) bytes")
    }
    byteCount = need
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

  /// The number of weights: 1 of a tensor without dimensions, 0 where a dimension is 0.
  public var count: Int { shape.reduce(1, *) }
  /// The innermost dimension: the length of a row.
  public var columns: Int { shape.last ?? 1 }
  /// The product of all other dimensions.
  public var rows: Int { shape.dropLast().reduce(1, *) }
  /// The number of bytes of one row.
  public var rowBytes: Int { columns / type.blockWeights * type.blockBytes }
  /// The number of bytes of all weights.
  public let byteCount: Int

  /// The stored bytes, valid for as long as a tensor of this storage is.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: storage.bytes[offset..<offset + byteCount])
  }

  /// The number of weights of a shape, or nil where a dimension is negative or the product, from the front, overflows.
  static func count(of shape: [Int]) -> Int? {
    var total = 1
    for size in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow else { return nil }
      total = product
    }
    return total
  }

  /// The bytes that a type and a shape need, or nil where the shape has no count, the bytes overflow, or the weights are
  /// no whole number of blocks: those of a row, or of the whole tensor where the type is only carried.
  static func byteCount(type: TensorType, shape: [Int]) -> Int? {
    guard let count = count(of: shape) else { return nil }
    if case .apr(let format) = type { return format.byteCount(of: count) }
    let together = type.isReadable ? shape.last ?? 1 : count
    guard together % type.blockWeights == 0 else { return nil }
    let (bytes, overflow) = (count / type.blockWeights).multipliedReportingOverflow(by: type.blockBytes)
    return overflow ? nil : bytes
  }
}

/// The tensors of one model, by name and in the order of the file.
public struct TensorSet: Sendable {
  /// All tensors, in the order of the file; of several files, one after the other.
  public let tensors: [Tensor]
  private let indices: [TensorName: Int]

  /// A set of tensors.
  ///
  /// - Precondition: the names are different in their UTF-8 bytes. Readers check this first.
  package init(_ tensors: [Tensor]) {
    self.tensors = tensors
    indices = Dictionary(uniqueKeysWithValues: tensors.enumerated().map { (TensorName($1.name), $0) })
  }

  /// The tensor of a name, byte for byte; or nil.
  public subscript(name: String) -> Tensor? { indices[TensorName(name)].map { tensors[$0] } }
}
