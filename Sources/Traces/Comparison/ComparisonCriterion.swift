/// What every pair of a comparison must meet.
public struct ComparisonCriterion: Sendable, CustomStringConvertible {
  /// What of a pair is looked at; the raw values are the names of metrics in contracts.
  public enum Measure: String, CaseIterable, Sendable {
    case maxAbsolute = "max_abs_error"
    case maxULPs = "max_ulps"
    case rms = "rms_error"
    case relativeL2 = "relative_l2"
    case cosine
    case normRatio = "norm_ratio"
    case bitsDiffering = "bits_differing"

    /// The measure of a difference; the first side stands for what is expected. NaN where values have none.
    func of(_ difference: ValueDifference) -> Double {
      switch self {
      case .maxAbsolute: difference.maxAbsolute
      case .maxULPs: difference.maxULPs == .max ? .infinity : Double(difference.maxULPs)
      case .rms: difference.rms
      case .relativeL2: difference.relativeL2
      case .cosine: difference.cosine
      case .normRatio: difference.normRatio
      case .bitsDiffering: Double(difference.count - difference.identical)
      }
    }
  }

  /// What is asked for, such as `--max-abs 0.001`.
  public let description: String
  let measure: Measure
  private let isMet: @Sendable (Double) -> Bool

  /// A criterion; NaN and infinities are never within it, whatever the condition says.
  public init(_ description: String, _ measure: Measure, _ isMet: @escaping @Sendable (Double) -> Bool) {
    (self.description, self.measure, self.isMet) = (description, measure, isMet)
  }

  /// No element differs by more.
  public static func atMost(absolute bound: Double, _ description: String) -> Self {
    Self(description, .maxAbsolute) { $0 <= bound }
  }

  /// No pair has a smaller cosine.
  public static func atLeast(cosine bound: Double, _ description: String) -> Self {
    Self(description, .cosine) { $0 >= bound }
  }

  func holds(_ difference: ValueDifference) -> Bool {
    let value = measure.of(difference)
    return value.isFinite && isMet(value)
  }
}
