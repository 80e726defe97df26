import ContractKit

/// The random numbers of a falsifier: xoshiro256** (Blackman and Vigna, 2018), seeded by derivation.
///
/// The seed comes from contract, falsifier, generator and domain, so that nobody picks a lucky one.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  /// Changes when the numbers drawn from a seed change.
  public static let version = 1

  /// The seed in hexadecimal, as evidence shows it.
  public let seed: String
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// The generator for a purpose; the four texts alone decide what is drawn.
  public init(contract: String, falsifier: String, generator: String, domain: String) {
    let text = [contract, falsifier, generator, domain].joined(separator: "\n")
    self.init(seed: String(Digest(of: Array(text.utf8)).description.prefix(16)))
  }

  /// The generator with a seed of up to 16 hexadecimal digits.
  ///
  /// - Precondition: the text is hexadecimal.
  public init(seed: String) {
    self.seed = seed
    // splitmix64 spreads the seed over the state, which must not be all zeros.
    var mix = UInt64(seed, radix: 16)!
    func next() -> UInt64 {
      mix &+= 0x9E37_79B9_7F4A_7C15
      var z = mix
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// The next 64 bits; the state moves on by one step of xoshiro256**.
  public mutating func next() -> UInt64 {
    func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 { (value << count) | (value >> (64 - count)) }
    let result = rotate(state.1 &* 5, 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotate(state.3, 45)
    return result
  }

  /// A number in [-1, 1), a multiple of 2^-23: every step is exact.
  public mutating func unit() -> Float { Float(Int32(truncatingIfNeeded: next() >> 40) - (1 << 23)) * 0x1p-23 }

  /// An array of `unit()`.
  public mutating func units(_ count: Int) -> [Float] { (0..<count).map { _ in unit() } }

  /// An integer in a range; the modulo bias, below 2^-32 for ranges below 2^32, is accepted so that
  /// the numbers drawn do not depend on the standard library's method.
  public mutating func integer(in range: Range<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

  /// Any bit pattern of binary32, NaNs and infinities included.
  public mutating func anyBits() -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: next() >> 32)) }

  /// A finite number with a uniformly drawn exponent in a range and random sign and significand.
  public mutating func scaled(exponents: ClosedRange<Int>) -> Float {
    let exponent = integer(in: exponents.lowerBound..<exponents.upperBound + 1)
    let significand = Float(next() >> 41) * 0x1p-23 + 1
    let magnitude = Float(sign: .plus, exponent: exponent, significand: significand)
    return next() >> 63 == 0 ? magnitude : -magnitude
  }
}
