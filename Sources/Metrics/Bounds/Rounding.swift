/// The numbers of a priori error analysis for binary32 (Higham 2002, sections 2.2 and 3.1).
enum Rounding {
  /// u = 2^-24, the unit roundoff of binary32.
  static let unit = 0x1p-24

  /// 2^-149, the smallest subnormal number of binary32: what two roundings that underflow are off by, at most.
  static let smallest = 0x1p-149

  /// gamma_m = m u / (1 - m u): the relative error that m successive roundings can add up to.
  static func gamma(_ roundings: Int) -> Double {
    let product = Double(roundings) * unit
    return product / (1 - product)
  }

  /// The same of a number that an array holds.
  static func gamma(_ roundings: Double) -> Double { gamma(Int(roundings)) }

  /// The longest chain of additions in L lanes that are folded in halves: ceil(n/L) in a lane, then log2 L folds.
  static func chain(_ count: Int, lanes: Int) -> Int { (count + lanes - 1) / lanes + lanes.trailingZeroBitCount }
}

extension BoundFunction.Parameter {
  /// A power of two: the sums that run side by side.
  static let lanes = Self(
    "lanes", "how many sums run side by side, folded in halves at the end", in: 1...1024, isPowerOfTwo: true)
}
