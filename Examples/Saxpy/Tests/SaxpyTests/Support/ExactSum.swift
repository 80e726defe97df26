/// Sums without rounding errors, as an oracle.
enum ExactSum {
  /// The sum of numbers with exponents from -20 to 20, exactly.
  ///
  /// Each is a multiple of 2^-43 below 2^21, so that 2^10 of them fit into 75 bits: they are added as
  /// whole numbers of 128 bits, and the sum is rounded once, to binary64.
  static func of(_ values: [Float]) -> Double {
    let whole = values.reduce(Int128(0)) { $0 + Int128(Double($1) * 0x1p43) }
    return Double(whole) * 0x1p-43
  }
}
