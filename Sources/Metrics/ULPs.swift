/// Distances in units in the last place: steps in the ordering of bit patterns, both zeros being one point.
public enum ULPs {
  /// How many binary32 numbers lie between two, the second one counted. Of a NaN, or of an infinity and anything else,
  /// `.max`.
  public static func distance(_ a: Float, _ b: Float) -> UInt64 {
    if a == b { return 0 }
    guard a.isFinite && b.isFinite else { return .max }
    return distance(ordered(a.sign, Int64(a.magnitude.bitPattern)), ordered(b.sign, Int64(b.magnitude.bitPattern)))
  }

  /// The same in binary64.
  public static func distance(_ a: Double, _ b: Double) -> UInt64 {
    if a == b { return 0 }
    guard a.isFinite && b.isFinite else { return .max }
    return distance(ordered(a.sign, Int64(a.magnitude.bitPattern)), ordered(b.sign, Int64(b.magnitude.bitPattern)))
  }

  private static func ordered(_ sign: FloatingPointSign, _ magnitude: Int64) -> Int64 {
    sign == .minus ? -magnitude : magnitude
  }

  /// The difference of two, which may be larger than any Int64.
  private static func distance(_ left: Int64, _ right: Int64) -> UInt64 {
    let difference = UInt64(bitPattern: left) &- UInt64(bitPattern: right)
    return left > right ? difference : 0 &- difference
  }
}
