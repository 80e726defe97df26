/// A priori error bounds (Higham 2002, sections 3.1 and 3.5), for binary32 with u = 2^-24.
package enum ErrorBound {
  /// The unit roundoff of binary32.
  package static let unitRoundoff = 0x1p-24

  /// gamma_m = m u / (1 - m u): the relative error that m successive roundings can add up to.
  package static func gamma(_ roundings: Int) -> Double {
    let product = Double(roundings) * unitRoundoff
    return product / (1 - product)
  }

  /// Of a dot product in the order of 64 lanes: ceil(n/64) fused steps a lane, six folds, and one
  /// rounding to spare; each fused step may also lose half of the smallest subnormal.
  package static func dot64(count: Int, absoluteDot: Double) -> Double {
    gamma((count + 63) / 64 + 7) * absoluteDot + Double(count) * 0x1p-149
  }

  /// Of a dot product in any order, fused or not.
  package static func dotAnyOrder(count: Int, absoluteDot: Double) -> Double {
    gamma(count) * absoluteDot + Double(count) * 0x1p-149
  }
}
