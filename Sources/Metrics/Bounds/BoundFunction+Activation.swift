extension BoundFunction {
  /// Of SiLU.
  static let silu = BoundFunction(
    "silu", version: 1, statement: "gamma(4) |y| + 2^-149",
    derivation: """
      Errors are relative and in units of 2^-24. For x >= 0, y = x / (1 + E) with E = e^-x. E is off by at most 2 \
      units and is at most half of 1 + E, so it moves the sum by at most 1 unit. The sum and the quotient round once \
      each: 3 units in all. For x < 0, y = (x / (2^-n + p)) 2^-n, where e^-x = p 2^n. p is off by at most 2 units, and \
      2^-n is exact, so the sum is off by at most 2 units before it rounds. The sum and the quotient round once each: \
      4 units in all. The last product rounds only if y is subnormal, and then to a multiple of 2^-149.
      """,
    source: "contracts/swiglu-v1.yaml"
  ) { x in
    x.expectedValues.map { Rounding.gamma(4) * abs($0) + Rounding.smallest }
  }

  /// Of SwiGLU.
  static let swiglu = BoundFunction(
    "swiglu", version: 1, arguments: [.init("silu", "exact SiLU of the gate"), .up],
    statement: "gamma(5) |silu| |up| + 2^-149 (|up| + 1)",
    derivation: "One more rounding than in silu; silu's underflow is multiplied by |up|.",
    source: "contracts/swiglu-v1.yaml"
  ) { x in
    try x.map("silu", "up") { gated($0, $1, roundings: 5) }
  }

  /// Of GELU in its tanh form.
  static let gelu = BoundFunction(
    "gelu", version: 1, arguments: [.argument], statement: "gamma(k) |y| + 2^-149, k = ceil((6 |a| + 2) share) + 3",
    derivation: """
      y = x / (1 + e^a). a is off by at most 6 relative units of 2^-24, which moves the exponential by 6 |a| units; \
      the exponential itself is off by at most 2. share is the exponential's share of 1 + e^a: 1/(1 + e^-|a|) for a > \
      0, otherwise e^-|a|/(1 + e^-|a|). The sum and the quotient round once each, and the bound allows one rounding \
      more. |a| counts as at most 120: beyond that, the result underflows or is x itself.
      """,
    source: "contracts/gelu-v1.yaml"
  ) { x in
    zip(try x.elements("argument"), x.expectedValues).map {
      Rounding.gamma(geluRoundings($0)) * abs($1) + Rounding.smallest
    }
  }

  /// Of GeGLU.
  static let geglu = BoundFunction(
    "geglu", version: 1, arguments: [.argument, .init("gelu", "exact GELU of the gate"), .up],
    statement: "gamma(k + 1) |gelu| |up| + 2^-149 (|up| + 1), k as in gelu",
    derivation: "One more rounding than in gelu; gelu's underflow is multiplied by |up|.",
    source: "contracts/gelu-v1.yaml"
  ) { x in
    try x.map("argument", "gelu", "up") { gated($1, $2, roundings: geluRoundings($0) + 1) }
  }

  private static func gated(_ activated: Double, _ up: Double, roundings: Int) -> Double {
    let magnitude = abs(up)
    return Rounding.gamma(roundings) * abs(activated) * magnitude + Rounding.smallest * (magnitude + 1)
  }

  private static func geluRoundings(_ argument: Double) -> Int {
    let a = max(min(argument, 120), -120)
    let e = WideExponential.value(-a.magnitude)
    let share = a > 0 ? 1 / (1 + e) : e / (1 + e)
    return Int(((6 * a.magnitude + 2) * share).rounded(.up)) + 3
  }
}

extension BoundFunction.Argument {
  fileprivate static let up = Self("up", "the factor that multiplies the activated gate")
  fileprivate static let argument = Self(
    "argument", "a, the argument of the exponential: -2 sqrt(2/pi) (x + 0.044715 x^3)")
}
