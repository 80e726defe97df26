/// The bytes of a file with an index of its lines.
///
/// LF and CRLF end a line, as editors and compilers have it; libyaml's own marks also count U+0085,
/// U+2028 and U+2029, so places are computed here and not taken from it.
public struct SourceText: Sendable {
  /// The path as it was given.
  public let path: String
  /// All bytes of the file, a byte order mark included.
  public let bytes: [UInt8]
  /// Where the text starts: 3 after a UTF-8 byte order mark, else 0.
  public let textStart: Int
  /// The offset of each line's first byte.
  private let lineStarts: [Int]

  /// The text of a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var starts = [0]
    bytes.withUnsafeBufferPointer { buffer in
      for offset in buffer.indices where buffer[offset] == UInt8(ascii: "\n") { starts.append(offset + 1) }
    }
    lineStarts = starts
  }

  /// The number of lines; text after the last line end counts as one.
  public var lineCount: Int { lineStarts.count }

  /// The place of a byte; offsets beyond the end are those of the end.
  ///
  /// - Complexity: O(log lines + bytes of the line).
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, textStart), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let start = max(lineStarts[low], textStart)
    var column = 1
    bytes.withUnsafeBufferPointer { buffer in
      for index in start..<offset where buffer[index] & 0xC0 != 0x80 { column += 1 }
    }
    return SourcePosition(offset: offset, line: low + 1, column: column)
  }

  /// The place of a stretch of bytes.
  public func range(_ offsets: Range<Int>) -> SourceRange {
    SourceRange(start: position(at: offsets.lowerBound), end: position(at: offsets.upperBound))
  }

  /// The place of the first line, for findings about what a file lacks.
  public var firstLine: SourceRange { range(lineOffsets(1)) }

  /// The bytes of a line, counted from 1, without its line end.
  public func lineOffsets(_ line: Int) -> Range<Int> {
    let start = max(lineStarts[line - 1], textStart)
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, line < lineStarts.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<max(start, end)
  }

  /// A line's text, counted from 1, without its line end; invalid UTF-8 is shown as U+FFFD.
  public func line(_ line: Int) -> String {
    guard (1...lineCount).contains(line) else { return "" }
    return String(decoding: bytes[lineOffsets(line)], as: UTF8.self)
  }

  /// The text of a stretch of bytes.
  public func text(_ range: SourceRange) -> String { String(decoding: bytes[range.offsets], as: UTF8.self) }
}
