/// A list of groups of values from which a format picks by number: weights are quantized four or eight at a time.
struct CodeBook: Sendable {
  /// The values of all entries, one after the other.
  let values: [Float]

  /// A code book written with a digit a value, which is its place among the levels.
  private init(_ digits: String, levels: [Float]) {
    values = digits.utf8.map { levels[Int($0 - UInt8(ascii: "0"))] }
  }

  /// 256 entries of eight.
  static let iq2xxs = CodeBook(CodeBookData.iq2xxs, levels: [8, 25, 43])
  /// 512 entries of eight.
  static let iq2xs = CodeBook(CodeBookData.iq2xs, levels: [8, 25, 43])
  /// 1024 entries of eight.
  static let iq2s = CodeBook(CodeBookData.iq2s, levels: [8, 25, 43])
  /// 256 entries of four.
  static let iq3xxs = CodeBook(CodeBookData.iq3xxs, levels: [4, 12, 20, 28, 36, 44, 52, 62])
  /// 512 entries of four.
  static let iq3s = CodeBook(CodeBookData.iq3s, levels: [1, 3, 5, 7, 9, 11, 13, 15])
  /// 2048 entries of eight, for both IQ1 formats.
  static let iq1 = CodeBook(CodeBookData.iq1, levels: [-1, 0, 1])

  /// The sixteen levels of IQ4_NL and IQ4_XS, denser around zero.
  static let iq4 = iq4Codes.map { Float($0) }
  static let iq4Codes: [Int8] = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]

  /// Twice the sixteen values of the four-bit floating-point format E2M1; its negative zero is read as zero.
  static let fp4 = fp4Codes.map { Float($0) }
  static let fp4Codes: [Int8] = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12]

  /// Eight signs from seven bits: the eighth makes the number of minus signs even.
  static func signs(_ bits: UInt32) -> UInt32 {
    let seven = bits & 127
    return seven | UInt32(truncatingIfNeeded: seven.nonzeroBitCount & 1) << 7
  }

  /// The weights of one entry of so many values; bit i of the signs is set where weight i is negated.
  @inline(__always)
  static func write(
    _ count: Int, of book: UnsafeBufferPointer<Float>, _ entry: Int, _ scale: Float, _ signs: UInt32,
    _ out: UnsafeMutablePointer<Float>
  ) {
    let levels = book.baseAddress! + count * entry
    for i in 0..<count {
      let magnitude = scale * levels[i]
      out[i] = (signs &>> UInt32(truncatingIfNeeded: i) & 1 == 0 ? magnitude : -magnitude).withCanonicalNaN
    }
  }
}
