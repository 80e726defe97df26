/// The floating-point formats of eight bits that safetensors has.
///
/// Sources: OCP 8-bit Floating Point Specification 1.0 (E4M3, E5M2); OCP Microscaling Formats 1.0 (E8M0); Noune et al.,
/// "8-bit Numerical Formats for Deep Neural Networks" (the FNUZ kinds).
public enum Float8: String, CaseIterable, Sendable {
  /// Bias 7, no infinities; 0x7f and 0xff are NaN.
  case e4m3 = "F8_E4M3"
  /// Bias 15, infinities and NaNs as in binary16, whose upper byte it is.
  case e5m2 = "F8_E5M2"
  /// Bias 8, no infinities, no negative zero: 0x80 is NaN.
  case e4m3fnuz = "F8_E4M3FNUZ"
  /// Bias 16, no infinities, no negative zero: 0x80 is NaN.
  case e5m2fnuz = "F8_E5M2FNUZ"
  /// A power of two, 2^(x - 127), without sign and zero; 0xff is NaN.
  case e8m0 = "F8_E8M0"

  /// The name as safetensors writes it.
  public var name: String { rawValue }

  /// The binary32 values of all 256 bit patterns, in their order.
  ///
  /// Every value is a binary32 value, so nothing is rounded; every NaN is 0x7fc00000.
  public var values: [Float] { (0...255).map(value) }

  /// The binary32 value of eight bits, as `values` has it.
  ///
  /// - Complexity: O(1).
  public func value(_ bits: UInt8) -> Float {
    switch self {
    case .e8m0: bits == 0xff ? .theNaN : Float(sign: .plus, exponent: Int(bits) - 127, significand: 1)
    case .e5m2: Binary16.float(fromBits: UInt16(bits) << 8).withCanonicalNaN
    case .e4m3: bits & 0x7f == 0x7f ? .theNaN : Self.number(bits, fractionBits: 3, bias: 7)
    case .e4m3fnuz: bits == 0x80 ? .theNaN : Self.number(bits, fractionBits: 3, bias: 8)
    case .e5m2fnuz: bits == 0x80 ? .theNaN : Self.number(bits, fractionBits: 2, bias: 16)
    }
  }

  /// Sign, exponent and fraction as IEEE 754 composes them, without patterns for infinities and NaNs.
  private static func number(_ bits: UInt8, fractionBits: Int, bias: Int) -> Float {
    let exponent = Int(bits & 0x7f) >> fractionBits
    let fraction = Int(bits) & (1 << fractionBits - 1)
    let whole = exponent == 0 ? fraction : fraction + 1 << fractionBits
    let magnitude = Float(whole) * Float(sign: .plus, exponent: max(exponent, 1) - bias - fractionBits, significand: 1)
    return bits & 0x80 == 0 ? magnitude : -magnitude
  }
}
