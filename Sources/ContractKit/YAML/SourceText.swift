#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
  /// Whether all bytes are ASCII, so that a byte is a column.
  let isASCII: Bool
  /// The offset of each line's first byte.
  private let lineStarts: [Int]
  /// How many scalars start before each multiple of ``stride``; only where a line is longer than that.
  private let scalarCounts: [Int]
  private static let stride = 4096

  /// The text of a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    textStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    isASCII = bytes.withUnsafeBufferPointer { buffer in
      var all: UInt8 = 0
      for byte in buffer { all |= byte }
      return all < 0x80
    }
    let longest: Int
    (lineStarts, longest) = Self.lineStarts(bytes)
    scalarCounts = longest > Self.stride && !isASCII ? Self.scalarCounts(bytes) : []
  }

  /// Where lines start, and the length of the longest one.
  private static func lineStarts(_ bytes: [UInt8]) -> (starts: [Int], longest: Int) {
    var starts = [0]
    // Lines of contracts have 48 bytes on average.
    starts.reserveCapacity(bytes.count / 32 + 1)
    var longest = 0
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count, let found = memchr(buffer.baseAddress! + start, 0x0A, buffer.count - start) {
        let next = UnsafeRawPointer(found) - buffer.baseAddress! + 1
        longest = max(longest, next - start)
        starts.append(next)
        start = next
      }
      longest = max(longest, buffer.count - start)
    }
    return (starts, longest)
  }

  /// Columns in a file on one line would take quadratic time without them.
  private static func scalarCounts(_ bytes: [UInt8]) -> [Int] {
    var counts: [Int] = []
    var count = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % stride == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    return counts
  }

  /// The number of lines; text after the last line end counts as one.
  public var lineCount: Int { lineStarts.count }

  /// The place of a byte; offsets beyond the end are those of the end.
  ///
  /// - Complexity: O(log lines), and the bytes of the line up to a constant.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, textStart), bytes.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    var start = max(lineStarts[low], textStart)
    if isASCII { return SourcePosition(offset: offset, line: low + 1, column: offset - start + 1) }
    var column = 1
    if !scalarCounts.isEmpty, offset - start > 2 * Self.stride {
      // Whole strides are looked up, the ends are counted.
      let (first, last) = (start / Self.stride + 1, offset / Self.stride)
      column += scalarCounts[last] - scalarCounts[first] + scalars(in: start..<first * Self.stride)
      start = last * Self.stride
    }
    column += scalars(in: start..<offset)
    return SourcePosition(offset: offset, line: low + 1, column: column)
  }

  /// How many scalars start in a stretch.
  private func scalars(in offsets: Range<Int>) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      for index in offsets where buffer[index] & 0xC0 != 0x80 { count += 1 }
      return count
    }
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

  /// Where a line starts that begins with a byte, after so many that do; nil where there are no more.
  func lineStart(of byte: UInt8, after count: Int) -> Int? {
    var left = count
    return lineStarts.first { start in
      guard start < bytes.count, bytes[start] == byte else { return false }
      left -= 1
      return left < 0
    }
  }

  /// The text of a stretch of bytes.
  public func text(_ range: SourceRange) -> String { String(decoding: bytes[range.offsets], as: UTF8.self) }
}
