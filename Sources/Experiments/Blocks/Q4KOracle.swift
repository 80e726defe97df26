/// Q4_K read a second time, from the format's bit layout and in integers: shares no code with the kernel.
///
/// Every finite binary16 is an integer number of 2^-24, at most 2^40 of them. A weight is
/// `d*sc*q - dmin*m`, so it is an integer below 2^51 in the same unit, and the correctly rounded
/// weight is that integer converted to binary32. No libm, no intermediate rounding.
package enum Q4KOracle {
  /// A binary16 number as sign and whole multiples of 2^-24.
  package enum Half {
    case finite(isNegative: Bool, units: Int64)
    case infinite(isNegative: Bool)
    case nan

    init(_ bits: UInt16) {
      let (isNegative, exponent, fraction) = (bits >> 15 == 1, Int64(bits >> 10 & 31), Int64(bits & 1023))
      switch exponent {
      case 31: self = fraction == 0 ? .infinite(isNegative: isNegative) : .nan
      case 0: self = .finite(isNegative: isNegative, units: fraction)
      default: self = .finite(isNegative: isNegative, units: (1024 + fraction) << (exponent - 1))
      }
    }

    /// The number of 2^-24 with its sign; nil where it is not finite.
    package var signedUnits: Int64? {
      guard case .finite(let isNegative, let units) = self else { return nil }
      return isNegative ? -units : units
    }

    /// The product with factors that are not negative, where infinity times zero is NaN.
    func times(_ factors: Int64...) -> Half {
      switch self {
      case .finite(let isNegative, let units):
        return .finite(isNegative: isNegative, units: factors.reduce(units, *))
      case .infinite: return factors.contains(0) ? .nan : self
      case .nan: return .nan
      }
    }
  }

  /// What 144 bytes say.
  package struct Block {
    package let d: Half
    package let dmin: Half
    package let scales: [Int64]
    package let minimums: [Int64]
    package let nibbles: [Int64]

    init(_ bytes: ArraySlice<UInt8>) {
      let base = bytes.startIndex
      precondition(bytes.count == 144)
      /// Bits `offset..<offset+width` of the twelve packed bytes, as one little-endian bit string.
      func packed(_ offset: Int, _ width: Int) -> Int64 {
        Int64(bytes[base + 4 + offset / 8] >> (offset % 8)) & (1 << width - 1)
      }
      d = Half(UInt16(bytes[base]) + 256 * UInt16(bytes[base + 1]))
      dmin = Half(UInt16(bytes[base + 2]) + 256 * UInt16(bytes[base + 3]))
      // Sub-blocks 0-3 are whole fields; 4-7 keep four bits in bytes 8-11 and two above the fields of 0-3.
      scales = (0..<4).map { packed(8 * $0, 6) } + (0..<4).map { packed(64 + 8 * $0, 4) + 16 * packed(8 * $0 + 6, 2) }
      minimums =
        (0..<4).map { packed(32 + 8 * $0, 6) } + (0..<4).map { packed(68 + 8 * $0, 4) + 16 * packed(38 + 8 * $0, 2) }
      // Each 32 bytes hold 32 weights in their low nibbles, then 32 in their high ones.
      nibbles = (0..<256).map { Int64(bytes[base + 16 + $0 / 64 * 32 + $0 % 32] >> ($0 / 32 % 2 * 4)) & 15 }
    }

    /// The weight, correctly rounded; special values as IEEE 754 has them, NaN as 0x7fc00000.
    package func weight(_ i: Int) -> Float {
      Q4KOracle.difference(d.times(scales[i / 32], nibbles[i]), dmin.times(minimums[i / 32]))
    }
  }

  /// The super-blocks of any number of bytes.
  package static func blocks(_ bytes: [UInt8]) -> [Block] {
    stride(from: 0, to: bytes.count, by: 144).map { Block(bytes[$0..<$0 + 144]) }
  }

  /// All weights.
  package static func weights(_ bytes: [UInt8]) -> [Float] {
    blocks(bytes).flatMap { block in (0..<256).map(block.weight) }
  }

  /// `a - b`, rounded once; special values as IEEE 754 has them, NaN as 0x7fc00000.
  static func difference(_ a: Half, _ b: Half) -> Float {
    switch (a, b) {
    case (.nan, _), (_, .nan): return Float(bitPattern: 0x7fc0_0000)
    case (.infinite(let left), .infinite(let right)):
      if left == right { return Float(bitPattern: 0x7fc0_0000) }
      return left ? -.infinity : .infinity
    case (.infinite(let left), _): return left ? -.infinity : .infinity
    case (_, .infinite(let right)): return right ? .infinity : -.infinity
    case (.finite(let left, _), .finite(let right, let subtrahend)):
      let units = a.signedUnits! - b.signedUnits!
      // Of two zeros the difference is -0 only as (-0) - (+0); of two equal numbers it is +0.
      if units == 0 { return subtrahend == 0 && left && !right ? -0.0 : 0 }
      return Float(units) * 0x1p-24
    }
  }
}
