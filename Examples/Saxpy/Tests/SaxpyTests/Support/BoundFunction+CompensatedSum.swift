import FalsifierKit

extension BoundFunction {
  /// Of a sum whose rounding errors are added up beside it.
  static let compensatedSum = BoundFunction(
    "saxpy.compensated_sum", version: 1,
    arguments: [.init("count", "n, the number of terms"), .init("magnitude", "the sum of their magnitudes")],
    statement: "u |s| + gamma(n - 1)^2 sum|x|, u = 2^-24",
    derivation: """
      The last addition rounds the result once. The errors of the others are added up in binary32, where they lose what \
      n - 1 roundings of terms of the size gamma(n - 1) |x| can.
      """,
    source: "Ogita, Rump, Oishi 2005, proposition 4.5"
  ) { x in
    let sums = x.expectedValues
    return try zip(sums, x.map("count", "magnitude") { gamma($0 - 1) * gamma($0 - 1) * $1 }).map { u * abs($0) + $1 }
  }

  private static let u = 0x1p-24

  private static func gamma(_ roundings: Double) -> Double { roundings * u / (1 - roundings * u) }
}
