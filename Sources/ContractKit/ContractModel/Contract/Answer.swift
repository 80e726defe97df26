/// What it takes for somebody to answer for something: a reason that can be judged, and a name that can be asked.
///
/// Described in docs/verdicts.md, so that other programs ask for the same.
package enum Answer {
  /// Whether a reason has more than one word.
  package static func isReason(_ text: String) -> Bool { words(text).count > 1 }

  /// Whether an owner is `@name`, `team:name` or an e-mail address.
  package static func isOwner(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    if bytes.first == UInt8(ascii: "@") { return isName(bytes.dropFirst()) }
    if bytes.starts(with: Array("team:".utf8)) { return isName(bytes.dropFirst(5)) }
    let halves = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard halves.count == 2, isName(halves[0], allowing: "+") else { return false }
    let labels = halves[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count > 1 && labels.allSatisfy { isName($0) }
  }

  /// What is between blanks, the four that ASCII has in texts.
  private static func words(_ text: String) -> [Substring.UTF8View] {
    text.utf8.split { [0x20, 0x09, 0x0A, 0x0D].contains($0) }.map { Substring($0).utf8 }
  }

  /// Letters and digits of ASCII, and `.`, `_`, `-`, `/`; at least one letter or digit.
  private static func isName(_ bytes: some Sequence<UInt8>, allowing more: Unicode.Scalar? = nil) -> Bool {
    var hasLetter = false
    for byte in bytes {
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII && scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) {
        hasLetter = true
      } else if !"._-/".unicodeScalars.contains(scalar), scalar != more {
        return false
      }
    }
    return hasLetter
  }
}

extension Falsifier.Waiver {
  /// Whether somebody answers for it who can be asked, for a reason that can be judged, and for a year at most.
  package func isAnswered(on day: CalendarDate) -> Bool {
    Answer.isReason(reason.value) && Answer.isOwner(owner.value) && until.value <= day.aYearLater
  }
}
