/// The bytes of a file with an index of its lines.
///
/// LF and CRLF end a line, and CR in a file without LF, as editors and compilers have it; libyaml's own marks also count U+0085,
/// U+2028 and U+2029, so places are computed here and not taken from it.
public final class SourceText: Sendable {
  /// The path as it was given.
  public let path: String
  /// All bytes of the file, a byte order mark included.
  public let bytes: [UInt8]
  /// Where the text starts: 3 after a UTF-8 byte order mark, else 0.
  public let textStart: Int
  /// Its lines, and the bytes that continue a character.
  private let index: TextIndex
  /// How many scalars start before each multiple of ``stride``; only where a line is longer than that.
  private let scalarCounts: [Int]
  private static let stride = 4096

  /// The text of a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    index = TextIndex(bytes, from: textStart)
    scalarCounts = index.longest > Self.stride && index.continuations.count > 0 ? Self.scalarCounts(bytes) : []
  }

  /// Columns in a file on one line would take quadratic time without them.
  private static func scalarCounts(_ bytes: [UInt8]) -> [Int] {
    var counts: [Int] = []
    var count = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % stride == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    // The end of the text is a place, too.
    if bytes.count % stride == 0 { counts.append(count) }
    return counts
  }

  /// Where the bytes are that continue a character; where there are none, a byte is a column.
  var continuations: UnsafeBufferPointer<UInt32> { index.continuations.elements }

  /// The first stretch that no contract can contain.
  var firstBad: Encoding.Bad? { index.firstBad }

  /// The number of lines; text after the last line end counts as one.
  public var lineCount: Int { index.starts.count }

  /// The place of a byte; offsets beyond the end are those of the end.
  ///
  /// - Complexity: the bytes of the line up to a constant.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, textStart), bytes.count)
    return position(at: offset, line: line(of: offset, from: Int(index.blockLines[offset / TextIndex.block])))
  }

  /// The line of an offset, from 0; the search starts in a line before it.
  private func line(of offset: Int, from line: Int) -> Int {
    var line = line
    while line + 1 < index.starts.count, index.starts[line + 1] <= offset { line += 1 }
    return line
  }

  /// The place of a byte of a line.
  private func position(at offset: Int, line: Int) -> SourcePosition {
    var start = max(Int(index.starts[line]), textStart)
    if continuations.isEmpty { return SourcePosition(offset: offset, line: line + 1, column: offset - start + 1) }
    var column = 1
    if !scalarCounts.isEmpty, offset - start > 2 * Self.stride {
      // Whole strides are looked up, the ends are counted.
      let (first, last) = (start / Self.stride + 1, offset / Self.stride)
      column += scalarCounts[last] - scalarCounts[first] + UTF8Text.scalars(in: start..<first * Self.stride, of: bytes)
      start = last * Self.stride
    }
    column += UTF8Text.scalars(in: start..<offset, of: bytes)
    return SourcePosition(offset: offset, line: line + 1, column: column)
  }

  /// The place of a stretch of bytes.
  public func range(_ offsets: Range<Int>) -> SourceRange {
    let start = position(at: offsets.lowerBound)
    let end = min(max(offsets.upperBound, start.offset), bytes.count)
    return SourceRange(start: start, end: position(at: end, line: line(of: end, from: start.line - 1)))
  }

  /// The place of the first line, for findings about what a file lacks.
  public var firstLine: SourceRange { range(lineOffsets(1)) }

  /// The bytes of a line, counted from 1, without its line end.
  public func lineOffsets(_ line: Int) -> Range<Int> {
    let start = max(Int(index.starts[line - 1]), textStart)
    var end = line < index.starts.count ? Int(index.starts[line]) - 1 : bytes.count
    if end > start, line < index.starts.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// A line's text, counted from 1, without its line end; invalid UTF-8 is shown as U+FFFD.
  public func line(_ line: Int) -> String {
    guard (1...lineCount).contains(line) else { return "" }
    return String(decoding: bytes[lineOffsets(line)], as: UTF8.self)
  }

  /// Where a line starts that begins with a byte, after so many that do; nil where there are no more.
  func lineStart(of byte: UInt8, after count: Int) -> Int? {
    var left = count
    return index.starts.elements.lazy.map(Int.init).first { start in
      guard start < bytes.count, bytes[start] == byte else { return false }
      left -= 1
      return left < 0
    }
  }

  /// The text of a stretch of bytes.
  public func text(_ range: SourceRange) -> String { String(decoding: bytes[range.offsets], as: UTF8.self) }
}
