/// What the header of a GGUF file says about one tensor.
struct GGUFTensorInfo: TensorEntry {
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
  let entryOffset: Int

  init(from cursor: inout ByteCursor) throws {
    entryOffset = cursor.offset
    name = try GGUFMetadataReader.string("a tensor's name", from: &cursor)
    cursor.tensor = name
    defer { cursor.tensor = nil }
    let dimensionsOffset = cursor.offset
    let dimensions = try cursor.integer(UInt32.self, "the number of dimensions")
    // None is one weight.
    guard dimensions <= 4 else {
      throw cursor.error("\(dimensions) dimensions; up to 4 are possible", at: dimensionsOffset)
    }
    shape = try (0..<dimensions).map { _ in
      let start = cursor.offset
      let size = try cursor.integer(UInt64.self, "a dimension")
      guard let size = Int(exactly: size) else {
        throw cursor.error("a dimension of \(size)", at: start)
      }
      return size
    }.reversed()
    let typeOffset = cursor.offset
    let number = try cursor.integer(UInt32.self, "the type")
    if let removed = Self.removed[number] {
      throw cursor.error(
        "\(removed) (type \(number)), which ggml has removed and no longer reads; make the file anew from its source",
        at: typeOffset)
    }
    guard let type = TensorType.ggufNumbers[number] else {
      throw cursor.error(
        "type \(number) is none of ggml's that are read; docs/models.md lists these", at: typeOffset)
    }
    self.type = type
    let columns = shape.last ?? 1
    guard columns % type.blockWeights == 0 else {
      throw cursor.error(
        "rows of \(columns) weights are no whole number of \(type.name) blocks of \(type.blockWeights)",
        at: dimensionsOffset)
    }
    guard let byteCount = Tensor.byteCount(type: type, shape: shape) else {
      throw cursor.error("the product of the dimensions \(shape) overflows", at: dimensionsOffset)
    }
    self.byteCount = byteCount
    offset = try cursor.integer(UInt64.self, "the offset")
  }

  /// Types that ggml had once, and whose numbers it keeps free.
  private static let removed: [UInt32: String] = [
    4: "Q4_2", 5: "Q4_3", 31: "Q4_0_4_4", 32: "Q4_0_4_8", 33: "Q4_0_8_8", 36: "IQ4_NL_4_4", 37: "IQ4_NL_4_8",
    38: "IQ4_NL_8_8",
  ]
}
