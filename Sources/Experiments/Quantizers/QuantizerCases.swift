import Measuring

/// Blocks of activations, drawn from declared domains.
struct QuantizerCases {
  /// The number of values of a block.
  var size = 256
  /// Exponents of the largest magnitudes for which a recipe has an error bound, and how far apart they are tried.
  var exponents = stride(from: -30, through: 100, by: 5)

  /// Blocks for which the recipes have an error bound: largest magnitudes of all these exponents, ties and near ties of
  /// the rounding, extremes of both signs.
  func finite(_ random: inout SeededGenerator) -> [Float] {
    var values: [Float] = []
    for _ in 0..<32 { values += random.units(size) }
    for exponent in exponents {
      values += (0..<size).map { _ in random.scaled(exponents: exponent - 12...exponent) }
    }
    for exponent in -8..<8 { values += ties(exponent, &random) }
    for _ in 0..<32 { values += nearTies(&random) }
    for _ in 0..<16 { values += equalExtremes(&random) }
    return values
  }

  /// The blocks of `finite`, and those at the edges: zeros, the floor of the published recipe, the
  /// magnitude below which ggml's reciprocal overflows, subnormals, the largest numbers, and blocks that
  /// hold a NaN or an infinity.
  func adversarial(_ random: inout SeededGenerator) -> [Float] {
    var values = finite(&random) + block([]) + block([-0.0])
    let floor = Float(1e-10)
    let smallest = Float(3.74e-37)
    for edge in [floor, floor.nextUp, floor.nextDown, smallest, 2 * smallest, smallest / 2] {
      values += block([edge / 3, -edge, edge / 2])
    }
    for ulps in 0..<64 {
      // Across the magnitude at which 127 / |v| overflows, one unit in the last place at a time.
      let edge = Float(bitPattern: (127 / Float.greatestFiniteMagnitude).bitPattern - 32 + UInt32(ulps))
      values += block([ulps % 2 == 0 ? edge : -edge])
    }
    for exponents in [-149 ... -127, -126 ... -100, 120...127, -149...127] {
      for _ in 0..<4 { values += (0..<size).map { _ in random.scaled(exponents: exponents) } }
    }
    let bad: [Float] = [.nan, -.nan, .infinity, -.infinity, Float(bitPattern: 0x7f80_0001)]
    for place in 0..<64 {
      var poisoned = random.units(size)
      poisoned[(place * 37 + place / 7) % size] = bad[place % bad.count]
      values += poisoned
    }
    return values
  }

  /// Elements that lie exactly between two integers once divided by the scale, which is a power of two.
  func ties(_ exponent: Int, _ random: inout SeededGenerator) -> [Float] {
    let step = Float(sign: .plus, exponent: exponent, significand: 1)
    var values = (0..<size).map { _ in (Float(random.integer(in: -127..<127)) + 0.5) * step }
    values[random.integer(in: 0..<size)] = random.next() >> 63 == 0 ? 127 * step : -127 * step
    return values
  }

  /// Elements next to the middle of two integers, for a scale that is no power of two.
  private func nearTies(_ random: inout SeededGenerator) -> [Float] {
    let largest = random.unit() + 2
    let step = largest / 127
    var values = (0..<size).map { _ in (Float(random.integer(in: -126..<126)) + 0.5) * step }
    values[random.integer(in: 0..<size)] = random.next() >> 63 == 0 ? largest : -largest
    return values
  }

  /// Two elements of the same largest magnitude and opposite sign.
  private func equalExtremes(_ random: inout SeededGenerator) -> [Float] {
    var values = random.units(size)
    let (first, second) = (random.integer(in: 0..<size / 2), random.integer(in: size / 2..<size))
    let sign: Float = random.next() >> 63 == 0 ? 1 : -1
    (values[first], values[second]) = (1.5 * sign, -1.5 * sign)
    return values
  }

  private func block(_ first: [Float]) -> [Float] { first + [Float](repeating: 0, count: size - first.count) }
}
