/// What the index of an APR file says about one tensor.
struct APRTensorInfo: TensorEntry {
  /// A name's length, a type, a number of dimensions, an offset and a size.
  static let leastBytes = 2 + 1 + 1 + 8 + 8

  let name: String
  let type: TensorType
  /// Outermost first, as the file has them.
  let shape: [Int]
  /// From the start of the data.
  let offset: UInt64
  let byteCount: Int
  /// Where this entry starts in the file.
  let entryOffset: Int

  init(from cursor: inout ByteCursor) throws {
    entryOffset = cursor.offset
    let length = Int(try cursor.integer(UInt16.self, "the length of a tensor's name"))
    guard length <= 256 else { throw cursor.error("a name of \(length) bytes; 256 are allowed", at: entryOffset) }
    guard let name = String(validating: try cursor.take(length, "a tensor's name"), as: UTF8.self) else {
      throw cursor.error("a tensor's name is not valid UTF-8", at: entryOffset)
    }
    self.name = name
    cursor.tensor = name
    defer { cursor.tensor = nil }
    let number = try cursor.integer(UInt8.self, "the type")
    guard let type = TensorType.aprNumbers[number] else {
      throw cursor.error("type \(number) is none that APR files of version 2 have", at: cursor.offset - 1)
    }
    let dimensions = try cursor.integer(UInt8.self, "the number of dimensions")
    guard dimensions <= 8 else {
      throw cursor.error("\(dimensions) dimensions; up to 8 are possible", at: cursor.offset - 1)
    }
    let shape = try (0..<dimensions).map { _ in
      let size = try cursor.integer(UInt64.self, "a dimension")
      guard let size = Int(exactly: size) else { throw cursor.error("a dimension of \(size)", at: cursor.offset - 8) }
      return size
    }
    (self.type, self.shape) = (type, shape)
    offset = try cursor.integer(UInt64.self, "the offset")
    let size = try cursor.integer(UInt64.self, "the size")
    guard let need = Tensor.byteCount(type: type, shape: shape) else {
      throw cursor.error("the product of \(shape) overflows, or a row is not a whole number of \(type.name) blocks")
    }
    guard size == UInt64(need) else {
      throw cursor.error("a size of \(size) bytes; \(type.name) of shape \(shape) needs \(need)", at: cursor.offset - 8)
    }
    byteCount = need
  }
}
