/// What the header of a GGUF file says about one tensor.
struct GGUFTensorInfo {
  /// A name's length, a number of dimensions, a type and an offset.
  static let leastBytes = 8 + 4 + 4 + 8

  let name: String
  /// Outermost first; the file has them the other way round.
  let shape: [Int]
  let type: TensorType
  let byteCount: Int
  /// From the start of the data.
  let offset: UInt64
  /// Where this entry starts in the file.
  let headerOffset: Int

  init(from cursor: inout ByteCursor) throws {
    headerOffset = cursor.offset
    name = try GGUFMetadataReader.string("a tensor's name", from: &cursor)
    cursor.tensor = name
    defer { cursor.tensor = nil }
    let dimensionsOffset = cursor.offset
    let dimensions = try cursor.integer(UInt32.self, "the number of dimensions")
    guard (1...4).contains(dimensions) else {
      throw cursor.error("\(dimensions) dimensions; 1 to 4 are possible", at: dimensionsOffset)
    }
    shape = try (0..<dimensions).map { _ in
      let start = cursor.offset
      let size = try cursor.integer(UInt64.self, "a dimension")
      guard let size = Int(exactly: size), size > 0 else {
        throw cursor.error("a dimension of \(size)", at: start)
      }
      return size
    }.reversed()
    let typeOffset = cursor.offset
    let number = try cursor.integer(UInt32.self, "the type")
    guard let type = TensorType.ggufNumbers[number] else {
      throw cursor.error(
        "type \(number) is none of ggml's that are read; docs/models.md lists these", at: typeOffset)
    }
    self.type = type
    guard shape.last! % type.blockWeights == 0 else {
      throw cursor.error(
        "rows of \(shape.last!) weights are no whole number of \(type.name) blocks of \(type.blockWeights)",
        at: dimensionsOffset)
    }
    guard let byteCount = Tensor.byteCount(type: type, shape: shape) else {
      throw cursor.error("the product of the dimensions \(shape) overflows", at: dimensionsOffset)
    }
    self.byteCount = byteCount
    offset = try cursor.integer(UInt64.self, "the offset")
  }
}
