/// An element of two samples and how far apart its values are.
public struct ElementError: Sendable {
  /// 0-based, in both samples.
  public let index: Int
  /// The computed value, widened to binary64 without rounding.
  public let actual: Double
  /// The value that it is compared with, widened to binary64 without rounding.
  public let expected: Double
  /// |actual - expected|; NaN ranks above everything.
  public var absolute: Double { Pairs.absoluteError(actual, expected) }
}

/// The elements with the largest absolute error, worst first; NaN ranks first, ties by index.
///
/// - Precondition: both samples have the same count.
/// - Complexity: O(n log n).
public func worstElements(_ limit: Int, actual: Sample, expected: Sample) -> [ElementError] {
  precondition(actual.count == expected.count)
  let errors = (0..<actual.count).map {
    ElementError(index: $0, actual: actual.value($0), expected: expected.value($0))
  }
  func rank(_ element: ElementError) -> Double { element.absolute.isNaN ? .infinity : element.absolute }
  let sorted = errors.sorted { (rank($0), -$0.index) > (rank($1), -$1.index) }
  return Array(sorted.prefix(limit).filter { !($0.absolute == 0) })
}
