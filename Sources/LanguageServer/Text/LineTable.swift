/// Where the lines of a text start, as editors count them: LF, CRLF and CR each end one.
struct LineTable: Sendable {
  let bytes: [UInt8]
  /// Where each line starts, a byte order mark left out.
  private let starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices {
        if bytes[index] == UInt8(ascii: "\n")
          || bytes[index] == UInt8(ascii: "\r") && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n"))
        {
          starts.append(index + 1)
        }
      }
    }
    self.starts = starts
  }

  /// The number of lines; what follows the last line end is one, also where it is empty.
  var count: Int { starts.count }

  /// The bytes of a line, counted from 0, without its end; of one that is not there, the end of the text.
  func line(_ line: Int) -> Range<Int> {
    guard starts.indices.contains(line) else { return bytes.count..<bytes.count }
    let start = starts[line]
    var end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The line that a byte is in, from 0.
  func line(of offset: Int) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The byte at a position; beyond a line's end it is the line's end, within a character the character's start.
  func offset(of position: TextPosition, _ encoding: PositionEncoding) -> Int {
    guard position.line >= 0 else { return starts[0] }
    let line = line(position.line)
    guard position.character > 0 else { return line.lowerBound }
    var offset = line.lowerBound
    var units = 0
    while offset < line.upperBound {
      let length = Self.scalarLength(bytes[offset])
      let next = min(offset + length, line.upperBound)
      units += encoding == .utf8 ? next - offset : length == 4 ? 2 : 1
      if units > position.character { return offset }
      offset = next
      if units == position.character { return offset }
    }
    return offset
  }

  /// The position of a byte; beyond the end it is the end.
  func position(of offset: Int, _ encoding: PositionEncoding) -> TextPosition {
    let offset = min(max(offset, starts[0]), bytes.count)
    let number = line(of: offset)
    let line = self.line(number)
    let end = min(offset, line.upperBound)
    guard encoding == .utf16 else { return TextPosition(line: number, character: end - line.lowerBound) }
    var units = 0
    for byte in bytes[line.lowerBound..<max(line.lowerBound, end)] where byte & 0xC0 != 0x80 {
      units += byte >= 0xF0 ? 2 : 1
    }
    return TextPosition(line: number, character: units)
  }

  /// The positions of a stretch of bytes.
  func range(of offsets: Range<Int>, _ encoding: PositionEncoding) -> TextRange {
    TextRange(start: position(of: offsets.lowerBound, encoding), end: position(of: offsets.upperBound, encoding))
  }

  /// The bytes of a character that begins with a byte; 1 for a byte that begins none.
  private static func scalarLength(_ first: UInt8) -> Int {
    switch first {
    case 0xC0..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF8: 4
    default: 1
    }
  }
}
