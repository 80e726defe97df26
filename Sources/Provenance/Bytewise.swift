/// A path or another text that is told apart from others by its bytes.
///
/// Strings are equal where they spell the same characters: é in one code point and in two. The rule, and most file
/// systems, work on bytes.
struct Bytewise: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0 as UInt8)
  }
}

/// Parts of paths by their bytes: a mark that joins the slash before it hides that from a search for characters.
extension String {
  func begins(with start: some StringProtocol) -> Bool { utf8.starts(with: start.utf8) }

  func ends(in end: some StringProtocol) -> Bool {
    utf8.count >= end.utf8.count && utf8.suffix(end.utf8.count).elementsEqual(end.utf8)
  }

  /// Without some bytes at the end.
  func withoutEnd(_ count: Int) -> String { String(Substring(utf8.dropLast(count))) }

  /// The path without its last part; empty for a part alone.
  var folder: String {
    let slash = utf8.lastIndex(of: UInt8(ascii: "/"))
    return String(Substring(utf8[..<(slash ?? utf8.startIndex)]))
  }

  /// What stands between slashes, where that is nothing too.
  var parts: [String] {
    utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
  }
}
