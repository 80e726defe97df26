extension RoPE.Scaling {
  /// The frequency of each pair after scaling, rounded to binary64: what a position is multiplied by.
  ///
  /// - Parameters:
  ///   - headDim: even and at least 2.
  ///   - length: the number of positions that are seen; read by dynamic scaling alone.
  /// - Precondition: `problem(headDim:base:)` is nil.
  /// - Complexity: O(headDim).
  public func frequencies(headDim: Int, base: Double, length: Int) -> [Double] {
    precondition(problem(headDim: headDim, base: base) == nil)
    let plain = RoPE.Angles.plainFrequencies(pairs: headDim / 2, base: base)
    return frequencies(plain, pairs: headDim / 2, base: base, length: length).map(\.hi)
  }

  /// The frequency of each pair after scaling, in about 95 bits.
  ///
  /// - Parameters:
  ///   - plain: `base^(-2i / headDim)` for each pair.
  ///   - pairs: half of headDim.
  ///   - length: the number of positions that are seen; read by `dynamic` alone.
  func frequencies(_ plain: [DoubleDouble], pairs: Int, base: Double, length: Int) -> [DoubleDouble] {
    switch kind {
    case .unchanged: plain
    case .linear(let factor): plain.map { $0 / DoubleDouble(factor) }
    case .dynamic(let factor, let original):
      length <= original
        ? plain : stretched(plain, pairs: pairs, factor: factor, seen: length, original: original)
    case .yarn(let yarn): ramped(plain, headDim: Double(2 * pairs), yarn, base: base)
    case .llama3(let llama): plain.map { scaled($0, llama) }
    case .divided(let divisors): zip(plain, divisors).map { $0 / DoubleDouble($1) }
    }
  }

  /// Pair i turns slower by `g^(-2i / (headDim - 2))` with g what the base grows by, before its power.
  private func stretched(
    _ plain: [DoubleDouble], pairs: Int, factor: Double, seen: Int, original: Int
  ) -> [DoubleDouble] {
    let ratio = DoubleDouble.product(factor, Double(seen)) / DoubleDouble(Double(original))
    let growth = ratio - DoubleDouble.sum(factor, -1)
    let (logarithm, divisor) = (Self.logarithm(growth), DoubleDouble(Double(2 * pairs - 2)))
    return plain.enumerated().map { $1 * DoubleDouble.exp(-(logarithm * Double(2 * $0) / divisor)) }
  }

  private func ramped(_ plain: [DoubleDouble], headDim: Double, _ yarn: YaRN, base: Double) -> [DoubleDouble] {
    /// The pair that turns so often within the original positions.
    func pair(turns: Double) -> DoubleDouble {
      Self.logarithm(DoubleDouble(yarn.original) / (Self.twoPi * turns)) * headDim / (DoubleDouble.log(base) * 2)
    }
    var (low, high) = (pair(turns: yarn.betaFast), pair(turns: yarn.betaSlow))
    if yarn.truncates {
      (low, high) = (DoubleDouble(low.hi.rounded(.down)), DoubleDouble(high.hi.rounded(.up)))
    }
    (low, high) = (max(low, DoubleDouble(0)), min(high, DoubleDouble(headDim - 1)))
    if low == high { high = high + 0.001 }
    return plain.enumerated().map { index, frequency in
      let t = Self.clamped((DoubleDouble(Double(index)) - low) / (high - low))
      return frequency * (t / DoubleDouble(yarn.factor) + (DoubleDouble(1) - t))
    }
  }

  private func scaled(_ frequency: DoubleDouble, _ llama: Llama3) -> DoubleDouble {
    let turns = frequency * llama.original / Self.twoPi
    let s = Self.clamped((turns + -llama.lowFactor) / DoubleDouble.sum(llama.highFactor, -llama.lowFactor))
    return frequency * ((DoubleDouble(1) - s) / DoubleDouble(llama.factor) + s)
  }

  private static func clamped(_ x: DoubleDouble) -> DoubleDouble {
    min(max(x, DoubleDouble(0)), DoubleDouble(1))
  }

  /// ln(hi + lo) = ln(hi) + lo / hi, but for at most (lo / hi)^2 / 2, which is 2^-107.
  private static func logarithm(_ x: DoubleDouble) -> DoubleDouble { DoubleDouble.log(x.hi) + x.lo / x.hi }

  private static let twoPi = DoubleDouble.quickSum(0x1.921fb54442d18p2, 0x1.1a62633145c07p-52)
}
