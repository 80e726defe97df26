/// Two texts of as many lines, as a patch that `git apply` and `patch` take.
///
/// Fixes change lines in place and add none, so no alignment is computed.
enum UnifiedDiff {
  private static let context = 3

  /// The patch; empty where the texts are equal.
  static func text(path: String, old: [UInt8], new: [UInt8]) -> String {
    let (before, after) = (lines(old), lines(new))
    precondition(before.count == after.count, "a fix added or removed a line")
    let changed = before.indices.filter { before[$0] != after[$0] }
    guard !changed.isEmpty else { return "" }
    // Absolute paths stay as they are: there is no `a/` to strip.
    let isAbsolute = path.hasPrefix("/")
    var text = "--- \(isAbsolute ? "" : "a/")\(path)\n+++ \(isAbsolute ? "" : "b/")\(path)\n"
    var rest = changed[...]
    while let first = rest.first {
      var last = first
      while let next = rest.first, next - last <= 2 * context { last = rest.removeFirst() }
      text += hunk(before, after, max(0, first - context)..<min(before.count, last + context + 1))
    }
    return text
  }

  private static func hunk(_ before: [String], _ after: [String], _ range: Range<Int>) -> String {
    var text = "@@ -\(range.lowerBound + 1),\(range.count) +\(range.lowerBound + 1),\(range.count) @@\n"
    var index = range.lowerBound
    while index < range.upperBound {
      guard before[index] != after[index] else {
        text += line(" ", before[index])
        index += 1
        continue
      }
      let end = (index..<range.upperBound).first { before[$0] == after[$0] } ?? range.upperBound
      for number in index..<end { text += line("-", before[number]) }
      for number in index..<end { text += line("+", after[number]) }
      index = end
    }
    return text
  }

  private static func line(_ sign: String, _ text: String) -> String {
    text.utf8.last == UInt8(ascii: "\n") ? sign + text : sign + text + "\n\\ No newline at end of file\n"
  }

  /// Lines with their ends.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(String(decoding: bytes[start...index], as: UTF8.self))
      start = index + 1
    }
    if start < bytes.count { lines.append(String(decoding: bytes[start...], as: UTF8.self)) }
    return lines
  }
}

extension FixedFile {
  /// The fixes as a patch; empty where there are none.
  package var patch: String { UnifiedDiff.text(path: path, old: old, new: new) }
}
