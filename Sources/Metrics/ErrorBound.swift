/// The number of elements that an analytic bound does not cover.
///
/// - Parameters:
///   - actual: n values.
///   - expected: n values of an oracle.
///   - bound: n bounds; element i holds if and only if |actual - expected| <= bound, so that NaN and
///     infinities on either side, and a bound that is NaN, count as outside.
/// - Throws: `SampleMismatch` where the three counts differ or are zero.
/// - Complexity: O(n).
public func elementsOutside(bound: [Double], actual: Sample, expected: Sample) throws -> UInt64 {
  guard actual.count == expected.count else {
    throw SampleMismatch.count(actual: actual.count, expected: expected.count)
  }
  guard actual.count == bound.count else { throw SampleMismatch.count(actual: actual.count, expected: bound.count) }
  guard actual.count > 0 else { throw SampleMismatch.empty }
  let outside = bound.indices.count { index in
    let (a, e) = (actual.value(index), expected.value(index))
    return !(a.isFinite && e.isFinite && abs(a - e) <= bound[index])
  }
  return UInt64(outside)
}
