/// What holds of all values of a metric, whatever they were measured of.
public struct MetricTraits: Sendable, Equatable {
  /// The kind of a metric's values.
  public enum Values: String, CaseIterable, Sendable {
    case number
    /// A number of elements, implementations or cases: between one and the next there is none.
    case count
    /// Compared for equality only.
    case text
  }

  /// The direction in which results get better.
  public enum Direction: String, CaseIterable, Sendable { case smaller, larger }

  /// What a threshold on a metric says of each element by itself.
  public enum ElementLimit: Sendable {
    /// Nothing: the metric is blind to one element, as norms, angles and most counts are.
    case none
    /// That its bits are those expected.
    case bits
    /// How far it may be from what is expected; `relative` in units of its magnitude, `ulps` of its last place.
    case absolute, relative, ulps
    /// That its error is within its bound, or within so many bounds.
    case withinBound, bounds
    /// How large, or how small, it may be.
    case largest, smallest
  }

  public var values: Values
  /// Nil where neither direction is better in general.
  public var better: Direction?
  /// No value is below it, NaN apart; nil where there is no such number, or it is no whole one.
  public var least: Int?
  /// No value is above it, NaN apart; nil where there is no such number, or it is no whole one.
  public var greatest: Int?
  /// The value where nothing is wrong.
  public var perfect: Int
  public var elementLimit: ElementLimit

  /// Traits; what is left out holds of most metrics.
  public init(
    _ values: Values = .number, better: Direction? = nil, least: Int? = nil, greatest: Int? = nil, perfect: Int = 0,
    elementLimit: ElementLimit = .none
  ) {
    self.values = values
    self.better = better
    self.least = least
    self.greatest = greatest
    self.perfect = perfect
    self.elementLimit = elementLimit
  }
}

extension Metric {
  /// What holds of its values. Rounding can take `cosine` beyond 1, so that it has no greatest value.
  public var traits: MetricTraits {
    switch self {
    case .maxAbsError: MetricTraits(better: .smaller, least: 0, elementLimit: .absolute)
    case .maxRelError: MetricTraits(better: .smaller, least: 0, elementLimit: .relative)
    case .maxULPs: MetricTraits(better: .smaller, least: 0, elementLimit: .ulps)
    case .rmsError, .nmse, .relativeL1, .relativeL2, .klDivergence: MetricTraits(better: .smaller, least: 0)
    case .sqnr: MetricTraits(better: .larger)
    case .cosine: MetricTraits(better: .larger, perfect: 1)
    case .normRatio: MetricTraits(perfect: 1)
    case .bitsDiffering: MetricTraits(.count, least: 0, elementLimit: .bits)
    case .argmaxMismatches, .count: MetricTraits(.count, least: 0)
    case .min: MetricTraits(elementLimit: .smallest)
    case .max: MetricTraits(elementLimit: .largest)
    case .maxRatio, .sum: MetricTraits()
    case .nanCount, .infCount, .nonFiniteCount: MetricTraits(.count, better: .smaller, least: 0)
    }
  }
}

extension CompoundMetric {
  /// What holds of its values.
  public var traits: MetricTraits {
    switch self {
    case .topKMismatches: MetricTraits(.count, least: 0)
    case .outsideBound: MetricTraits(.count, least: 0, elementLimit: .withinBound)
    case .boundRatio: MetricTraits(least: 0, elementLimit: .bounds)
    case .ratio: MetricTraits()
    case .variantsDiffering: MetricTraits(.count, least: 0, elementLimit: .bits)
    case .bits, .sha256: MetricTraits(.text, elementLimit: .bits)
    }
  }
}

/// All metrics that `pv` computes.
public enum MetricTable {
  /// Names and traits, in the order in which metrics are documented: of two samples, of more, of one, and texts.
  public static let all: [(name: String, traits: MetricTraits)] = {
    let compounds = CompoundMetric.allCases.map { (name: $0.rawValue, traits: $0.traits) }
    func simple(_ isComparison: Bool) -> [(name: String, traits: MetricTraits)] {
      Metric.allCases.filter { $0.isComparison == isComparison }.map { (name: $0.rawValue, traits: $0.traits) }
    }
    return simple(true) + compounds.filter { $0.traits.values != .text } + simple(false)
      + compounds.filter { $0.traits.values == .text }
  }()
}
