/// How many of the k largest elements of one sample are not among those of the other, `top_k_mismatches`.
///
/// Of equal elements the first counts as larger, so that the sets are defined. Zeros of both signs are
/// equal; infinities are ordered as numbers are.
///
/// - Parameter k: at least 1 and at most the count.
/// - Returns: 0...k; k where a sample holds a NaN, which has no order.
/// - Throws: `SampleMismatch` where the counts differ or are zero.
/// - Complexity: O(n log k).
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
///
/// At most 2k of them are kept at a time.
private func largest(_ k: Int, of sample: Sample) -> Set<Int>? {
  var kept: [(index: Int, value: Double)] = []
  func cut() {
    kept.sort { $0.value == $1.value ? $0.index < $1.index : $0.value > $1.value }
    kept.removeLast(max(kept.count - k, 0))
  }
  for index in 0..<sample.count {
    let value = sample.value(index)
    guard !value.isNaN else { return nil }
    kept.append((index, value))
    if kept.count == 2 * k { cut() }
  }
  cut()
  return Set(kept.map(\.index))
}
