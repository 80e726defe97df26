extension Oracle {
  /// The Euclidean norm, rounded in binary64: enough for a bound.
  static func norm(_ x: some Collection<Float>) -> Double { absoluteDot(x, x).squareRoot() }
}
