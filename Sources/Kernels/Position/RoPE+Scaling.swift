extension RoPE {
  /// How the angles of a model that was made for few positions are changed for more of them.
  ///
  /// `f_i = base^(-2i / headDim)` is the frequency of pair i, n the number of positions that are seen.
  public struct Scaling: Equatable, Sendable {
    /// What becomes of the frequencies.
    public var kind: Kind
    /// What cosines and sines are multiplied by: YaRN's attention factor.
    public var magnitude: Double

    /// What becomes of the frequencies.
    public enum Kind: Equatable, Sendable {
      case unchanged
      /// `f_i / factor`. Source: Chen et al., "Extending Context Window of LLMs via Position Interpolation", 2023.
      case linear(factor: Double)
      /// The base times `(factor * n / original - (factor - 1))^(headDim / (headDim - 2))` where n is above
      /// `original`; unchanged up to there. Source: transformers, `dynamic`; "NTK-aware" scaling, 2023.
      case dynamic(factor: Double, original: Int)
      case yarn(YaRN)
      case llama3(Llama3)
      /// `f_i / divisors[i]`: what GGUF files have as `rope_freqs.weight`.
      case divided(by: [Double])
    }

    /// Low frequencies divided, high ones kept, a linear ramp over the pairs between.
    ///
    /// Pair `p(r) = headDim ln(original / (2 pi r)) / (2 ln base)` turns r times within `original` positions. The ramp
    /// runs from `low = p(betaFast)` to `high = p(betaSlow)`, rounded outwards to integers where `truncates`, kept
    /// within 0 and headDim - 1, and 0.001 wide where it has no width: with `t = clamp((i - low) / (high - low), 0, 1)`
    /// the frequency is `f_i (t / factor + (1 - t))`. Source: Peng et al., "YaRN", 2023, and transformers, `yarn`.
    public struct YaRN: Equatable, Sendable {
      /// What low frequencies are divided by.
      public var factor: Double
      /// The positions of the first training.
      public var original: Double
      /// So many turns in `original` positions begin and end the ramp.
      public var betaFast, betaSlow: Double
      /// Whether the ends are rounded outwards to whole pairs.
      public var truncates: Bool

      /// A ramp with the paper's limits.
      public init(
        factor: Double, original: Double, betaFast: Double = 32, betaSlow: Double = 1, truncates: Bool = true
      ) {
        (self.factor, self.original, self.truncates) = (factor, original, truncates)
        (self.betaFast, self.betaSlow) = (betaFast, betaSlow)
      }

      /// The attention factor of the paper, `0.1 m ln(factor) + 1`; 1 for factors up to 1.
      public static func magnitude(factor: Double, m: Double = 1) -> Double {
        factor > 1 ? (DoubleDouble.log(factor) * DoubleDouble.product(0.1, m) + 1).hi : 1
      }
    }

    /// Frequencies that turn less than `lowFactor` times within `original` positions divided, those that turn
    /// more than `highFactor` times kept, between them a ramp over the number of turns.
    ///
    /// With `r = original f_i / (2 pi)` and `s = clamp((r - lowFactor) / (highFactor - lowFactor), 0, 1)` the frequency
    /// is `f_i ((1 - s) / factor + s)`. Source: Llama 3.1, 2024, and transformers, `llama3`.
    public struct Llama3: Equatable, Sendable {
      /// What low frequencies are divided by, the turns that end and begin the ramp, the positions of the first training.
      public var factor, lowFactor, highFactor, original: Double

      /// The model's four numbers.
      public init(factor: Double, lowFactor: Double, highFactor: Double, original: Double) {
        (self.factor, self.lowFactor, self.highFactor, self.original) = (factor, lowFactor, highFactor, original)
      }
    }

    /// A change of the frequencies, and what cosines and sines are multiplied by.
    public init(_ kind: Kind, magnitude: Double = 1) { (self.kind, self.magnitude) = (kind, magnitude) }

    /// Angles as they are.
    public static let none = Scaling(.unchanged)

    /// The number of positions up to which tables of any length agree; nil where all do.
    public var stableLength: Int? {
      if case .dynamic(_, let original) = kind { return original }
      return nil
    }

    /// Why tables of a head dimension and a base cannot be made, or nil where they can.
    public func problem(headDim: Int, base: Double) -> (name: String, value: String, requirement: String)? {
      func factor(_ value: Double) -> (String, String, String)? {
        value >= 1 && value <= 0x1p32 ? nil : ("factor", "\(value)", "from 1 to 2^32")
      }
      func positive(_ name: String, _ values: Double...) -> (String, String, String)? {
        values.first { !($0 > 0 && $0 <= 0x1p32) }.map { (name, "\($0)", "above 0 and at most 2^32") }
      }
      // Each comparison is false for NaN.
      guard magnitude >= 0x1p-16, magnitude <= 0x1p16 else {
        return ("magnitude", "\(magnitude)", "from 2^-16 to 2^16")
      }
      switch kind {
      case .unchanged: return nil
      case .linear(let value): return factor(value)
      case .dynamic(let value, let original):
        if headDim <= 2 { return ("headDim", "\(headDim)", "above 2 for dynamic scaling") }
        return factor(value) ?? positive("original", Double(original))
      case .yarn(let yarn):
        if !(base > 1) { return ("base", "\(base)", "above 1 for YaRN") }
        return factor(yarn.factor) ?? positive("original", yarn.original)
          ?? positive("beta", yarn.betaFast, yarn.betaSlow)
      case .llama3(let llama):
        guard llama.highFactor > llama.lowFactor else {
          return ("highFactor", "\(llama.highFactor)", "above lowFactor, \(llama.lowFactor)")
        }
        return factor(llama.factor) ?? positive("original", llama.original)
          ?? positive("lowFactor or highFactor", llama.lowFactor, llama.highFactor)
      case .divided(let divisors):
        guard divisors.count == headDim / 2 else {
          return ("number of divisors", "\(divisors.count)", "one a pair, \(headDim / 2)")
        }
        return divisors.first { !($0 >= 0.5 && $0 <= 0x1p32) }.map { ("divisor", "\($0)", "from 0.5 to 2^32") }
      }
    }
  }
}
