/// IEEE 754 binary16, the half-precision format in which GGUF stores the scales of a block.
public enum Binary16 {
  /// The binary32 value of sixteen bits of binary16.
  ///
  /// Every binary16 value is a binary32 value, so nothing is rounded; subnormals become normal
  /// numbers. Integer operations only: neither rounding mode nor flush-to-zero has a say.
  ///
  /// - Parameter bits: sign, 5 bits of exponent, 10 bits of fraction.
  /// - Returns: The same number. A NaN keeps its sign and payload and becomes quiet, as a format
  ///   conversion must (IEEE 754-2019, 5.4.2 and 6.2.1).
  /// - Complexity: O(1).
  public static func float(fromBits bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1f
    let fraction = UInt32(bits & 0x3ff)
    switch exponent {
    case 0x1f where fraction != 0: return Float(bitPattern: sign | 0x7fc0_0000 | fraction << 13)
    case 0x1f: return Float(bitPattern: sign | 0x7f80_0000)
    case 0 where fraction == 0: return Float(bitPattern: sign)
    case 0:
      // fraction * 2^-24: the leading one of the fraction becomes the implicit bit.
      let shift = UInt32(fraction.leadingZeroBitCount) - 21
      return Float(bitPattern: sign | (113 - shift) << 23 | (fraction << shift & 0x3ff) << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The binary16 number nearest to a number that is not negative, ties to even, as binary32; infinity from 65520 on.
  ///
  /// Integer operations and exact ones only.
  static func rounded(_ x: Float) -> Float {
    guard x < 65520 else { return x.isNaN ? .theNaN : .infinity }
    // Adding a power of two whose last place is that of the result rounds to it: 2^-24 at the least.
    let shift = Float(sign: .plus, exponent: max(x.exponent, -14) + 13, significand: 1)
    return (x + shift) - shift
  }
}
