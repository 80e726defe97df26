import Measuring

/// Vectors of logits, drawn from declared domains.
struct SoftmaxCases {
  let all: [[Float]]
  private let generator: String
  private let seed: String

  /// Lengths around vector widths and the lane count, and those of real models.
  private static let lengths = [1, 2, 3, 7, 8, 9, 63, 64, 65, 127, 128, 129, 1000, 3584, 18944]

  /// Ordinary logits, a spread beyond underflow, large logits of either sign, a steep ramp.
  static func finite(_ run: Recorder) -> SoftmaxCases {
    let domain = "lengths \(lengths); units times 8 and 100, units times 8 plus 10000 and minus 10000, ramp -300...300"
    var random = run.random("finite logits")
    let cases = lengths.flatMap { length -> [[Float]] in
      let step = 600 / Float(length)
      return [
        random.units(length).map { $0 * 8 }, random.units(length).map { $0 * 100 },
        random.units(length).map { $0 * 8 + 10000 }, random.units(length).map { $0 * 8 - 10000 },
        (0..<length).map { Float($0) * step - 300 },
      ]
    }
    return SoftmaxCases(all: cases, generator: "finite logits: \(domain)", seed: random.seed)
  }

  /// Every length from 1 to 200 and those of real models, of kinds that tell orders and special values apart.
  static func adversarial(_ run: Recorder) -> SoftmaxCases {
    let domain = "lengths 1...200, 3584, 18944; units times 8, any bit pattern, specials, exponents -20...6"
    var random = run.random("adversarial logits")
    let specials: [Float] = [0, -0.0, -.infinity, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, 1, -90, -103]
    let rare: [Float] = [.infinity, .nan, .greatestFiniteMagnitude]
    let cases = (Array(1...200) + [3584, 18944]).flatMap { length -> [[Float]] in
      var drawn = (0..<length).map { _ in specials[random.integer(in: 0..<specials.count)] }
      if length % 4 == 0 { drawn[random.integer(in: 0..<length)] = rare[random.integer(in: 0..<rare.count)] }
      return [
        random.units(length).map { $0 * 8 }, (0..<length).map { _ in random.anyBits() }, drawn,
        (0..<length).map { _ in random.scaled(exponents: -20...6) },
      ]
    }
    return SoftmaxCases(all: cases, generator: "adversarial logits: \(domain)", seed: random.seed)
  }

  /// Multiples of 2^-8 in [-16, 16): adding an integer below 2^15 to them is exact.
  static func coarse(_ run: Recorder) -> SoftmaxCases {
    let domain = "lengths \(lengths); multiples of 2^-8 in [-16, 16)"
    var random = run.random("coarse logits")
    let cases = lengths.map { length in (0..<length).map { _ in Float(random.integer(in: -4096..<4096)) * 0x1p-8 } }
    return SoftmaxCases(all: cases, generator: "coarse logits: \(domain)", seed: random.seed)
  }

  /// Records the logits as one input, one case after the other.
  func record(in run: Recorder) {
    run.input("logits", all.flatMap { $0 }, generator: generator, seed: seed, cases: all.count)
  }
}
