import Measuring
import Kernels

/// SiLU of each element.
typealias SiluKernel = @Sendable ([Float]) throws -> [Float]

/// SwiGLU of gates and ups.
typealias SwigluKernel = @Sendable ([Float], [Float]) throws -> [Float]

/// The kernels that the claims are about.
enum ActivationKernels {
  @TaskLocal static var silu: SiluKernel = { try Activation.silu($0) }
  @TaskLocal static var swiglu: SwigluKernel = { try Activation.swiglu(gate: $0, up: $1) }
}

/// SiLU in the steps of silu/sequence, one of them replaced.
struct SiluSteps {
  var exponential = ExponentialSteps()
  /// The quotient of numerator and z.
  var quotient: @Sendable (Float, Float) -> Float = { $0 / $1 }

  /// With nothing replaced: the bits of the real kernel, which FALSIFY-SWIGLU-005 checks.
  @Sendable func value(_ x: Float) -> Float {
    if x.isNaN { return Float(bitPattern: 0x7fc0_0000) }
    let x = max(x, -120)
    let (p, n) = exponential.parts(max(-x, -120))
    guard x < 0 else { return quotient(x, 1 + ExponentialSteps.scale(p, by: n)) }
    return ExponentialSteps.scale(quotient(x, ExponentialSteps.scale(1, by: -n) + p), by: -n)
  }

  private static func mutant(_ name: String, _ fault: String, _ change: (inout SiluSteps) -> Void) -> Mutant<SiluKernel>
  {
    var steps = SiluSteps()
    change(&steps)
    let value = steps.value
    return Mutant(name, fault) { $0.map(value) }
  }

  static let reciprocal = mutant("reciprocal", "the quotient is a product with 1/z, rounded twice") {
    $0.quotient = { $0 * (1 / $1) }
  }

  static let polynomialUnfused = mutant(
    "polynomial_unfused", "products of the exponential's polynomial are rounded before they are added"
  ) { $0.exponential.isFused = false }

  static let lastCoefficientDropped = mutant(
    "last_coefficient_dropped", "the exponential's polynomial ends one term early"
  ) {
    $0.exponential.coefficients.removeFirst()
  }
}

/// Wrong SiLUs.
enum SiluMutants {
  // MARK: Another function

  static let naturalLogRemainder = Mutant<SiluKernel>(
    "natural_log_remainder", "the public AVX2 fault: e^-x from x - n ln 2 fed to the coefficients of 2^r"
  ) { $0.map { $0 / (1 + ExponentialSteps.naturalLogRemainder(-$0)) } }

  /// The same fault with another n: r lies in [-ln 2 / 2, ln 2 / 2].
  static let naturalLogRemainderToNearest = Mutant<SiluKernel>(
    "natural_log_remainder_to_nearest", "the public fault with n rounded to the nearest integer, not down"
  ) { $0.map { $0 / (1 + ExponentialSteps.naturalLogRemainder(-$0, rounding: .toNearestOrEven)) } }

  static let relu = Mutant<SiluKernel>("relu", "max(x, 0): no SiLU at all") { $0.map { max($0, 0) } }

  static let quickGelu = Mutant<SiluKernel>("quick_gelu", "x sigmoid(1.702 x)") {
    try Activation.silu($0.map { $0 * 1.702 }).map { $0 / 1.702 }
  }

  static let hardSwish = Mutant<SiluKernel>("hard_swish", "sigmoid replaced by a clamped straight line") {
    $0.map { $0 * min(max($0 + 3, 0), 6) / 6 }
  }

  static let signOfArgument = Mutant<SiluKernel>("sign_of_argument", "x sigmoid(-x)") {
    try Activation.silu($0.map { -$0 }).map { -$0 }
  }

  // MARK: Ranges

  static let naiveNegativeBranch = Mutant<SiluKernel>(
    "naive_negative_branch", "x / (1 + e^-x) for negative x too, where e^-x overflows"
  ) { x in
    zip(x, try Exponential.f32(x.map { -$0 })).map { x, e in
      let y = x / (1 + e)
      return y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y
    }
  }

