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

  /// A help line: the nearest candidate, else the candidates where they are few.
  public static func help(for text: String, among candidates: [String]) -> String? {
    if let near = nearest(to: text, among: candidates) { return "did you mean `\(near)`?" }
    guard !candidates.isEmpty else { return nil }
    guard candidates.count <= 12 else { return "`pv schema` lists what is known" }
    return "one of \(candidates.map { "`\($0)`" }.joined(separator: ", "))"
  }

  /// The text without what spellings of one name differ in: case, `-`, `_` and blanks.
  static func folded(_ text: String) -> [UInt8] {
    text.utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: " "): nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
  }

  /// The number of insertions, deletions, substitutions and swaps of neighbours between two texts;
  /// some number above the limit where there are more.
  static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int = .max) -> Int {
    // What both start and end with costs nothing, and most names that are compared share a part.
    let prefix = zip(left, right).prefix { $0 == $1 }.count
    let suffix = zip(left.dropFirst(prefix).reversed(), right.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    let (left, right) = (Array(left[prefix..<left.count - suffix]), Array(right[prefix..<right.count - suffix]))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for (row, a) in left.enumerated() {
      var current = [row + 1]
      for (column, b) in right.enumerated() {
        var cost = min(previous[column + 1] + 1, current[column] + 1, previous[column] + (a == b ? 0 : 1))
        if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      // A swap looks back two rows; what is above the limit in both stays above it.
      if let least = current.min(), least > limit, previous.min() ?? 0 > limit { return least }
      (before, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
