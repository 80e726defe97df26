/// The arithmetic behind the metrics of two samples, index by index in ascending order.
struct Pairs {
  let actual: Sample
  let expected: Sample

  /// Goes through the pairs in ascending order of the index.
  ///
  /// It stands in the place of its call, as ``largest(_:)`` does: there may be ten million pairs, and a call for each takes
  /// more time than the arithmetic.
  @inline(__always)
  func reduce<Result>(_ initial: Result, _ combine: (inout Result, Double, Double) -> Void) -> Result {
    var result = initial
    actual.forEachPiece(with: expected) { actual, expected in
      for index in actual.indices { combine(&result, actual[index], expected[index]) }
    }
    return result
  }

  /// The largest of a value per pair; NaN as soon as one is NaN.
  @inline(__always)
  func largest(_ error: (Double, Double) -> Double) -> Double {
    reduce(0.0) { largest, a, e in
      let value = error(a, e)
      largest = largest.isNaN || value.isNaN ? .nan : max(largest, value)
    }
  }

  @inline(__always)
  static func absoluteError(_ actual: Double, _ expected: Double) -> Double {
    actual == expected ? 0 : abs(actual - expected)
  }

  @inline(__always)
  static func relativeError(_ actual: Double, _ expected: Double) -> Double {
    actual == expected ? 0 : abs(actual - expected) / abs(expected)
  }

  /// 0/0 is 0: two zero vectors have no error. Anything else divides as IEEE 754 says.
  static func quotient(_ numerator: Double, _ denominator: Double) -> Double {
    numerator == 0 && denominator == 0 ? 0 : numerator / denominator
  }

  func squaredError() -> Double {
    reduce(0.0) { sum, a, e in
      let error = Self.absoluteError(a, e)
      sum += error * error
    }
  }

  /// The squared error over the squared norm of the expected values; 0/0 is 0.
  func nmse() -> Double { Self.quotient(squaredError(), squaredNorms().expected) }

  /// Signal over noise in dB, which is -10 log10 of `nmse`, and at most that of the largest number.
  func sqnr() -> Double {
    let most = WideLogarithm.value(.greatestFiniteMagnitude)
    let ratio = -WideLogarithm.value(nmse())
    return ratio.isNaN ? .nan : min(ratio, most) * Self.decibel
  }

  /// 10 / ln 10.
  private static let decibel = 0x1.15f2ced384f29p+2

  func squaredNorms() -> (actual: Double, expected: Double) {
    reduce((actual: 0.0, expected: 0.0)) { sums, a, e in
      sums.actual += a * a
      sums.expected += e * e
    }
  }

  func relativeL1() -> Double {
    let sums = reduce((error: 0.0, norm: 0.0)) { sums, a, e in
      sums.error += Self.absoluteError(a, e)
      sums.norm += abs(e)
    }
    return Self.quotient(sums.error, sums.norm)
  }

  func cosine() -> Double {
    let product = reduce(0.0) { sum, a, e in sum += a * e }
    let norms = squaredNorms()
    if norms.actual == 0 && norms.expected == 0 { return 1 }
    if norms.actual == 0 || norms.expected == 0 { return 0 }
    return product / (norms.actual.squareRoot() * norms.expected.squareRoot())
  }

  func normRatio() -> Double {
    let norms = squaredNorms()
    if norms.actual == 0 && norms.expected == 0 { return 1 }
    return norms.actual.squareRoot() / norms.expected.squareRoot()
  }

  /// The root of the squared error over that of the squared norm of the expected values; 0/0 is 0.
  func relativeL2() -> Double {
    Self.quotient(squaredError().squareRoot(), squaredNorms().expected.squareRoot())
  }

  func bitsDiffering() -> UInt64 { UInt64((0..<actual.count).count { actual.pattern($0) != expected.pattern($0) }) }

  func maxULPs() -> UInt64 {
    (0..<actual.count).reduce(0) { max($0, ulps($1)) }
  }

  /// Distance of one pair in the ordering of bit patterns, both zeros being one point; a NaN, or an
  /// infinity against anything else, is as far as can be.
  func ulps(_ index: Int) -> UInt64 {
    let (a, e) = (actual.value(index), expected.value(index))
    guard a.isFinite && e.isFinite, actual.dtype != .f64 || expected.dtype != .f64 else { return ULPs.distance(a, e) }
    // A wider expected value is rounded once to the type that is judged; one beyond it is far.
    return a == e ? 0 : ULPs.distance(Float(a), Float(e))
  }

  func argmaxMismatches() -> UInt64 {
    func argmax(_ sample: Sample) -> Int? {
      var best: Int?
      for index in 0..<sample.count {
        let value = sample.value(index)
        if value.isNaN { return nil }
        if best.map({ value > sample.value($0) }) ?? true { best = index }
      }
      return best
    }
    guard let left = argmax(actual), let right = argmax(expected) else { return 1 }
    return left == right ? 0 : 1
  }
}