  static let overflowingNumerator = Mutant<SiluKernel>(
    "overflowing_numerator", "x e^x / (1 + e^x) for positive x too, where e^x overflows"
  ) { x in
    zip(x, try Exponential.f32(x)).map { x, e in
      let y = x * e / (1 + e)
      return y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y
    }
  }

  static let earlySaturation = Mutant<SiluKernel>("early_saturation", "x itself from 8 on") { x in
    zip(x, try Activation.silu(x)).map { $0 > 8 ? $0 : $1 }
  }

  static let nanClamped = Mutant<SiluKernel>(
    "nan_clamped", "the clamp to -120 replaces NaN, as max with swapped operands does"
  ) {
    try Activation.silu($0.map { $0.isNaN ? -120 : $0 })
  }
}

/// SiLUs whose negative tail is not monotone.
enum SiluTailMutants {
  static let sigmoidCanceled = Mutant<SiluKernel>("sigmoid_canceled", "x (1 - sigmoid(-x)), whose digits cancel") {
    x in
    zip(x, try Exponential.f32(x)).map { x, e in x * (1 - 1 / (1 + e)) }
  }

  static let exponentialOfHalf = Mutant<SiluKernel>(
    "exponential_of_half", "the exponential gets its argument with 11 significant bits"
  ) { x in
    zip(x, try Exponential.f32(x.map { Float(bitPattern: $0.bitPattern & 0xffff_e000) })).map { x, e in x * e / (1 + e)
    }
  }

  static let seamAtMinus20 = Mutant<SiluKernel>(
    "seam_at_minus_20",
    "below -20 the fault of the natural logarithm's remainder, to nearest: two ranges that do not meet"
  ) { x in
    zip(zip(x, try Activation.silu(x)), try SiluMutants.naturalLogRemainderToNearest.kernel(x))
      .map { $0.0 < -20 ? $1 : $0.1 }
  }
}

/// Wrong SwiGLUs: the real kernels given the wrong operands.
enum SwigluMutants {
  static let operandsSwapped = Mutant<SwigluKernel>("operands_swapped", "silu(up) * gate") {
    try Activation.swiglu(gate: $1, up: $0)
  }

  static let siluOfBoth = Mutant<SwigluKernel>("silu_of_both", "silu(gate) * silu(up)") {
    try Activation.swiglu(gate: $0, up: Activation.silu($1))
  }

  static let siluOfProduct = Mutant<SwigluKernel>("silu_of_product", "silu(gate * up)") {
    try Activation.silu(zip($0, $1).map { $0 * $1 })
  }

  static let upOffByOne = Mutant<SwigluKernel>("up_off_by_one", "ups are read one element too far") {
    try Activation.swiglu(gate: $0, up: Array($1.dropFirst() + $1.prefix(1)))
  }

  static let gateNegated = Mutant<SwigluKernel>("gate_negated", "gate sigmoid(-gate) * up") { gate, up in
    zip(try SiluMutants.signOfArgument.kernel(gate), up).map { product($0, $1) }
  }

  static let geglu = Mutant<SwigluKernel>("geglu", "the gate goes through quick GELU, gate sigmoid(1.702 gate)") {
    gate, up in
    zip(try SiluMutants.quickGelu.kernel(gate), up).map { product($0, $1) }
  }

  /// The product of silu(gate) and up, as swiglu/order has it.
  static func product(_ silu: Float, _ up: Float) -> Float {
    let y = silu * up
    return y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y
  }

  static let upMultipliedFirst = Mutant<SwigluKernel>("up_multiplied_first", "(gate * up) / (1 + e^-gate)") {
    gate, up in
    zip(gate, up).map { gate, up in
      let y = SiluSteps(quotient: { ($0 * up) / $1 }).value(gate)
      return y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y
    }
  }
}
