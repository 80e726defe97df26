extension GELU {
  /// Below this gelu(x) is -0; -infinity would be infinity over infinity.
  static let lowest: Float = -14
  /// -2 sqrt(2/pi), rounded once.
  static let minusTwoRootTwoOverPi: Float = -1.5957691216057308
  /// The cubic term's coefficient, rounded once.
  static let cubic: Float = 0.044715
  /// e^120 is beyond what any result needs, and within what both halves of a power of two can scale.
  static let highestArgument: Float = 120

  /// The definition of gelu(x).
  @inline(__always)
  static func value(_ x: Float) -> Float {
    if x.isNaN { return .theNaN }
    let x = max(x, lowest)
    let argument = (x * Float(1).addingProduct(x * x, cubic)) * minusTwoRootTwoOverPi
    // Of +infinity the argument is -infinity.
    let (p, n) = Exponential.parts(max(min(argument, highestArgument), -highestArgument))
    guard argument > 0 else { return x / (1 + Exponential.scale(p, by: n)) }
    // The same quotient with 2^-n on both sides of the bar, as of SiLU.
    return Exponential.scale(x / (Exponential.scale(1, by: -n) + p), by: -n)
  }

  /// The definitions of `tanhForm` and `geglu`.
  static let reference = Functions(
    tanhForm: { x, y, n in
      for i in 0..<n { y[i] = value(x[i]) }
    },
    geglu: { gate, up, y, n in
      for i in 0..<n { y[i] = (value(gate[i]) * up[i]).withCanonicalNaN }
    })
}
