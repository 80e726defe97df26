/// A number computed from one sample or from two.
///
/// All sums run in binary64 in ascending order of the index, products and sums rounded one by one,
/// so that a metric has the same bits on every machine. NaN and infinities are never skipped: a
/// value that is not finite where the other one is makes the result NaN or infinite, and a check of
/// such a result fails.
public enum Metric: String, CaseIterable, Sendable {
  // Of two samples of the same count.
  /// The largest |a - e|; 0 for elements that are equal, infinities included; NaN if any is NaN.
  case maxAbsError = "max_abs_error"
  /// The largest |a - e| / |e|; 0 for equal elements, infinite where e alone is zero.
  case maxRelError = "max_rel_error"
  /// The largest distance in units in the last place of binary32 (or of binary64, if both are).
  case maxULPs = "max_ulps"
  /// The root of the mean of (a - e)^2.
  case rmsError = "rms_error"
  /// The sum of (a - e)^2 over the sum of e^2; 0/0 is 0.
  case nmse
  /// Signal to noise, 10 log10(sum of e^2 / sum of (a - e)^2), in dB.
  ///
  /// At most 3082.5, that of the largest binary64 number, which also stands for no error at all, so
  /// that an exact result is a number that a check can judge. -infinity where e alone is zero
  /// throughout. The logarithm is a fixed sequence of operations, off by less than 2^-48 of itself.
  case sqnr
  /// The sum of |a - e| over |sum of e's magnitudes|; 0/0 is 0.
  case relativeL1 = "relative_l1"
  /// The Euclidean norm of a - e over that of e; 0/0 is 0.
  case relativeL2 = "relative_l2"
  /// The cosine of the angle between a and e; 1 for two zero vectors, 0 for one.
  case cosine
  /// The norm of a over the norm of e; 1 for two zero vectors.
  case normRatio = "norm_ratio"
  /// The Kullback-Leibler divergence of softmax(e) from softmax(a), in nats: both are logits.
  ///
  /// Never negative; 0 for equal logits and for logits that a constant shifts exactly. -infinity is a
  /// probability of 0; the result is infinite where a alone has it, and NaN where a softmax has no
  /// value (a NaN, +infinity, or -infinity throughout). No libm is used.
  case klDivergence = "kl_divergence"
  /// The number of elements whose bit patterns differ.
  case bitsDiffering = "bits_differing"
  /// 0 where the largest elements of both stand at the same index (the first of equals), else 1.
  case argmaxMismatches = "argmax_mismatches"

  // Of one sample.
  /// The smallest element; NaN if any is NaN.
  case min
  /// The largest element; NaN if any is NaN.
  case max
  /// The largest element over the smallest.
  case maxRatio = "max_ratio"
  /// The sum of the elements in order.
  case sum
  /// The number of NaNs.
  case nanCount = "nan_count"
  /// The number of infinities.
  case infCount = "inf_count"
  /// The number of NaNs and infinities.
  case nonFiniteCount = "non_finite_count"
  /// The number of elements.
  case count
}

/// The result of a metric.
public enum Measured: Equatable, Sendable {
  case real(Double)
  case count(UInt64)
}

extension Metric {
  /// What a metric is computed by, of as many samples as it takes.
  private enum Computation {
    case ofOne((Sample) -> Measured)
    case ofTwo((Pairs) -> Measured)
  }

