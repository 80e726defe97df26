#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The comments of a YAML file that are meant for `pv`; libyaml drops all of them.
package enum Comments {
  /// A comment, from its `#` to the end of its line.
  package struct Comment {
    package let offsets: Range<Int>
    /// The line that it is about: its own, or the next one with content where it stands alone.
    package let target: Int
  }

  /// The comments that start with `pv:`, in the order of the file.
  package static func marked(in source: SourceText, root: YAMLNode) -> [Comment] {
    // Nearly no file has any, and a look at each byte costs less than one at each line.
    guard mentions(source.bytes[...]) else { return [] }
    let lines = (1...source.lineCount).filter { mentions(source.bytes[source.lineOffsets($0)]) }
    guard !lines.isEmpty else { return [] }
    let scalars = scalars(in: root.tree, source)
    var found: [Comment] = []
    // From the bottom up, so that a block of comments is walked once and not once for each of them.
    var following: (from: Int, content: Int?) = (source.lineCount + 1, nil)
    for line in lines.reversed() {
      guard let start = comment(on: line, source, scalars) else { continue }
      let offsets = source.lineOffsets(line)
      // The marker is at the start of a comment, if it is there at all.
      let head = source.bytes[start..<min(start + 64, offsets.upperBound)].drop { [0x23, 0x20, 0x09].contains($0) }
      guard String(decoding: head.prefix(3), as: UTF8.self).lowercased() == "pv:" else { continue }
      var target = line
      if isBlank(source.bytes[offsets.lowerBound..<start]) {
        let content = firstContent(in: line + 1..<following.from, source, scalars, root) ?? following.content
        following = (line + 1, content)
        target = content ?? line
      }
      found.append(Comment(offsets: start..<offsets.upperBound, target: target))
    }
    return found.reversed()
  }

  /// Whether bytes contain a `#` with `pv:` in any case behind it, and nothing but blanks and further `#` between.
  private static func mentions(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var next = 0
      while next < bytes.count, let mark = memchr(bytes.baseAddress! + next, 0x23, bytes.count - next) {
        next = UnsafeRawPointer(mark) - bytes.baseAddress! + 1
        while next < bytes.count, [0x23, 0x20, 0x09].contains(bytes[next]) { next += 1 }
        if next + 2 < bytes.count, bytes[next] | 0x20 == UInt8(ascii: "p"), bytes[next + 1] | 0x20 == UInt8(ascii: "v"),
          bytes[next + 2] == UInt8(ascii: ":")
        {
          return true
        }
      }
      return false
    }
  }

  /// Where the comment of a line starts: at a `#` after a blank that no scalar contains.
  private static func comment(on line: Int, _ source: SourceText, _ scalars: [Range<Int>]) -> Int? {
    let offsets = source.lineOffsets(line)
    return offsets.first { offset in
      source.bytes[offset] == UInt8(ascii: "#")
        && (offset == offsets.lowerBound || [0x20, 0x09].contains(source.bytes[offset - 1]))
        && !contains(scalars, offset)
    }
  }

  /// The first of some lines with more than a comment.
  private static func firstContent(
    in lines: Range<Int>, _ source: SourceText, _ scalars: [Range<Int>], _ root: YAMLNode
  ) -> Int? {
    lines.first { line in
      let offsets = source.lineOffsets(line)
      let end = comment(on: line, source, scalars) ?? offsets.upperBound
      // The mark before the document, `---`, says nothing, and neither does a directive.
      if end <= root.offsets.lowerBound {
        let text = source.bytes[offsets.lowerBound..<end]
        if text.first == UInt8(ascii: "%") || text.starts(with: Array("---".utf8)) { return false }
      }
      return !isBlank(source.bytes[offsets.lowerBound..<end])
    }
  }

  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// The stretches in which `#` is text, in ascending order.
  private static func scalars(in tree: YAMLTree, _ source: SourceText) -> [Range<Int>] {
    tree.records.elements.compactMap { record in
      guard record.kind.isScalar else { return nil }
      let end = Int(record.end)
      var start = Int(record.start)
      if record.kind == .literal || record.kind == .folded {
        // A comment may follow the `|`.
        start = min(end, source.lineOffsets(source.position(at: start).line).upperBound)
      }
      return start..<end
    }
  }

  private static func contains(_ ranges: [Range<Int>], _ offset: Int) -> Bool {
    let place = ranges.partitioningIndex { $0.upperBound > offset }
    return place < ranges.count && ranges[place].contains(offset)
  }
}
