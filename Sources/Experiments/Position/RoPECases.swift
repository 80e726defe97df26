import Measuring
import Kernels

/// What a rotation is told beside the values.
struct RoPEShape {
  var heads: Int
  var headDim: Int
  var base: Double
  var pairing: RoPE.Pairing

  /// The indices, within a token, of the two values of pair i of a head.
  func indices(head: Int, pair: Int) -> (Int, Int) {
    switch pairing {
    case .norm: (head * headDim + 2 * pair, head * headDim + 2 * pair + 1)
    case .neox: (head * headDim + pair, head * headDim + pair + headDim / 2)
    }
  }

  /// The indices of every pair in order: token by token, head by head.
  func pairs(tokens: Int) -> [(token: Int, pair: Int, first: Int, second: Int)] {
    (0..<tokens).flatMap { token in
      (0..<heads).flatMap { head in
        (0..<headDim / 2).map { pair in
          let (first, second) = indices(head: head, pair: pair)
          let start = token * heads * headDim
          return (token, pair, start + first, start + second)
        }
      }
    }
  }
}

/// Tokens that start at a position.
struct RoPECase {
  let x: [Float]
  let firstPosition: Int
  let shape: RoPEShape

  var tokens: Int { x.count / (shape.heads * shape.headDim) }

  /// The exact rotation in binary64, and the magnitudes of the two terms of each element.
  func oracle() -> (values: [Double], magnitude: [Double]) {
    let frequencies = Turn.frequencies(headDim: shape.headDim, base: shape.base)
    let turns = (0..<tokens).map { token in frequencies.map { $0.times(firstPosition + token) } }
    var values = [Double](repeating: 0, count: x.count)
    var magnitude = values
    for (token, pair, first, second) in shape.pairs(tokens: tokens) {
      let (c, s) = (turns[token][pair].cosine.high, turns[token][pair].sine.high)
      let (a, b) = (Double(x[first]), Double(x[second]))
      values[first] = a * c - b * s
      values[second] = a * s + b * c
      magnitude[first] = abs(a * c) + abs(b * s)
      magnitude[second] = abs(a * s) + abs(b * c)
    }
    return (values, magnitude)
  }
}

/// Sets of cases, drawn from declared domains.
struct RoPECases {
  let cases: [RoPECase]
  private let generator: String
  private let seed: String

  /// Positions from the first to beyond 2^17, where a frequency in binary32 is off by thousands of
  /// units in the last place.
  private static let positions = [0, 1, 2, 3, 511, 4095, 4096, 32_767, 131_070]

  /// Two tokens of three heads at each position, in both pairings and with both usual bases.
  static func finite(_ run: Recorder) -> RoPECases {
    let domain = "head dims 2, 4, 64, 128; bases 1e4, 1e6; positions \(positions); units, exponents -20...20"
    var random = run.random("tokens")
    var cases: [RoPECase] = []
    for headDim in [2, 4, 64, 128] {
      for base in [1e4, 1e6] {
        for pairing in RoPE.Pairing.allCases {
          for position in positions {
            let shape = RoPEShape(heads: 3, headDim: headDim, base: base, pairing: pairing)
            let count = 2 * 3 * headDim
            let wide = position % 2 == 1
            let x = (0..<count).map { _ in wide ? random.scaled(exponents: -20...20) : random.unit() }
            cases.append(RoPECase(x: x, firstPosition: position, shape: shape))
          }
        }
      }
    }
    return RoPECases(cases: cases, generator: "tokens: \(domain)", seed: random.seed)
  }

  /// Every number of pairs from 1 to 20 and those of real models, of kinds that tell orders and
  /// special values apart.
  static func adversarial(_ run: Recorder) -> RoPECases {
    let domain = "1...20, 31, 32, 33, 48, 64, 128 pairs; units, subnormals, any bit pattern, specials"
    var random = run.random("adversarial tokens")
    let specials: [Float] = [0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1]
    var cases: [RoPECase] = []
    for pairs in Array(1...20) + [31, 32, 33, 48, 64, 128] {
      for pairing in RoPE.Pairing.allCases {
        let shape = RoPEShape(heads: 2, headDim: 2 * pairs, base: 1e4, pairing: pairing)
        let count = 3 * 2 * 2 * pairs
        let kinds: [[Float]] = [
          random.units(count),
          (0..<count).map { _ in random.scaled(exponents: -140 ... -126) },
          (0..<count).map { _ in random.anyBits() },
          (0..<count).map { _ in specials[random.integer(in: 0..<specials.count)] },
        ]
        for x in kinds { cases.append(RoPECase(x: x, firstPosition: random.integer(in: 0..<4096), shape: shape)) }
      }
    }
    return RoPECases(cases: cases, generator: "adversarial tokens: \(domain)", seed: random.seed)
  }

  func record(in run: Recorder) {
    run.input("x", cases.flatMap(\.x), generator: generator, seed: seed, cases: cases.count)
  }
}
