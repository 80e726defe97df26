/// How far two samples are apart, measured by an analytic bound for each element.
///
/// An element is within its bound if and only if its ratio |a - e| / bound is at most 1. The ratio is
/// 0 where a = e; infinite where the bound is 0 and a != e, where the bound is negative, and where an
/// element or the difference is infinite, even against the same infinity; NaN where one of the three is NaN.
public struct BoundedError: Sendable {
  private let actual: Sample
  private let expected: Sample
  private let bound: [Double]

  /// A comparison of n values with n values of an oracle, under n bounds.
  ///
  /// - Throws: `SampleMismatch` where the three counts differ or are zero.
  public init(actual: Sample, expected: Sample, bound: [Double]) throws {
    guard actual.count == expected.count else {
      throw SampleMismatch.count(actual: actual.count, expected: expected.count)
    }
    guard actual.count == bound.count else { throw SampleMismatch.count(actual: actual.count, expected: bound.count) }
    guard actual.count > 0 else { throw SampleMismatch.empty }
    self.actual = actual
    self.expected = expected
    self.bound = bound
  }

  private func ratio(_ index: Int) -> Double {
    Self.ratio(actual.value(index), expected.value(index), bound: bound[index])
  }

  /// The error of one element in units of its bound.
  ///
  /// The quotient is rounded once, and not to 1 from above: x > y implies that x/y rounds to more
  /// than 1, as the number next to y is further from it than 2^-53 y.
  static func ratio(_ a: Double, _ e: Double, bound: Double) -> Double {
    if a.isNaN || e.isNaN || bound.isNaN { return .nan }
    let error = abs(a - e)
    // Infinity minus itself is NaN.
    guard error.isFinite, bound >= 0 else { return .infinity }
    return error == 0 ? 0 : bound == 0 ? .infinity : error / bound
  }

  /// The largest ratio, `bound_ratio`: at most 1 if and only if no element is outside; NaN if any is.
  ///
  /// - Complexity: O(n).
  public var largestRatio: Double {
    bound.indices.reduce(0.0) { largest, index in
      let ratio = ratio(index)
      return largest.isNaN || ratio.isNaN ? .nan : max(largest, ratio)
    }
  }

  /// The number of elements that the bound does not cover, `outside_bound`.
  ///
  /// - Complexity: O(n).
  public var outside: UInt64 { UInt64(bound.indices.count { !(ratio($0) <= 1) }) }
}
