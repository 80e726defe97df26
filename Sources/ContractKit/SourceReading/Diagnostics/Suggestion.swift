/// Did-you-mean: the candidate nearest to what was written.
public enum Suggestion {
  /// The candidate that a text was probably meant to be; nil where none is near enough.
  ///
  /// Near is: equal but for case, `-` and `_`; or within one edit for texts of four or five
  /// characters, two up to eleven, three beyond. A transposition is one edit.
  public static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
    var search = NameSearch(Array(candidates))
    return search.nearest(to: text)
  }

  /// A help line: the nearest candidate, else the candidates where they are no more than a limit.
  public static func help(for text: String, among candidates: [String], limit: Int = 12) -> String? {
    if let near = nearest(to: text, among: candidates) { return "did you mean `\(near)`?" }
    guard !candidates.isEmpty else { return nil }
    guard candidates.count <= limit else { return "`pv schema` lists what is known" }
    return "one of \(candidates.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// The text without what spellings of one name differ in: case, `-`, `_` and blanks.
  static func folded(_ text: String) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: text.utf8.count) { bytes, count in
      if let start = bytes.baseAddress { count = fold(text, to: start) }
    }
  }

  /// Writes the same to a place with room for the text; how many bytes it has.
  static func fold(_ text: String, to place: UnsafeMutablePointer<UInt8>) -> Int {
    var text = text
    return text.withUTF8 { text in
      var count = 0
      for byte in text {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): continue
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): (place + count).initialize(to: byte | 0x20)
        default: (place + count).initialize(to: byte)
        }
        count += 1
      }
      return count
    }
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbors between two texts;
  /// some number above the limit where there are more.
  package static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int = .max) -> Int {
    // What both start and end with costs nothing, and most names that are compared share a part.
    var start = 0
    while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
    var (leftEnd, rightEnd) = (left.count, right.count)
    while leftEnd > start, rightEnd > start, left[leftEnd - 1] == right[rightEnd - 1] {
      (leftEnd, rightEnd) = (leftEnd - 1, rightEnd - 1)
    }
    let width = rightEnd - start
    guard leftEnd > start, width > 0 else { return max(leftEnd - start, width) }
    var before = Array(repeating: 0, count: width + 1)
    var previous = Array(0...width)
    var current = before
    var leastBefore = 0
    for row in start..<leftEnd {
      current[0] = row - start + 1
      var least = current[0]
      for column in 0..<width {
        let isSame = left[row] == right[start + column]
        var cost = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (isSame ? 0 : 1))
        if row > start, column > 0, left[row] == right[start + column - 1], left[row - 1] == right[start + column] {
          cost = min(cost, before[column - 1] + 1)
        }
        current[column + 1] = cost
        least = min(least, cost)
      }
      // A swap looks back two rows; what is above the limit in both stays above it.
      if least > limit, leastBefore > limit { return least }
      leastBefore = least
      (before, previous, current) = (previous, current, before)
    }
    return previous[width]
  }
}
