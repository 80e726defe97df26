/// Comments of Swift between `/*` and `*/`, which nest.
enum SwiftComment {
  /// Where a comment ends that begins at an index; nil where it does not end.
  ///
  /// - Complexity: O(n).
  static func end<Source: RandomAccessCollection>(of source: Source, from start: Int) -> Int?
  where Source.Element == UInt8, Source.Index == Int {
    var (index, depth) = (start, 0)
    while index + 1 < source.endIndex {
      switch (source[index], source[index + 1]) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        index += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        index += 2
        if depth == 0 { return index }
      default: index += 1
      }
    }
    return nil
  }
}
