/// A rotation of the plane as cosine and sine, exact to about 90 bits.
///
/// The oracle of RoPE's angles. It needs neither pi, nor a logarithm, nor a reduction of the
/// argument: a frequency is at most 1, its cosine and sine come from the Taylor series, and those of a
/// position from products, one for each bit of the position.
struct Turn {
  let cosine: Wide
  let sine: Wide

  /// No rotation.
  static let identity = Turn(cosine: Wide(1), sine: Wide(0))

  private init(cosine: Wide, sine: Wide) { (self.cosine, self.sine) = (cosine, sine) }

  /// The rotation by an angle between 0 and 1; the series stop at 34!, which is above 2^127.
  init(angle: Wide) {
    let square = angle * angle
    var (cosine, sine) = (Wide(1), Wide(1))
    for n in stride(from: 34.0, to: 0, by: -2) {
      cosine = Wide(1) - square * cosine / ((n - 1) * n)
      sine = Wide(1) - square * sine / (n * (n + 1))
    }
    self.init(cosine: cosine, sine: angle * sine)
  }

  /// Both rotations, one after the other.
  static func * (a: Turn, b: Turn) -> Turn {
    Turn(cosine: a.cosine * b.cosine - a.sine * b.sine, sine: a.sine * b.cosine + a.cosine * b.sine)
  }

  /// The rotation n times; its error grows in proportion to n.
  func times(_ n: Int) -> Turn {
    var (result, factor, rest) = (Turn.identity, self, n)
    while rest > 0 {
      if rest & 1 == 1 { result = result * factor }
      factor = factor * factor
      rest >>= 1
    }
    return result
  }

  /// The rotation of each pair at position 1: by base^(-2i/headDim) for i = 0, 1, ...
  ///
  /// base^(2/headDim) is a root of a root of the base, so headDim must be a power of two.
  static func frequencies(headDim: Int, base: Double) -> [Turn] {
    angles(headDim: headDim, base: base).map(Turn.init(angle:))
  }

  /// base^(-2i/headDim) for each pair i.
  static func angles(headDim: Int, base: Double) -> [Wide] {
    precondition(headDim >= 2 && headDim & (headDim - 1) == 0, "\(headDim) is not a power of two")
    var root = Wide(base)
    for _ in 0..<(headDim / 2).trailingZeroBitCount { root = root.squareRoot }
    let step = root.reciprocal
    var angles = [Wide(1)]
    while angles.count < headDim / 2 { angles.append(angles.last! * step) }
    return angles
  }
}
