/// Units in the last place.
enum Ulp {
  /// The distance between neighbouring binary32 numbers at a value of binary64; 2^-149 where they are subnormal.
  static func ofBinary32(_ value: Double) -> Double {
    guard abs(value) >= 0x1p-126 else { return 0x1p-149 }
    return Double(sign: .plus, exponent: Int(value.exponent) - 23, significand: 1)
  }
}
