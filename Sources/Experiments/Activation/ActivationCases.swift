import Measuring

/// Arguments of SiLU and SwiGLU.
enum ActivationCases {
  /// Multiples of 2^-10 in [-20, 20], and of 2^-20 around the minimum at -1.27846.
  static func aroundMinimum(_ run: Recorder) -> [Float] {
    let coarse = (-20480...20480).map { Float($0) * 0x1p-10 }
    let fine = (-1_350_000 ... -1_330_000).map { Float($0) * 0x1p-20 }
    run.input("coarse", coarse, generator: "multiples of 2^-10 in [-20, 20]")
    run.input("fine", fine, generator: "multiples of 2^-20 in [-1.2875, -1.2684]")
    return coarse + fine
  }

  /// Every 8,191st bit pattern of each sign that is finite, and uniform arguments between -halfWidth and halfWidth.
  static func wide(_ run: Recorder, halfWidth: Int = 110) -> [Float] {
    let sweep = [UInt32(0), 0x8000_0000].flatMap { sign in
      stride(from: 0, to: 0x7f80_0000, by: 8191).map { Float(bitPattern: sign | $0) }
    }
    let domain = "uniform in [-\(halfWidth), \(halfWidth)), multiples of 2^-16"
    var random = run.random("uniform arguments")
    let limit = halfWidth << 16
    let uniform = (0..<100_000).map { _ in Float(random.integer(in: -limit..<limit)) * 0x1p-16 }
    run.input("sweep", sweep, generator: "every 8191st finite bit pattern of each sign")
    run.input("uniform", uniform, generator: "uniform arguments: \(domain)", seed: random.seed)
    return sweep + uniform
  }

  /// Gates and ups of the width of a feed-forward layer: units times 8.
  static func pairs(_ run: Recorder) -> (gate: [Float], up: [Float]) {
    let domain = "units times 8, the width of a feed-forward layer"
    var random = run.random("gate and up")
    let pair = (random.units(18944).map { $0 * 8 }, random.units(18944).map { $0 * 8 })
    run.input("gate", pair.0, generator: "gate and up: \(domain)", seed: random.seed)
    run.input("up", pair.1, generator: "gate and up: \(domain)", seed: random.seed)
    return pair
  }

  /// Gates and ups of every length from 1 to 130 and one real one: units times 20, and any bit pattern.
  static func adversarial(_ run: Recorder) -> [(gate: [Float], up: [Float])] {
    let domain = "lengths 1...130, 18944; units times 20, any bit pattern, exponents -130...-120"
    var random = run.random("adversarial gate and up")
    let cases = (Array(1...130) + [18944]).flatMap { length -> [(gate: [Float], up: [Float])] in
      [
        (random.units(length).map { $0 * 20 }, random.units(length)),
        ((0..<length).map { _ in random.anyBits() }, (0..<length).map { _ in random.anyBits() }),
        ((0..<length).map { _ in random.scaled(exponents: -130 ... -120) }, random.units(length)),
      ]
    }
    run.input("gate", cases.flatMap(\.gate), generator: domain, seed: random.seed, cases: cases.count)
    run.input("up", cases.flatMap(\.up), generator: domain, seed: random.seed, cases: cases.count)
    return cases
  }

  /// Arguments whose SiLU is known bit by bit, and it.
  static let limits: [(x: Float, expected: Float)] = {
    let nan = Float(bitPattern: 0x7fc0_0000)
    // e^-17 is below half an ulp of 1, so that z = 1 and the result is x itself.
    let large: [Float] = [17, 20, 88, 88.75, 89, 104, 121, 1e10, .greatestFiniteMagnitude, .infinity]
    // 109 e^-109 = 5.0e-46 is below 2^-150, half of the smallest subnormal.
    let vanishing: [Float] = [-109, -119, -120, -121, -1e10, -.greatestFiniteMagnitude, -.infinity]
    // Where e^-x rounds to 1 the result is x/2, ties to even.
    let subnormals: [(UInt32, UInt32)] = [(0, 0), (1, 0), (2, 1), (3, 2), (5, 2), (7, 4), (0x0080_0000, 0x0040_0000)]
    let small = subnormals.flatMap { x, y in
      [UInt32(0), 0x8000_0000].map { (x: Float(bitPattern: $0 | x), expected: Float(bitPattern: $0 | y)) }
    }
    let invalid = [nan, -nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff)]
    return large.map { ($0, $0) } + vanishing.map { ($0, -0.0) } + small + invalid.map { ($0, nan) }
  }()
}
