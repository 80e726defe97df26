/// Searching texts by their bytes, which for UTF-8 is by their scalars.
enum PlainText {
  /// Where a part occurs, from left to right, without overlaps; an empty one is everywhere, and found at the start.
  ///
  /// - Complexity: O(length of both) at best, O(product) at worst, for parts that nearly occur everywhere.
  static func ranges(of part: String, in text: String, atMost limit: Int = .max) -> [Range<Int>] {
    let (part, text) = (Array(part.utf8), Array(text.utf8))
    guard let first = part.first else { return limit > 0 ? [0..<0] : [] }
    var ranges: [Range<Int>] = []
    var index = 0
    while index + part.count <= text.count, ranges.count < limit {
      if text[index] == first, text[index..<index + part.count].elementsEqual(part) {
        ranges.append(index..<index + part.count)
        index += part.count
      } else {
        index += 1
      }
    }
    return ranges
  }

  /// The texts between the occurrences of a part that is not empty.
  static func split(_ text: String, at part: String, atMost limit: Int = .max) -> [String] {
    let bytes = Array(text.utf8)
    var (pieces, start): ([String], Int) = ([], 0)
    for range in ranges(of: part, in: text, atMost: limit) {
      pieces.append(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self))
      start = range.upperBound
    }
    return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  /// A text without scalars on its sides.
  static func trimmed(
    _ text: String, left: Bool = true, right: Bool = true, where isTaken: (Unicode.Scalar) -> Bool
  ) -> String {
    var scalars = text.unicodeScalars[...]
    while left, let first = scalars.first, isTaken(first) { scalars.removeFirst() }
    while right, let last = scalars.last, isTaken(last) { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars))
  }

  /// What Python takes for white space: Unicode's, and four separators of ASCII.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
  }
}
