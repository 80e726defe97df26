/// A number in prose that points at an evidence value: `[0.4391 %](pv:FALSIFY-X-001/depth_5.relative_l2)`.
///
/// It is a Markdown link, so that a page shows the number alone. In a page, the pointer may be the title of a link that leads to
/// the value's file, which a forge can follow: `[0.4391 %](evidence/x-v1/FALSIFY-X-001.json "pv:FALSIFY-X-001/depth_5.relative_l2")`.
/// See docs/prose-numbers.md.
public struct ProseNumber: Equatable, Sendable {
  /// The number as it is printed, with its unit.
  public let text: String
  /// What follows `pv:`.
  public let pointer: String
  /// Where the link leads that has the pointer as its title; nil where the pointer is the link itself.
  public let target: String?
  /// The notation's bytes in the text that it was found in.
  package let offsets: Range<Int>

  /// All numbers of a text that point somewhere, in order.
  ///
  /// - Parameter isMarkdown: whether code spans and fenced blocks show the notation instead of using it.
  /// - Complexity: linear in the text, whatever is left open in it.
  public static func all(in text: String, isMarkdown: Bool) -> [ProseNumber] {
    let bytes = Array(text.utf8)
    var hidden = (isMarkdown ? code(bytes) : [])[...]
    var found: [ProseNumber] = []
    // Where the last number ended, and where the next one is looked for.
    var (end, start) = (0, 0)
    while let middle = middle(in: bytes[start...]) {
      start = middle.upperBound
      // No pointer has brackets, so that a link which nothing closes costs no second look at what follows it.
      guard let close = bytes[start...].firstIndex(where: { Array("[])".utf8).contains($0) }) else { break }
      guard bytes[close] == UInt8(ascii: ")"), let (target, pointer) = pointer(in: bytes[start..<close]) else {
        continue
      }
      let before = bytes[end..<middle.lowerBound]
      end = middle.upperBound
      guard let open = before.lastIndex(of: UInt8(ascii: "[")) else { continue }
      hidden = hidden.drop { $0.upperBound <= open }
      guard hidden.first?.contains(open) != true else { continue }
      let words = String(decoding: bytes[open + 1..<middle.lowerBound], as: UTF8.self).split(
        whereSeparator: \.isWhitespace)
      found.append(
        ProseNumber(
          text: words.joined(separator: " "), pointer: pointer, target: target, offsets: open..<close + 1))
      start = close + 1
      end = start
    }
    return found
  }

  /// Where the text of a link ends and what it leads to begins, the first of several.
  private static func middle(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    bytes.indices.dropLast().first { bytes[$0] == UInt8(ascii: "]") && bytes[$0 + 1] == UInt8(ascii: "(") }
      .map { $0..<$0 + 2 }
  }

  /// The pointer of a link, and the target whose title it is; nil for any other link.
  private static func pointer(in link: ArraySlice<UInt8>) -> (target: String?, pointer: String)? {
    if link.starts(with: "pv:".utf8) { return (nil, String(decoding: link.dropFirst(3), as: UTF8.self)) }
    let words = link.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard words.count == 2, words[1].starts(with: "\"pv:".utf8), words[1].last == UInt8(ascii: "\"") else { return nil }
    return (
      String(decoding: words[0], as: UTF8.self), String(decoding: words[1].dropFirst(4).dropLast(), as: UTF8.self)
    )
  }

  /// A text with the numbers alone, as a reader wants it.
  public static func plain(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var end = 0
    for number in all(in: text, isMarkdown: false) {
      result += bytes[end..<number.offsets.lowerBound] + number.text.utf8
      end = number.offsets.upperBound
    }
    return String(decoding: result + bytes[end...], as: UTF8.self)
  }

  /// The stretches between backticks of equal number: code spans, and fences that are never closed.
  package static func code(_ bytes: [UInt8]) -> [Range<Int>] {
    let tick = UInt8(ascii: "`")
    func run(at index: Int) -> Int { bytes[index...].prefix { $0 == tick }.count }
    var ranges: [Range<Int>] = []
    var index = 0
    while let open = bytes[index...].firstIndex(of: tick) {
      let length = run(at: open)
      var search = open + length
      var close: Int?
      while close == nil, let next = bytes[search...].firstIndex(of: tick) {
        let other = run(at: next)
        if other == length { close = next }
        search = next + other
      }
      // Backticks without a partner are text, unless they open a fence.
      guard close != nil || length >= 3 else {
        index = open + length
        continue
      }
      let end = close.map { $0 + length } ?? bytes.count
      ranges.append(open..<end)
      index = end
    }
    return ranges
  }
}
