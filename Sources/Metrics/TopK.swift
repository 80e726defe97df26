/// How many of the k largest elements of one sample are not among those of the other, `top_k_mismatches`.
///
/// Of equal elements the first counts as larger, so that the sets are defined. Zeros of both signs are
/// equal; infinities are ordered as numbers are.
///
/// - Parameter k: at least 1 and at most the count.
/// - Returns: 0...k; k where a sample holds a NaN, which has no order.
/// - Throws: `SampleMismatch` where the counts differ or are zero.
/// - Complexity: O(n log n).
public func topKMismatches(_ k: Int, actual: Sample, expected: Sample) throws -> UInt64 {
  guard actual.count == expected.count else {
    throw SampleMismatch.count(actual: actual.count, expected: expected.count)
  }
  guard actual.count > 0 else { throw SampleMismatch.empty }
  precondition((1...actual.count).contains(k), "the \(k) largest of \(actual.count) elements")
  guard let found = largest(k, of: actual), let wanted = largest(k, of: expected) else { return UInt64(k) }
  return UInt64(wanted.subtracting(found).count)
}

/// The indices of the k largest elements; nil where one is NaN.
private func largest(_ k: Int, of sample: Sample) -> Set<Int>? {
  let values = (0..<sample.count).map(sample.value)
  guard !values.contains(where: \.isNaN) else { return nil }
  let order = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
  return Set(order.prefix(k))
}
