import Measuring
import Kernels

/// e^x in the steps of `Exponential.f32`, so that a mutant can get one of them wrong.
struct ExponentialSteps {
  var coefficients: [Float] = [0x1.6b124cp-10, 0x1.123cccp-7, 0x1.555882p-5, 0x1.55548cp-3, 0x1.fffffcp-2]
  var ln2Low: Float = -0x1.05c61p-29
  var lowest: Float = -104
  var highest: Float = 89
  var isFused = true

  /// With nothing changed: the bits of the real kernel, which a `steps` check holds to.
  @Sendable func value(_ x: Float) -> Float {
    if x.isNaN { return Float(bitPattern: 0x7fc0_0000) }
    let (p, n) = parts(min(max(x, lowest), highest))
    return Self.scale(p, by: n)
  }

  func parts(_ x: Float) -> (p: Float, n: Int) {
    let rounder: Float = 0x1.8p+23
    let n = rounder.addingProduct(x, 0x1.715476p+0) - rounder
    let high = x.addingProduct(n, -0x1.62e43p-1)
    let low = n * -ln2Low
    let r = high + low
    var q = coefficients[0]
    for coefficient in coefficients.dropFirst() {
      q = isFused ? coefficient.addingProduct(q, r) : coefficient + q * r
    }
    return ((high + low.addingProduct(q, r * r)) + 1, Int(n))
  }

  static func scale(_ x: Float, by n: Int) -> Float {
    func power(_ n: Int) -> Float { Float(bitPattern: UInt32(n + 127) << 23) }
    let half = n >> 1
    return (x * power(half)) * power(n - half)
  }

  /// The public AVX2 fault: the remainder r = x - n ln 2 of the natural logarithm goes into the
  /// coefficients of 2^r, so that the result is 2^n 2^r. With r in [0, ln 2) the quotient of the
  /// right and the wrong one is at most e^(ln 2 (1 - ln 2)) = 1.237.
  @Sendable static func naturalLogRemainder(_ x: Float) -> Float { naturalLogRemainder(x, rounding: .down) }

  static func naturalLogRemainder(_ x: Float, rounding rule: FloatingPointRoundingRule) -> Float {
    if x.isNaN { return Float(bitPattern: 0x7fc0_0000) }
    let n = (x * 1.442695).rounded(rule)
    let r = x - n * 0.6931472
    // 2^r: the coefficients (ln 2)^k / k!.
    var q: Float = 0.00015403530
    for c: Float in [0.0013333558, 0.009618129, 0.055504109, 0.24022651, 0.69314718, 1] { q = c.addingProduct(q, r) }
    return scale(q, by: Int(min(max(n, -126), 126)))
  }
}

/// Wrong exponentials.
enum ExponentialMutants {
  typealias Kernel = @Sendable ([Float]) throws -> [Float]

  static let naturalLogRemainder = Mutant<Kernel>(
    "natural_log_remainder", "x - n ln 2 is fed to the coefficients of 2^r"
  ) { $0.map(ExponentialSteps.naturalLogRemainder) }

  static let lastCoefficientDropped = Mutant<Kernel>("last_coefficient_dropped", "the polynomial ends one term early") {
    $0.map(ExponentialSteps(coefficients: Array(ExponentialSteps().coefficients.dropFirst())).value)
  }

  static let ln2LowDropped = Mutant<Kernel>("ln2_low_dropped", "ln 2 is taken in one part") {
    $0.map(ExponentialSteps(ln2Low: 0).value)
  }

  static let subnormalsFlushed = Mutant<Kernel>("subnormals_flushed", "results below 2^-126 become 0") {
    try Exponential.f32($0).map { $0 < .leastNormalMagnitude ? 0 : $0 }
  }

  static let clampedEarly = Mutant<Kernel>("clamped_early", "arguments are clamped to [-87, 88]") {
    $0.map(ExponentialSteps(lowest: -87, highest: 88).value)
  }

  static let unfused = Mutant<Kernel>(
    "polynomial_unfused", "products of the polynomial are rounded before they are added"
  ) {
    $0.map(ExponentialSteps(isFused: false).value)
  }
}
