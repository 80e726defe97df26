/// What makes one pair of elements worse than another: the error that a metric sees in it.
public enum ErrorMeasure: Sendable {
  /// |a - e|, as in `max_abs_error`; NaN where one is NaN, also against NaN.
  case absolute
  /// |a - e| / |e|, as in `max_rel_error`; NaN where one is NaN, also against NaN.
  case relative
  /// As in `max_ulps`: 2^64 where one is NaN, also against NaN, or only one is infinite.
  case ulps
  /// As in `bits_differing`: 0 for equal bits, two NaNs among them; else |a - e|, and the smallest
  /// number for zeros of two signs, which differ in nothing else.
  case bits
  /// |a - e| over the bound of the element, as in `bound_ratio`.
  case bound([Double])

  /// A word for reports.
  public var name: String {
    switch self {
    case .absolute, .bits: "absolute error"
    case .relative: "relative error"
    case .ulps: "error in ulps"
    case .bound: "error over bound"
    }
  }
}

extension Metric {
  /// How the metric sees the error of one pair.
  public var measure: ErrorMeasure {
    switch traits.elementLimit {
    case .relative: .relative
    case .ulps: .ulps
    case .bits: .bits
    case .nothing, .absolute, .withinBound, .bounds, .largest, .smallest: .absolute
    }
  }
}

/// An element of two samples and how far apart its values are.
public struct ElementError: Sendable, Equatable {
  /// 0-based, in both samples.
  public let index: Int
  /// By the measure that was asked for.
  public let error: Double
}

/// The errors of two samples, pair by pair.
public struct ElementErrors: Sendable {
  let pairs: Pairs
  private let measure: ErrorMeasure

  /// The errors of n values against n expected ones, by a measure.
  ///
  /// - Throws: `SampleMismatch` where the counts differ or are zero.
  public init(actual: Sample, expected: Sample, by measure: ErrorMeasure) throws {
    guard actual.count == expected.count else {
      throw SampleMismatch.count(actual: actual.count, expected: expected.count)
    }
    guard actual.count > 0 else { throw SampleMismatch.empty }
    if case .bound(let bound) = measure, bound.count != actual.count {
      throw SampleMismatch.count(actual: actual.count, expected: bound.count)
    }
    pairs = Pairs(actual: actual, expected: expected)
    self.measure = measure
  }

  /// The error of one element; 0 if and only if the metric sees none there.
  public func error(_ index: Int) -> Double {
    let (a, e) = (pairs.actual.value(index), pairs.expected.value(index))
    switch measure {
    case .absolute: return Pairs.absoluteError(a, e)
    case .relative: return Pairs.relativeError(a, e)
    case .ulps: return Double(pairs.ulps(index))
    case .bits:
      guard pairs.actual.pattern(index) != pairs.expected.pattern(index) else { return 0 }
      return a == e ? .leastNonzeroMagnitude : abs(a - e)
    case .bound(let bound): return BoundedError.ratio(a, e, bound: bound[index])
    }
  }

  /// The elements with the largest error, worst first: NaN before infinity, ties by index. Elements
  /// without an error are left out.
  ///
  /// - Complexity: O(n log limit).
  public func worst(_ limit: Int) -> [ElementError] {
    guard limit > 0 else { return [] }
    // At most twice as many as asked for are kept: there may be ten million.
    var kept: [ElementError] = []
    func cut() {
      kept.sort(by: Self.isWorse)
      kept.removeLast(max(kept.count - limit, 0))
    }
    for index in 0..<pairs.actual.count {
      let error = error(index)
      guard !(error == 0) else { continue }
      kept.append(ElementError(index: index, error: error))
      if kept.count >= 2 * limit { cut() }
    }
    cut()
    return kept
  }

  private static func isWorse(_ left: ElementError, _ right: ElementError) -> Bool {
    if left.error.isNaN != right.error.isNaN { return left.error.isNaN }
    return left.error == right.error || left.error.isNaN ? left.index < right.index : left.error > right.error
  }
}
