/// Distances in units in the last place.
enum ULPs {
  /// How many binary32 numbers lie between two, the second one counted; both zeros are one number. Of a NaN, or of
  /// an infinity and anything else, `.max`.
  static func distance(_ a: Float, _ b: Float) -> UInt64 {
    if a == b { return 0 }
    guard a.isFinite && b.isFinite else { return .max }
    return UInt64((ordered(a) - ordered(b)).magnitude)
  }

  private static func ordered(_ value: Float) -> Int64 {
    let magnitude = Int64(value.magnitude.bitPattern)
    return value.sign == .minus ? -magnitude : magnitude
  }
}
