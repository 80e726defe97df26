/// A small seeded generator, so that every random test can be had again from its seed.
///
/// Source: O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation", 2014 (XSH-RR 64/32).
struct PCG32 {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &+ 1_442_695_040_888_963_407
    _ = next()
  }

  mutating func next() -> UInt32 {
    let old = state
    state = old &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let shifted = UInt32(truncatingIfNeeded: ((old >> 18) ^ old) >> 27)
    let rotation = UInt32(old >> 59)
    return (shifted >> rotation) | (shifted << ((0 &- rotation) & 31))
  }

  /// A number in 0..<bound.
  mutating func below(_ bound: Int) -> Int { Int(next()) % bound }

  /// A value in -1..<1 with 24 random bits.
  mutating func value() -> Float { Float(Int32(bitPattern: next()) >> 7) * 0x1p-24 }

  /// Any bit pattern: all exponents, subnormals, infinities and NaNs.
  mutating func anyBits() -> Float { Float(bitPattern: next()) }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 13) } }
}

/// Values at which kernels go wrong: zeros of both signs, subnormals, limits, infinities, NaNs with payload.
let adversarialValues: [Float] = [
  0, -0, 1, -1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, Float(bitPattern: 0x007f_ffff),
  .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e19, -1e-20, 0.5, 1.5, 2.5, -2.5,
  .infinity, -.infinity, .nan, -.nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffc1_2345),
]

extension Collection<Float> {
  /// The bits, which tell -0 from +0 and one NaN from another.
  var bits: [UInt32] { map(\.bitPattern) }
}
