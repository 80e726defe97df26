import Base

/// What the values of a capture are like; for reading, never for comparing.
public struct StageStatistics: Equatable, Sendable {
  /// The number of elements.
  public let count: Int
  /// The number of NaNs, of infinities, and of zeros of either sign.
  public let nan, infinite, zero: Int
  /// Smallest and largest, mean, and standard deviation with n-1 below the bar, over the finite elements;
  /// nil where there are none, the last one also for a single one.
  public let min, max: Float?
  /// In binary64, sums in ascending order of the index.
  public let mean, deviation: Double?

  /// The statistics of some values, in two passes.
  public init(_ values: UnsafeBufferPointer<Float>) {
    var (nan, infinite, zero, finite) = (0, 0, 0, 0)
    var (min, max, sum) = (Float.infinity, -Float.infinity, 0.0)
    for value in values {
      guard value.isFinite else {
        if value.isNaN { nan += 1 } else { infinite += 1 }
        continue
      }
      finite += 1
      if value == 0 { zero += 1 }
      min = Swift.min(min, value)
      max = Swift.max(max, value)
      sum += Double(value)
    }
    (count, self.nan, self.infinite, self.zero) = (values.count, nan, infinite, zero)
    self.min = finite == 0 ? nil : min
    self.max = finite == 0 ? nil : max
    let mean = finite == 0 ? nil : sum / Double(finite)
    self.mean = mean
    guard let mean, finite > 1 else {
      deviation = nil
      return
    }
    let squares = values.reduce(0.0) { $1.isFinite ? $0 + (Double($1) - mean) * (Double($1) - mean) : $0 }
    deviation = (squares / Double(finite - 1)).squareRoot()
  }

  /// Counts as numbers; the others rounded for display, under a name that says so.
  public var json: JSON {
    func text(_ value: Double?) -> JSON { value.map { .string(Self.display($0)) } ?? .null }
    return .object([
      "count": .integer(count), "nan": .integer(nan), "inf": .integer(infinite), "zero": .integer(zero),
      "rounded_display_over_finite": .object([
        "min": text(min.map(Double.init)), "max": text(max.map(Double.init)), "mean": text(mean),
        "std_n_minus_1": text(deviation),
      ]),
    ])
  }

  /// Six significant digits; NaN without a sign, which says nothing.
  static func display(_ value: Double) -> String { value.isNaN ? "nan" : String(printf: "%.6g", value) }
}
