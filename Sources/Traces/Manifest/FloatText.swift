import Base

/// Floats as texts: exact as bits, rounded for reading.
public enum FloatText {
  /// `0x3f800000`.
  public static func bits(_ value: Float) -> String { String(printf: "0x%08x", value.bitPattern) }

  /// Six significant digits.
  public static func display(_ value: Float) -> String { StageStatistics.display(Double(value)) }

  /// The value of eight hexadecimal digits behind `0x`, or nil.
  public static func value(bits: String) -> Float? {
    guard bits.hasPrefix("0x"), bits.utf8.count == 10 else { return nil }
    return UInt32(bits.dropFirst(2), radix: 16).map(Float.init(bitPattern:))
  }
}
