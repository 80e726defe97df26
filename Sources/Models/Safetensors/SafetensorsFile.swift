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

  /// The texts under `__metadata__`.
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
    let members = try Self.members(of: cursor.take(Int(length), "the header"), path: path)
    metadata = try Self.texts(members["__metadata__"], path: path)
    var entries: [SafetensorsEntry] = []
    for (name, json) in members where name != "__metadata__" {
      entries.append(try SafetensorsEntry(name: name, json, dataOffset: cursor.offset, path: path))
    }
    entries.sort { ($0.start, $0.end, $0.name) < ($1.start, $1.end, $1.name) }
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

  private static func members(of header: UnsafeRawBufferPointer, path: String) throws -> [String: JSON] {
    do {
      guard let members = try JSON(reading: Array(header)).object else {
        throw ModelFileError(path: path, byte: 8, reason: "the header is not a JSON object")
      }
      return members
    } catch let error as JSONError {
      // Writers put the header on one line; its byte is only known then.
      let byte = error.line == 1 ? 8 + error.column - 1 : 8
      throw ModelFileError(path: path, byte: byte, reason: "the header: line \(error.line): \(error.reason)")
    }
  }

  private static func texts(_ json: JSON?, path: String) throws -> [String: String] {
    guard let json else { return [:] }
    guard let members = json.object else {
      throw ModelFileError(path: path, byte: 8, reason: "__metadata__ is not an object")
    }
    return try members.mapValues { value in
      guard let text = value.string else {
        throw ModelFileError(path: path, byte: 8, reason: "__metadata__ holds something that is not a text")
      }
      return text
    }
  }
}

/// What the header of a safetensors file says about one tensor.
struct SafetensorsEntry {
  let name: String
  let type: TensorType
  let shape: [Int]
  /// From the start of the data.
  let start: Int
  let end: Int
  private let dataOffset: Int
  private let path: String

  init(name: String, _ json: JSON, dataOffset: Int, path: String) throws {
    func error(_ reason: String) -> ModelFileError {
      ModelFileError(path: path, tensor: name, byte: 8, reason: reason)
    }
    (self.name, self.dataOffset, self.path) = (name, dataOffset, path)
    guard let dtype = json["dtype"]?.string else { throw error("dtype is missing or not a text") }
    guard let type = TensorType.safetensors[dtype] else { throw error("the dtype \(dtype) is not known") }
    guard let shape = json["shape"]?.array?.map(\.integer), !shape.contains(nil) else {
      throw error("shape is missing or not an array of integers")
    }
    guard let offsets = json["data_offsets"]?.array?.map(\.integer), offsets.count == 2,
      let start = offsets[0], let end = offsets[1]
    else { throw error("data_offsets is missing or not two integers") }
    guard start >= 0, start <= end else { throw error("data_offsets \(start), \(end) are not a range") }
    (self.type, self.shape, self.start, self.end) = (type, shape.map { $0! }, start, end)
    guard let need = Tensor.byteCount(type: type, shape: self.shape) else {
      throw error("the shape \(self.shape) has a dimension below 1, or its product overflows")
    }
    guard need == end - start else {
      throw error("data_offsets give \(end - start) bytes; \(dtype) of shape \(self.shape) needs \(need)")
    }
  }

  func error(_ reason: String) -> ModelFileError {
    ModelFileError(
      path: path, tensor: name, byte: dataOffset.addingReportingOverflow(start).partialValue, reason: reason)
  }
}
