import Measuring
import Kernels

/// The kernels that the claims are about.
enum GELUKernels {
  @TaskLocal static var gelu: SiluKernel = { try GELU.tanhForm($0) }
  @TaskLocal static var geglu: SwigluKernel = { try GELU.geglu(gate: $0, up: $1) }
}

/// GELU in the steps of gelu/sequence, one of them replaced.
struct GELUSteps {
  /// 1 + 0.044715 x^2.
  var cubic: @Sendable (Float) -> Float = { Float(1).addingProduct($0 * $0, 0.044715) }
  /// The quotient of numerator and divisor.
  var quotient: @Sendable (Float, Float) -> Float = { $0 / $1 }

  /// With nothing replaced: the bits of the real kernel, which FALSIFY-GELU-004 checks.
  @Sendable func value(_ x: Float) -> Float {
    if x.isNaN { return Float(bitPattern: 0x7fc0_0000) }
    let x = max(x, -14)
    let a = (x * cubic(x)) * -1.5957691216057308
    let (q, n) = ExponentialSteps().parts(max(min(a, 120), -120))
    guard a > 0 else { return quotient(x, 1 + ExponentialSteps.scale(q, by: n)) }
    return ExponentialSteps.scale(quotient(x, ExponentialSteps.scale(1, by: -n) + q), by: -n)
  }

  static let reciprocal = mutant("reciprocal", "the quotient is a product with the reciprocal, rounded twice") {
    $0.quotient = { $0 * (1 / $1) }
  }

  static let cubicUnfused = mutant("cubic_unfused", "0.044715 x^2 is rounded before 1 is added") {
    $0.cubic = { 1 + $0 * $0 * 0.044715 }
  }

  static let cubicTermDropped = mutant("cubic_term_dropped", "u = sqrt(2/pi) x") { $0.cubic = { _ in 1 } }

  static let constantOfThreeDigits = mutant("constant_of_three_digits", "0.0447 for 0.044715") {
    $0.cubic = { Float(1).addingProduct($0 * $0, 0.0447) }
  }

  private static func mutant(_ name: String, _ fault: String, _ change: (inout GELUSteps) -> Void) -> Mutant<SiluKernel>
  {
    var steps = GELUSteps()
    change(&steps)
    let value = steps.value
    return Mutant(name, fault) { $0.map(value) }
  }
}

/// Wrong GELUs.
enum GELUMutants {
  static let tanhAsWritten = Mutant<SiluKernel>(
    "tanh_as_written", "0.5 x (1 + tanh(u)), with tanh(u) = 1 - 2 / (e^2u + 1): what is left of 1 + tanh cancels"
  ) { x in
    zip(x, try Exponential.f32(minusTwoU(x).map { -$0 })).map { x, e in
      canonical(0.5 * x * (1 + (1 - 2 / (e + 1))))
    }
  }

  static let naiveNegativeBranch = Mutant<SiluKernel>(
    "naive_negative_branch", "x / (1 + e^-2u) for negative x too, where e^-2u overflows"
  ) { x in zip(x, try Exponential.f32(minusTwoU(x))).map { x, e in canonical(x / (1 + e)) } }

  static let nanClamped = Mutant<SiluKernel>(
    "nan_clamped", "the clamp to -14 replaces NaN, as max with swapped operands does"
  ) { try GELU.tanhForm($0.map { $0.isNaN ? -14 : $0 }) }

  private static func minusTwoU(_ x: [Float]) -> [Float] {
    x.map { ($0 * Float(1).addingProduct($0 * $0, 0.044715)) * -1.5957691216057308 }
  }

  static func canonical(_ y: Float) -> Float { y.isNaN ? Float(bitPattern: 0x7fc0_0000) : y }
}

/// Wrong GeGLUs: the real kernels given the wrong operands.
enum GeGLUMutants {
  static let operandsSwapped = Mutant<SwigluKernel>("operands_swapped", "gelu(up) * gate") {
    try GELU.geglu(gate: $1, up: $0)
  }

  static let geluOfBoth = Mutant<SwigluKernel>("gelu_of_both", "gelu(gate) * gelu(up)") {
    try GELU.geglu(gate: $0, up: GELU.tanhForm($1))
  }

  static let upOffByOne = Mutant<SwigluKernel>("up_off_by_one", "ups are read one element too far") {
    try GELU.geglu(gate: $0, up: Array($1.dropFirst() + $1.prefix(1)))
  }

  static let gateNegated = Mutant<SwigluKernel>("gate_negated", "gate times 1 - what it is multiplied with, times up") {
    gate, up in
    zip(try GELU.tanhForm(gate.map { -$0 }), up).map { product(-$0, $1) }
  }

  static let siluForGELU = Mutant<SwigluKernel>("silu_for_gelu", "silu(gate) * up") {
    try Activation.swiglu(gate: $0, up: $1)
  }

  static let upMultipliedFirst = Mutant<SwigluKernel>("up_multiplied_first", "(gate * up) / (1 + e^-2u)") { gate, up in
    zip(gate, up).map { gate, up in
      GELUMutants.canonical(GELUSteps(quotient: { ($0 * up) / $1 }).value(gate))
    }
  }

  /// The product of gelu(gate) and up, as geglu/order has it.
  static func product(_ gelu: Float, _ up: Float) -> Float { GELUMutants.canonical(gelu * up) }
}
