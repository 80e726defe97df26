extension Exponential {
  /// e^-104 is below half of the smallest subnormal, e^89 above the largest finite value; between
  /// them n and both powers of two of the last step are in range.
  static let lowest: Float = -104
  static let highest: Float = 89

  /// Its ulp is 1, so that adding it rounds to an integer, for either sign.
  static let rounder: Float = 0x1.8p+23
  static let log2e: Float = 0x1.715476p+0

  /// ln 2 in two parts. n * ln2High is a multiple of 2^-24 and x, where n is not 0, one of 2^-25; their
  /// difference is below 1/2, so that it fits in 24 bits: the first step of the reduction is exact.
  static let ln2High: Float = 0x1.62e43p-1
  static let ln2Low: Float = -0x1.05c61p-29

  /// Minimax for the relative error of 1 + r + r^2 q(r) on |r| <= 1.0005 ln(2)/2, rounded one by one
  /// with the rest refitted; 0.08 ulp.
  static let c2: Float = 0x1.fffffcp-2
  static let c3: Float = 0x1.55548cp-3
  static let c4: Float = 0x1.555882p-5
  static let c5: Float = 0x1.123cccp-7
  static let c6: Float = 0x1.6b124cp-10

  /// p and n with e^x = p * 2^n, p in [0.7, 1.42], for x that is not NaN and that a caller has clamped.
  @inline(__always)
  static func parts(_ x: Float) -> (p: Float, n: Int) {
    let n = rounder.addingProduct(x, log2e) - rounder
    let high = x.addingProduct(n, -ln2High)
    let low = n * -ln2Low
    let r = high + low
    var q = c6
    q = c5.addingProduct(q, r)
    q = c4.addingProduct(q, r)
    q = c3.addingProduct(q, r)
    q = c2.addingProduct(q, r)
    // h + l in place of r keeps the rounding error of r out of the result.
    let p = (high + low.addingProduct(q, r * r)) + 1
    return (p, Int(n))
  }

  /// x * 2^n by two powers of two, because 2^n alone may be out of range; for x of ordinary size
  /// only the second multiplication can round.
  @inline(__always)
  static func scale(_ x: Float, by n: Int) -> Float {
    let half = n >> 1
    return (x * power(half)) * power(n - half)
  }

  private static func power(_ n: Int) -> Float { Float(bitPattern: UInt32(n + 127) << 23) }

  /// The definition of e^x.
  @inline(__always)
  static func value(_ x: Float) -> Float {
    if x.isNaN { return .theNaN }
    let (p, n) = parts(min(max(x, lowest), highest))
    return scale(p, by: n)
  }

  /// The definition of `f32`.
  @Sendable static func reference(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ n: Int) {
    for i in 0..<n { y[i] = value(x[i]) }
  }
}
