import FalsifierKit
import Metrics
import Models
import Traces

/// Two arrays and what comparing them gives, computed by the package's metrics.
struct SweepCase {
  struct Expected {
    let count, identical: Int32
    /// Indices of the three worst elements, worst first, -1 where there is none.
    let worst: [Int32]
    let maxULPs: UInt64
    let maxAbsolute, rms, cosine, normRatio: Double
  }

  let a, b: [Float]

  /// Equal arrays, single differences at the ends of pieces and tails, signs of zero, noise, other magnitudes.
  static func all(_ run: Recorder) -> [SweepCase] {
    let domain = "lengths 1 to 5000 around vectors, pieces of 2048 and tails; one change, noise, zeros of both signs"
    var random = run.random("pairs")
    let cases = [1, 7, 8, 9, 2047, 2048, 2049, 5000].flatMap { length -> [SweepCase] in
      let a = random.units(length).map { $0 * 3 }
      var (last, first, zeros) = (a, a, a)
      last[length - 1] = last[length - 1].nextUp
      first[0] = -first[0]
      zeros[length / 2] = -0.0
      var positive = zeros
      positive[length / 2] = 0
      return [
        SweepCase(a: a, b: a), SweepCase(a: a, b: last), SweepCase(a: a, b: first), SweepCase(a: zeros, b: positive),
        SweepCase(a: a, b: a.map { $0 + random.unit() * 0x1p-12 }), SweepCase(a: a, b: a.map { $0 * 2 }),
      ]
    }
    run.input(
      "pairs", cases.flatMap { $0.a + $0.b }, generator: "pairs: \(domain)", seed: random.seed, cases: cases.count)
    return cases
  }

  var expected: Expected {
    let (left, right) = (Sample(a), Sample(b))
    func real(_ metric: Metric) -> Double {
      if case .real(let value)? = try? metric.of(right, against: left) { return value }
      return .nan
    }
    func number(_ metric: Metric) -> UInt64 {
      if case .count(let value)? = try? metric.of(right, against: left) { return value }
      return .max
    }
    // Of equal differences the first comes first; zeros of both signs differ in their bits by a difference of 0.
    let worst = a.indices.filter { abs(Double(a[$0]) - Double(b[$0])) > 0 }
      .sorted { (abs(Double(a[$0]) - Double(b[$0])), $1) > (abs(Double(a[$1]) - Double(b[$1])), $0) }
    return Expected(
      count: Int32(a.count), identical: Int32(a.count) - Int32(number(.bitsDiffering)),
      worst: Self.padded(Array(worst.prefix(3))),
      maxULPs: number(.maxULPs), maxAbsolute: real(.maxAbsError), rms: real(.rmsError), cosine: real(.cosine),
      normRatio: real(.normRatio))
  }

  /// Three indices, -1 in place of those that are not there.
  static func padded(_ indices: [Int]) -> [Int32] { (0..<3).map { $0 < indices.count ? Int32(indices[$0]) : -1 } }
}

/// Two arrays to their difference.
typealias SweepKernel = @Sendable ([Float], [Float]) throws -> SweepResult

/// What is looked at of a difference.
struct SweepResult {
  var count, identical: Int
  var maxAbsolute, rms, cosine, normRatio: Double
  var maxULPs: UInt64
  var worst: [ValueDifference.Element]
}

enum SweepKernels {
  static let real: SweepKernel = { a, b in
    let difference = try TensorComparison.compare(
      Tensor(name: "a", shape: [a.count], values: a), Tensor(name: "b", shape: [b.count], values: b), limit: 3)
    return SweepResult(
      count: difference.count, identical: difference.identical, maxAbsolute: difference.maxAbsolute,
      rms: difference.rms, cosine: difference.cosine, normRatio: difference.normRatio, maxULPs: difference.maxULPs,
      worst: difference.worst)
  }
}

extension SweepKernels {
  /// The same, with sums of squares and of products in another order: as right as any.
  static func inOrder(_ order: SummationOrder) -> SweepKernel {
    { a, b in
      var result = try real(a, b)
      let (wideA, wideB) = (a.map(Double.init), b.map(Double.init))
      let differences = zip(wideA, wideB).map { $0 - $1 }
      let (squaresA, squaresB) = (order.dot(wideA, wideA), order.dot(wideB, wideB))
      result.rms = (order.dot(differences, differences) / Double(a.count)).squareRoot()
      // Of zero vectors nothing is summed.
      guard squaresA > 0, squaresB > 0 else { return result }
      result.normRatio = squaresB.squareRoot() / squaresA.squareRoot()
      result.cosine = order.dot(wideA, wideB) / (squaresA.squareRoot() * squaresB.squareRoot())
      return result
    }
  }
}

/// Wrong sweeps: the real one of arrays that a faulty loop would see, or with a wrong result.
enum SweepMutants {
  static let all = [tailDropped, firstPieceOnly, signIgnored, zerosIdentical, cosineForEquality, worstOffByOne]

  static let tailDropped = Mutant<SweepKernel>("tail_dropped", "elements after the last whole vector of 8 are skipped")
  {
    a, b in
    let whole = a.count / 8 * 8
    var result = try SweepKernels.real(a, Array(b[..<whole] + a[whole...]))
    result.count = a.count
    return result
  }
  static let firstPieceOnly = Mutant<SweepKernel>("first_piece_only", "only the first 2048 elements are compared") {
    a, b in try SweepKernels.real(Array(a.prefix(2048)), Array(b.prefix(2048)))
  }
  static let signIgnored = Mutant<SweepKernel>("sign_ignored", "magnitudes are compared") { a, b in
    try SweepKernels.real(a.map(abs), b.map(abs))
  }
  static let zerosIdentical = Mutant<SweepKernel>("zeros_identical", "+0 and -0 count as the same bits") { a, b in
    try SweepKernels.real(a, zip(a, b).map { $0 == $1 ? $0 : $1 })
  }
  static let cosineForEquality = Mutant<SweepKernel>(
    "cosine_for_equality", "arrays of the same direction count as identical"
  ) { a, b in
    let real = try SweepKernels.real(a, b)
    return real.cosine > 0.999999 ? try SweepKernels.real(a, a) : real
  }
  static let worstOffByOne = Mutant<SweepKernel>("worst_off_by_one", "indices of the worst elements are one too high") {
    a, b in
    var result = try SweepKernels.real(a, b)
    result.worst = result.worst.map { .init(index: $0.index + 1, a: $0.a, b: $0.b) }
    return result
  }
}
