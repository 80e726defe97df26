import Models

/// One wrong scale in one block of a matrix.
enum BlockScaleFault {
  /// The matrix with another scale in the first block of its second row.
  ///
  /// A scale of a few bits, or a signed byte, is one off; of a binary16 scale the highest bit of the fraction is
  /// inverted, which makes it up to one and a half times as large, or that much smaller, and never infinite.
  ///
  /// - Throws: `ModelFileError` for a type without block scales, or a matrix of one row.
  static func plant(in matrix: Tensor) throws -> Tensor {
    guard let place = places[matrix.type.name] else {
      throw ModelFileError(
        path: "the model", tensor: matrix.name,
        reason: "it is \(matrix.type.name), in which no block scale can be wrong; "
          + "\(places.keys.sorted().joined(separator: ", ")) have one")
    }
    guard matrix.rows > 1 else {
      throw ModelFileError(path: "the model", tensor: matrix.name, reason: "it has one row only")
    }
    var bytes = Array(matrix.bytes)
    bytes[matrix.rowBytes + place.offset] ^= place.bits
    return try Tensor(name: matrix.name, type: matrix.type, shape: matrix.shape, bytes: bytes)
  }

  /// Where a scale of the first weights of a block stands, and which bits are inverted.
  private static let places: [String: (offset: Int, bits: UInt8)] = {
    let binary16: (Int, UInt8) = (1, 2)
    var places = Dictionary(
      uniqueKeysWithValues: [
        "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "IQ4_NL", "IQ4_XS", "IQ3_XXS", "IQ3_S", "IQ2_XXS", "IQ2_XS", "IQ2_S",
        "IQ1_S",
      ].map { ($0, binary16) })
    // The six-bit scale of sub-block 0; behind masks and codes of Q3_K, whose four low bits count.
    (places["Q4_K"], places["Q5_K"], places["Q3_K"]) = ((4, 1), (4, 1), (96, 1))
    // Of Q2_K the four low bits of its first byte, of Q6_K a signed byte behind its codes.
    (places["Q2_K"], places["Q6_K"]) = ((0, 1), (192, 1))
    return places
  }()
}
