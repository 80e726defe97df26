import Base

/// The JSON at the head of a safetensors file.
struct SafetensorsHeader {
  private(set) var metadata: [String: String] = [:]
  /// One a tensor, in the order of the text.
  private(set) var entries: [SafetensorsEntry] = []

  /// Reads the header; names are different where their UTF-8 bytes are.
  ///
  /// - Throws: `ModelFileError` for JSON that is none, a name that occurs twice, and entries that contradict themselves.
  init(_ bytes: UnsafeRawBufferPointer, dataOffset: Int, path: String) throws {
    do {
      var reader = JSONReader(Array(bytes), takesSurrogatePairs: true)
      try reader.members { name, reader in
        if name == "__metadata__" {
          if try !reader.takeNull() { try reader.members { metadata[$0] = try Self.text(&$1, path) } }
        } else {
          entries.append(try SafetensorsEntry(name: name, &reader, dataOffset: dataOffset, path: path))
        }
      }
      try reader.end()
    } catch let error as JSONError {
      // Writers put the header on one line; its byte is only known then.
      let byte = error.line == 1 ? 8 + error.column - 1 : 8
      throw ModelFileError(path: path, byte: byte, reason: "the header: line \(error.line): \(error.reason)")
    }
  }

  private static func text(_ reader: inout JSONReader, _ path: String) throws -> String {
    guard let text = try reader.value().string else {
      throw ModelFileError(path: path, byte: 8, reason: "__metadata__ holds something that is not a text")
    }
    return text
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

  init(name: String, _ reader: inout JSONReader, dataOffset: Int, path: String) throws {
    func error(_ reason: String) -> ModelFileError {
      ModelFileError(path: path, tensor: name, byte: 8, reason: reason)
    }
    (self.name, self.dataOffset, self.path) = (name, dataOffset, path)
    var json: [String: JSON] = [:]
    try reader.members { key, reader in
      guard ["dtype", "shape", "data_offsets"].contains(key) else {
        throw error("its entry has a \(key), which is not known")
      }
      json[key] = try reader.value()
    }
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
    guard let count = Tensor.count(of: self.shape) else {
      throw error("the shape \(self.shape) has a negative dimension, or its product overflows")
    }
    guard let need = Tensor.byteCount(type: type, shape: self.shape) else {
      throw error("\(count) weights of \(dtype) are not a whole number of bytes, or are too many")
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
