/// Text for XML 1.0.
enum XMLText {
  /// Text on one line, for an element or between double quotes.
  ///
  /// What XML 1.0 cannot hold at all, control characters and two noncharacters, becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    SafeText.line(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