  /// The one table from metrics to their arithmetic; the samples have elements, and two have the same number of them.
  private var computation: Computation {
    switch self {
    case .maxAbsError: .ofTwo { pairs in .real(pairs.largest { Pairs.absoluteError($0, $1) }) }
    case .maxRelError: .ofTwo { pairs in .real(pairs.largest { Pairs.relativeError($0, $1) }) }
    case .maxULPs: .ofTwo { .count($0.maxULPs()) }
    case .rmsError: .ofTwo { .real(($0.squaredError() / Double($0.actual.count)).squareRoot()) }
    case .nmse: .ofTwo { .real($0.nmse()) }
    case .sqnr: .ofTwo { .real($0.sqnr()) }
    case .relativeL1: .ofTwo { .real($0.relativeL1()) }
    case .relativeL2: .ofTwo { .real($0.relativeL2()) }
    case .cosine: .ofTwo { .real($0.cosine()) }
    case .normRatio: .ofTwo { .real($0.normRatio()) }
    case .klDivergence: .ofTwo { .real(Divergence.ofSoftmax($0)) }
    case .bitsDiffering: .ofTwo { .count($0.bitsDiffering()) }
    case .argmaxMismatches: .ofTwo { .count($0.argmaxMismatches()) }
    case .min: .ofOne { .real($0.least()) }
    case .max: .ofOne { .real($0.largest()) }
    case .maxRatio: .ofOne { .real($0.largestOverLeast()) }
    case .sum: .ofOne { .real($0.reduce(0.0, +=)) }
    case .nanCount: .ofOne { .count($0.count(where: \.isNaN)) }
    case .infCount: .ofOne { .count($0.count(where: \.isInfinite)) }
    case .nonFiniteCount: .ofOne { .count($0.count { !$0.isFinite }) }
    case .count: .ofOne { .count(UInt64($0.count)) }
    }
  }

  /// Whether the metric compares a sample with an expected one.
  public var isComparison: Bool {
    switch computation {
    case .ofOne: false
    case .ofTwo: true
    }
  }

  /// The metric of a sample alone.
  ///
  /// - Throws: `SampleMismatch.empty` where there is nothing to measure.
  /// - Precondition: the metric is not a comparison.
  public func of(_ actual: Sample) throws -> Measured {
    guard case .ofOne(let measure) = computation else { preconditionFailure("\(rawValue) compares two samples") }
    guard actual.count > 0 else { throw SampleMismatch.empty }
    return measure(actual)
  }

  /// The metric of a sample against an expected one.
  ///
  /// - Throws: `SampleMismatch` where the counts differ or are zero, or bits are those of two element
  ///   types; no statistic is taken then. Values of two types are compared in binary64, which holds both.
  /// - Precondition: the metric is a comparison.
  /// - Complexity: O(n).
  public func of(_ actual: Sample, against expected: Sample) throws -> Measured {
    guard case .ofTwo(let measure) = computation else { preconditionFailure("\(rawValue) is of one sample") }
    guard actual.count == expected.count else {
      throw SampleMismatch.count(actual: actual.count, expected: expected.count)
    }
    guard actual.count > 0 else { throw SampleMismatch.empty }
    if self == .bitsDiffering && actual.dtype != expected.dtype {
      throw SampleMismatch.dtype(actual: actual.dtype, expected: expected.dtype)
    }
    return measure(Pairs(actual: actual, expected: expected))
  }
}

extension Sample {
  @inline(__always)
  fileprivate func reduce<Result>(_ initial: Result, _ combine: (inout Result, Double) -> Void) -> Result {
    var result = initial
    forEachPiece { _, values in for value in values { combine(&result, value) } }
    return result
  }

  fileprivate func count(where isOne: (Double) -> Bool) -> UInt64 { reduce(0) { if isOne($1) { $0 += 1 } } }

  fileprivate func least() -> Double { reduce(.infinity) { $0 = $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) } }

  fileprivate func largest() -> Double { reduce(-.infinity) { $0 = $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) } }

  fileprivate func largestOverLeast() -> Double {
    // Of equal zeros the first, whose sign the quotient may have.
    let extremes = reduce((least: value(0), largest: value(0))) {
      $0 = ($1 < $0.least ? $1 : $0.least, $0.largest < $1 ? $1 : $0.largest)
    }
    return (0..<count).contains { value($0).isNaN } ? .nan : extremes.largest / extremes.least
  }
}
