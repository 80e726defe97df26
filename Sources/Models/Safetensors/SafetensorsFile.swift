import Base

/// A safetensors file, mapped into memory.
///
/// Eight bytes with the length of the header, the header as JSON, then the data. Everything is
/// checked when the file is opened: the tensors must fill the data without gap and overlap, as the
/// format asks for, and each must have the bytes that its type and shape need.
/// Source: the format's description in huggingface/safetensors.
public struct SafetensorsFile: Sendable {
  /// The largest header that is read, as in the reference implementation.
  public static let maximumHeaderBytes = 100_000_000

  /// The texts under `__metadata__`; none where that is null or missing.
  public let metadata: [String: String]
  /// The tensors, in the order of their data.
  public let tensors: TensorSet

  /// Opens and checks a file.
  ///
  /// - Throws: `ModelFileError` that names tensor and byte.
  /// - Complexity: O(size of the header); the data is not read.
  public init(path: String) throws { try self.init(storage: ByteStorage(mapping: path), path: path) }

  /// Checks bytes that are in memory; `path` is for errors.
  public init(storage: ByteStorage, path: String) throws {
    var cursor = ByteCursor(path: path, bytes: storage.bytes)
    let length = try cursor.integer(UInt64.self, "the length of the header")
    guard length <= UInt64(Self.maximumHeaderBytes), length <= UInt64(cursor.remaining) else {
      throw cursor.error("a header of \(length) bytes, where \(cursor.remaining) are left", at: 0)
    }
    let header = try SafetensorsHeader(
      try cursor.take(Int(length), "the header"), dataOffset: cursor.offset, path: path)
    metadata = header.metadata
    let entries = header.entries.sorted {
      ($0.start, $0.end, TensorName($0.name)) < ($1.start, $1.end, TensorName($1.name))
    }
    var next = 0
    for entry in entries {
      guard entry.start == next else {
        throw entry.error(
          "the data starts at \(entry.start), but the tensor before it ends at \(next): "
            + (entry.start < next ? "they overlap" : "there is a gap"))
      }
      guard entry.end <= cursor.remaining else {
        throw entry.error("the data ends at \(entry.end), but there are \(cursor.remaining) bytes of it")
      }
      next = entry.end
    }
    guard next == cursor.remaining else {
      throw cursor.error("\(cursor.remaining - next) bytes after the last tensor", at: cursor.offset + next)
    }
    let dataOffset = cursor.offset
    tensors = TensorSet(
      entries.map {
        Tensor(name: $0.name, type: $0.type, shape: $0.shape, storage: storage, offset: dataOffset + $0.start)
      })
  }
}
