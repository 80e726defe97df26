/// A source without what cannot change what it means: CRLF, blanks at line ends, empty lines, and lines
/// that are comments. See "Words" in docs/evidence-keys.md.
enum BareText {
  /// The bare text of a source file; its bytes as they are where a line cannot be judged by itself.
  ///
  /// - Parameter isSwift: raw strings of C++ begin with `R"`.
  /// - Complexity: O(n).
  static func of(_ bytes: [UInt8], isSwift: Bool) -> [UInt8] {
    guard !LineEnds.areHidden(in: bytes) else { return bytes }
    return bytes.withUnsafeBufferPointer { source in
      guard !hasLinesThatDependOnOthers(source, isSwift: isSwift) else { return bytes }
      var bare: [UInt8] = []
      bare.reserveCapacity(source.count + 1)
      for line in Lines(source) {
        let line = withoutEnd(line)
        // A backslash joins the next line, also to a comment.
        if line.last == backslash { return bytes }
        guard let first = line.firstIndex(where: { !isBlank($0) }) else { continue }
        let isComment = first + 1 < line.endIndex && line[first] == slash && line[first + 1] == slash
        guard !isComment else { continue }
        bare += line
        bare.append(newline)
      }
      return bare
    }
  }

  private static let (newline, slash, backslash) = (UInt8(ascii: "\n"), UInt8(ascii: "/"), UInt8(ascii: "\\"))

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func withoutEnd(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
    var line = line
    while let last = line.last, isBlank(last) || last == UInt8(ascii: "\r") { line.removeLast() }
    return line
  }

  /// Whether block comments, literals of several lines, or line numbers can stand in a source.
  private static func hasLinesThatDependOnOthers(_ source: UnsafeBufferPointer<UInt8>, isSwift: Bool) -> Bool {
    for index in source.indices {
      switch source[index] {
      case UInt8(ascii: "/"): if follows("*", index, source) { return true }
      case UInt8(ascii: "\""): if follows("\"\"", index, source) { return true }
      case UInt8(ascii: "#"):
        if ["\"", "/", "line", "column"].contains(where: { follows($0, index, source) }) { return true }
      case UInt8(ascii: "R"): if !isSwift, follows("\"", index, source) { return true }
      case UInt8(ascii: "_"): if follows("_LINE__", index, source) { return true }
      default: break
      }
    }
    return false
  }

  private static func follows(_ text: StaticString, _ index: Int, _ source: UnsafeBufferPointer<UInt8>) -> Bool {
    guard index + text.utf8CodeUnitCount < source.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { source[index + 1 + $0] == text.utf8Start[$0] }
  }
}

/// The lines of a source, without the LF at their ends.
private struct Lines: Sequence, IteratorProtocol {
  private let source: UnsafeBufferPointer<UInt8>
  private var start = 0

  init(_ source: UnsafeBufferPointer<UInt8>) { self.source = source }

  mutating func next() -> Slice<UnsafeBufferPointer<UInt8>>? {
    guard start < source.count else { return nil }
    let end = source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
    defer { start = end + 1 }
    return source[start..<end]
  }
}
