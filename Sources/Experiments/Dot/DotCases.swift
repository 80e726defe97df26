import Measuring
import Kernels

/// Pairs of vectors for dot products, drawn from declared domains.
struct DotCases {
  typealias Pair = (a: [Float], b: [Float])

  let pairs: [Pair]
  private let generator: String
  private let seed: String

  /// Lengths around the lane count and the vector widths, and those of real models.
  private static let lengths = [1, 2, 7, 31, 63, 64, 65, 96, 127, 128, 129, 191, 192, 193, 1000, 3584, 4096]

  /// Finite vectors whose sums do not overflow: units, a wide range of exponents, and cancellation.
  static func finite(_ run: Recorder) -> DotCases {
    let domain = "lengths \(lengths); units, exponents -20...20, canceling halves; 4 of each"
    var random = run.random("finite pairs")
    var pairs: [Pair] = []
    for length in lengths {
      for _ in 0..<4 {
        pairs.append((random.units(length), random.units(length)))
        pairs.append((wide(length, &random), wide(length, &random)))
        pairs.append(canceling(length, &random))
      }
    }
    return DotCases(pairs: pairs, generator: "finite pairs: \(domain)", seed: random.seed)
  }

  /// Every length from 0 to 300, of kinds that tell orders and special values apart.
  static func adversarial(_ run: Recorder) -> DotCases {
    let domain = "lengths 0...300; units, subnormals, any bit pattern, specials, canceling halves"
    var random = run.random("adversarial pairs")
    let specials: [Float] = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1]
    var pairs: [Pair] = []
    for length in 0...300 {
      pairs.append((random.units(length), random.units(length)))
      pairs.append((subnormal(length, &random), subnormal(length, &random)))
      pairs.append((any(length, &random), any(length, &random)))
      pairs.append(canceling(length, &random))
      let drawn = (0..<length).map { _ in specials[random.integer(in: 0..<specials.count)] }
      pairs.append((drawn, random.units(length)))
    }
    return DotCases(pairs: pairs, generator: "adversarial pairs: \(domain)", seed: random.seed)
  }

  /// Records both sides as inputs, one after the other.
  func record(in run: Recorder) {
    run.input("a", pairs.flatMap(\.a), generator: generator, seed: seed, cases: pairs.count)
    run.input("b", pairs.flatMap(\.b), generator: generator, seed: seed, cases: pairs.count)
  }

  private static func wide(_ length: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<length).map { _ in random.scaled(exponents: -20...20) }
  }

  private static func subnormal(_ length: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<length).map { _ in random.scaled(exponents: -75 ... -70) }
  }

  private static func any(_ length: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<length).map { _ in random.anyBits() }
  }

  /// The second half undoes the first but for the last element: the sum is far below its terms.
  private static func canceling(_ length: Int, _ random: inout SeededGenerator) -> Pair {
    let half = length / 2
    let (a, b) = (random.units(half), random.units(half))
    let rest = length - 2 * half
    return (a + a + random.units(rest), b + b.map { -$0 } + random.units(rest))
  }
}
