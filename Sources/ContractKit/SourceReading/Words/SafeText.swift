/// Text from files, made harmless for a terminal: no escape sequence and no change of direction gets
/// through, and a line stays one.
public enum SafeText {
  /// A message on one line.
  public static func line(_ text: String) -> String {
    isVisible(text) || text.unicodeScalars.allSatisfy(isPlain) ? text : replaced(text)
  }

  /// Whether a text is all visible ASCII and blanks, as nearly all are.
  private static func isVisible(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      var others: UInt8 = 0
      for byte in bytes { others |= byte &- 0x20 < 0x5F ? 0 : 1 }
      return others == 0
    } ?? false
  }

  /// A line of a source: as ``line(_:)``, with a tab as one blank, so that a caret can be put below.
  package static func excerpt(_ text: String) -> String { line(text) }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E: true
    case 0...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
    default: true
    }
  }

  private static func replaced(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t", "\n": result.append(" ")
      case _ where isPlain(scalar): result.append(scalar)
      default: result.append("\u{FFFD}")
      }
    }
    return String(result)
  }
}
