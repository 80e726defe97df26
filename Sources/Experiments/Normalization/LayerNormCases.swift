import Measuring
import Kernels

/// Normalizes the rows of a case.
typealias LayerNormKernel = @Sendable (LayerNormCase) throws -> [Float]

/// Rows, the weight whose length is theirs, and the bias.
struct LayerNormCase {
  var x: [Float]
  var weight: [Float]
  var bias: [Float]

  /// That of GPT-2 and GPT-Neo.
  static let epsilon: Float = 1e-5

  var rows: [ArraySlice<Float>] {
    stride(from: 0, to: x.count, by: weight.count).map { x[$0..<$0 + weight.count] }
  }

  /// The real kernel.
  @TaskLocal static var real: LayerNormKernel = {
    try LayerNorm.apply($0.x, weight: $0.weight, bias: $0.bias, epsilon: epsilon)
  }
}

/// Sets of cases, drawn from declared domains.
struct LayerNormCases {
  let cases: [LayerNormCase]

  /// Three rows of different size each: ordinary, below epsilon, and with an offset of 10,000.
  static func ordinary(_ run: Recorder) -> LayerNormCases {
    let lengths = [2, 3, 7, 31, 63, 64, 65, 96, 127, 128, 129, 768, 2048]
    let domain = "lengths \(lengths), 3 rows; units, units times 2^-10, 10000 plus or minus 1 to 2"
    var random = run.random("rows")
    var cases: [LayerNormCase] = []
    for length in lengths {
      for kind in 0..<3 {
        var x: [Float] = []
        for row in 0..<3 {
          let units = random.units(length)
          switch kind {
          case 0: x += units.map { $0 * Float(1 << (2 * row)) + Float(row) }
          case 1: x += units.map { $0 * 0x1p-10 }
          // Of alternating sign, so that the spread stays near 1 whatever is drawn.
          default: x += units.enumerated().map { 10_000 + ($0 % 2 == 0 ? 1 : -1) * (1 + abs($1)) }
          }
        }
        cases.append(LayerNormCase(x: x, weight: weights(length, &random), bias: random.units(length)))
      }
    }
    return record(cases, "rows: \(domain)", random.seed, run)
  }

  /// Every length from 1 to 200 and two real ones, of kinds that tell orders and special values apart.
  static func adversarial(_ run: Recorder) -> LayerNormCases {
    let domain = "lengths 1...200, 768, 2048, 2 rows; units, any bit pattern, exponents -149...-120, 10000 plus units"
    var random = run.random("adversarial rows")
    let cases = (Array(1...200) + [768, 2048]).flatMap { length -> [LayerNormCase] in
      let kinds = [
        random.units(2 * length), (0..<2 * length).map { _ in random.anyBits() },
        (0..<2 * length).map { _ in random.scaled(exponents: -149 ... -120) },
        random.units(2 * length).map { $0 + 10_000 },
      ]
      return kinds.map { LayerNormCase(x: $0, weight: weights(length, &random), bias: random.units(length)) }
    }
    return record(cases, "adversarial rows: \(domain)", random.seed, run)
  }

  private static func record(
    _ cases: [LayerNormCase], _ generator: String, _ seed: String, _ run: Recorder
  ) -> LayerNormCases {
    run.input("x", cases.flatMap(\.x), generator: generator, seed: seed, cases: cases.count)
    run.input("weight", cases.flatMap(\.weight), generator: generator, seed: seed, cases: cases.count)
    run.input("bias", cases.flatMap(\.bias), generator: generator, seed: seed, cases: cases.count)
    return LayerNormCases(cases: cases)
  }

  /// Weights of both signs and different sizes, so that a wrong column shows.
  private static func weights(_ length: Int, _ random: inout SeededGenerator) -> [Float] {
    (0..<length).map { _ in random.scaled(exponents: -2...2) }
  }
}
