/// What a file may cost to read; beyond it the file is refused before it can take long.
public enum YAMLLimits {
  /// Larger files are refused unread. The largest contract known has 122 KB.
  public static let bytes = 4 << 20
  /// Collections within collections. libyaml 0.2.5 is quadratic in depth: 50,000 `[` take 12 s.
  public static let depth = 64
  /// Lines that start with `%`. libyaml is quadratic in `%TAG` directives; a contract needs none, and
  /// text within a contract is indented.
  public static let directives = 64
}
