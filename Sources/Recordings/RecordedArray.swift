import ContractKit
import Metrics
import Models

/// One array of a recording: its type and shape are known, its elements are read when they are asked for.
package struct RecordedArray: Sendable {
  /// As `recording.json` names it.
  package let name: String
  package let dtype: Sample.DType
  /// Row-major.
  package let shape: [Int]
  /// The file that holds it.
  let path: String
  private let offset: Int
  /// Of the file, when its head was read.
  private let mark: FileMark?

  /// The number of elements.
  package var count: Int { shape.reduce(1, *) }

  /// The product of the extents; nil where one is negative, or the bytes of so many elements cannot be counted.
  static func count(of shape: [Int]) -> Int? {
    var total = 8
    for extent in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      total = product
    }
    return total / 8
  }

  /// A `.npy` file, whose head and length are looked at.
  ///
  /// - Throws: `RecordingError`.
  init(npy path: String, name: String) throws {
    let mark = FileMark(of: path)
    let storage = try Self.map(path, name)
    let header: ArrayHeader
    do { header = try ArrayHeader(storage.bytes) } catch let problem as ArrayHeader.Problem {
      throw RecordingError(path, array: name, problem.reason, help: problem.help)
    }
    let need = header.shape.reduce(1, *) * header.dtype.size
    guard storage.bytes.count - header.offset == need else {
      let there = storage.bytes.count - header.offset
      throw RecordingError(
        path, array: name,
        "\(header.dtype.rawValue) \(header.shape) has \(need) bytes, and \(there) are there",
        help: there < need ? "it was cut off: let the writer end before it exits" : "write one array into a file")
    }
    self.init(name: name, dtype: header.dtype, shape: header.shape, path: path, offset: header.offset, mark: mark)
  }

  /// A tensor of a safetensors file that has been checked.
  ///
  /// - Throws: `RecordingError` where its type is none that metrics take.
  init(_ tensor: Tensor, of path: String, _ mark: FileMark?) throws {
    guard let dtype = Self.dtypes[tensor.type.name] else {
      throw RecordingError(
        path, array: tensor.name, "its elements are of the type \(tensor.type.name), which no metric takes",
        help: "F32, F64, I8 and I32 are taken")
    }
    self.init(name: tensor.name, dtype: dtype, shape: tensor.shape, path: path, offset: tensor.offset, mark: mark)
  }

  private init(name: String, dtype: Sample.DType, shape: [Int], path: String, offset: Int, mark: FileMark?) {
    (self.name, self.dtype, self.shape) = (name, dtype, shape)
    (self.path, self.offset, self.mark) = (path, offset, mark)
  }

  private static let dtypes: [String: Sample.DType] = ["F32": .f32, "F64": .f64, "I8": .i8, "I32": .i32]

  /// The elements: those of the mapped file, and no copy of them.
  ///
  /// - Throws: `RecordingError` where the file is another one than when its head was read.
  package func sample() throws -> Sample {
    try requireUnchanged()
    let storage = try Self.map(path, name)
    let bytes = count * dtype.size
    guard storage.bytes.count - offset >= bytes else { throw changed }
    return Sample(
      borrowing: UnsafeRawBufferPointer(rebasing: storage.bytes[offset..<offset + bytes]), dtype,
      release: { storage.releasePages() })
  }

  /// Whether the file is still as it was when its head was read: what is measured is read more than once, and must be what
  /// the digest is of.
  ///
  /// - Throws: `RecordingError`.
  func requireUnchanged() throws { if FileMark(of: path) != mark { throw changed } }

  private var changed: RecordingError {
    RecordingError(
      path, array: name, "it changed while it was read", help: "wait until every program that writes it has ended")
  }

  private static func map(_ path: String, _ name: String) throws -> ByteStorage {
    do { return try ByteStorage(mapping: path) } catch {
      throw RecordingError(path, array: name, "it cannot be read: \(error)", help: "record again")
    }
  }
}
