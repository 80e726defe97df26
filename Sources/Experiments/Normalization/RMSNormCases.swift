import Measuring
import Kernels

/// Normalizes the rows of a case.
typealias RMSNormKernel = @Sendable (RMSNormCase) throws -> [Float]

/// Rows, the weight whose length is theirs, and epsilon.
struct RMSNormCase {
  var x: [Float]
  var weight: [Float]
  var epsilon: Float

  var columns: Int { weight.count }

  var rows: [ArraySlice<Float>] {
    stride(from: 0, to: x.count, by: max(columns, 1)).map { x[$0..<$0 + columns] }
  }

  /// The real kernel.
  @TaskLocal static var real: RMSNormKernel = { try RMSNorm.apply($0.x, weight: $0.weight, epsilon: $0.epsilon) }

  /// Applies a kernel to each row by itself, as a case of its own that may be altered.
  func rowwise(
    _ kernel: RMSNormKernel = RMSNormCase.real, _ alter: (inout RMSNormCase) -> Void
  ) rethrows -> [Float] {
    try rows.flatMap { row in
      var each = RMSNormCase(x: Array(row), weight: weight, epsilon: epsilon)
      alter(&each)
      return try kernel(each)
    }
  }
}

/// Sets of cases, drawn from declared domains.
struct RMSNormCases {
  let cases: [RMSNormCase]
  private let generator: String
  private let seed: String

  /// Lengths around the lane count, and those of real models.
  private static let lengths = [1, 2, 7, 31, 63, 64, 65, 96, 127, 128, 129, 192, 896, 1536, 3584]

  /// Three rows of different size each: epsilon is far below the mean square, and nothing overflows.
  static func ordinary(_ run: Recorder) -> RMSNormCases {
    let domain = "lengths \(lengths), 3 rows; units, exponents -4...20, values near 3"
    var random = run.random("rows")
    var cases: [RMSNormCase] = []
    for length in lengths {
      for kind in 0..<3 {
        var x: [Float] = []
        for row in 0..<3 {
          var values = random.units(length).map { $0 * Float(1 << (2 * row)) }
          switch kind {
          case 1: values = (0..<length).map { _ in random.scaled(exponents: -4...20) }
          case 2: values = values.map { $0 + 3 * Float(1 << (2 * row)) }
          default: break
          }
          x += values
        }
        let epsilon: Float = kind % 2 == 0 ? 1e-6 : 1e-5
        cases.append(RMSNormCase(x: x, weight: weights(length, &random), epsilon: epsilon))
      }
    }
    return RMSNormCases(cases: cases, generator: "rows: \(domain)", seed: random.seed)
  }

  /// Three rows of different size each, with one value of 8192 first: one accumulator loses the small
  /// squares that follow, 64 lanes only those of one.
  static func spiked(_ run: Recorder) -> RMSNormCases {
    let domain = "lengths \(lengths), 3 rows; 8192 and then units"
    var random = run.random("spiked rows")
    let cases = lengths.map { length in
      let x = (0..<3).flatMap { row -> [Float] in
        [8192] + random.units(length - 1).map { $0 * Float(1 << (2 * row)) }
      }
      return RMSNormCase(x: x, weight: weights(length, &random), epsilon: 1e-5)
    }
    return RMSNormCases(cases: cases, generator: "spiked rows: \(domain)", seed: random.seed)
  }

  /// Rows whose mean square lies below epsilon, around it and above it; subnormal ones and zeros.
  static func small(_ run: Recorder) -> RMSNormCases {
    let domain = "lengths \(lengths), 4 rows; exponents -10 and below, zeros; epsilon 1e-6"
    var random = run.random("small rows")
    var cases: [RMSNormCase] = []
    for length in lengths {
      for exponents in [-14 ... -6, -30 ... -20, -80 ... -60, -149 ... -120] {
        let values = (0..<3 * length).map { _ in random.scaled(exponents: exponents) }
        let x = values + [Float](repeating: 0, count: length)
        cases.append(RMSNormCase(x: x, weight: weights(length, &random), epsilon: 1e-6))
      }
    }
    return RMSNormCases(cases: cases, generator: "small rows: \(domain)", seed: random.seed)
  }

  /// Every length from 1 to 200, of kinds that tell orders and special values apart.
  static func adversarial(_ run: Recorder) -> RMSNormCases {
    let domain = "lengths 1...200, 896, 3584, 2 rows; units, subnormals, any bit pattern, specials, 1e18, 1e25"
    var random = run.random("adversarial rows")
    let specials: [Float] = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1]
    var cases: [RMSNormCase] = []
    for length in Array(1...200) + [896, 3584] {
      let count = 2 * length
      let kinds: [[Float]] = [
        random.units(count),
        (0..<count).map { _ in random.scaled(exponents: -149 ... -120) },
        (0..<count).map { _ in random.anyBits() },
        (0..<count).map { _ in random.integer(in: 0..<16) == 0 ? specials[random.integer(in: 0..<8)] : random.unit() },
        random.units(count).map { $0 * 1e18 },
        random.units(count).map { $0 * 1e25 },
      ]
      for (kind, x) in kinds.enumerated() {
        let weight = kind == 3 ? (0..<length).map { _ in random.anyBits() } : weights(length, &random)
        cases.append(RMSNormCase(x: x, weight: weight, epsilon: kind == 1 ? 0 : 1e-6))
      }
    }
    return RMSNormCases(cases: cases, generator: "adversarial rows: \(domain)", seed: random.seed)
  }

  /// Records rows and weights as inputs, one case after the other.
  func record(_ prefix: String = "", in run: Recorder) {
    run.input(prefix + "x", cases.flatMap(\.x), generator: generator, seed: seed, cases: cases.count)
    run.input(prefix + "weight", cases.flatMap(\.weight), generator: generator, seed: seed, cases: cases.count)
  }

  /// Weights of both signs and different sizes, so that a wrong column shows.
  private static func weights(_ length: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<length).map { _ in random.scaled(exponents: -2...2) }
  }
}
