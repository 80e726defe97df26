import XCTest

import ContractKit

/// What is said of eight bytes at once is what is said of each of them.
final class UTF8TextTests: XCTestCase {
  private func word(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }

  /// The high bits of the bytes that meet a condition.
  private func mask(_ bytes: [UInt8], _ condition: (UInt8) -> Bool) -> UInt64 {
    word(bytes.map { condition($0) ? 0x80 : 0 })
  }

  /// Texts of every short length, with the one byte that is not ASCII in every place.
  func testASCIIOfEveryLength() {
    for count in 0...35 {
      let text = [UInt8](repeating: 0x61, count: count)
      XCTAssertTrue(text.withUnsafeBufferPointer(UTF8Text.isASCII))
      for place in 0..<count {
        var other = text
        other[place] = 0x80
        XCTAssertFalse(other.withUnsafeBufferPointer(UTF8Text.isASCII), "\(place) of \(count)")
      }
    }
  }

  /// The index of texts of every short length says what a walk over their bytes finds.
  func testIndexOfEveryLength() {
    let lines = [
      "\u{FEFF}a: σσ", "", "b: ∑😀 plain text\r", "and more of it, over a block of bytes and\u{301} beyond", "",
    ]
    let text = Array(lines.joined(separator: "\n").utf8)
    for start in [0, 3] {
      for count in start...text.count {
        let bytes = Array(text[..<count])
        let index = TextIndex(bytes, from: start)
        let starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
        XCTAssertEqual(index.starts.elements.map(Int.init), starts, "\(count)")
        XCTAssertEqual(
          index.continuations.elements.map(Int.init), bytes.indices.filter { $0 >= start && bytes[$0] & 0xC0 == 0x80 })
        XCTAssertEqual(
          index.blockLines.elements.map(Int.init),
          stride(from: 0, through: count, by: TextIndex.block).map { block in starts.count { $0 <= block } - 1 })
        XCTAssertEqual(index.longest, zip(starts, starts.dropFirst() + [count]).map { $1 - $0 }.max())
      }
    }
  }

  /// Where there is no LF, CR ends lines; what no contract can contain is found in words and behind the last whole one.
  func testLinesOfCarriageReturnsAndTheFirstBadCharacter() {
    let text = Array("a: b\rcde: a plain text\r\rend".utf8)
    for count in 0...text.count {
      let bytes = Array(text[..<count])
      let index = TextIndex(bytes, from: 0)
      let starts = [0] + bytes.indices.filter { bytes[$0] == 0x0D }.map { $0 + 1 }
      XCTAssertEqual(index.starts.elements.map(Int.init), starts, "\(count)")
      XCTAssertEqual(index.longest, zip(starts, starts.dropFirst() + [count]).map { $1 - $0 }.max())
    }
    for place in 0..<40 {
      var bytes = [UInt8](repeating: 0x61, count: 40)
      bytes[place] = 0x01
      bytes[39] = 0xFF
      let found = ContractFile(path: "/nowhere/a-v1.yaml", bytes: bytes).diagnostics.first
      XCTAssertEqual(found?.range?.start.offset, place)
    }
  }

  /// Every byte in every place, among letters and beside bytes that a sum could carry into.
  func testPlainAndASCIIByByte() {
    for neighbor: UInt8 in [0x20, 0x61, 0x7E, 0x0A] {
      for place in 0..<8 {
        for byte in UInt8.min...UInt8.max {
          var bytes = [UInt8](repeating: neighbor, count: 8)
          bytes[place] = byte
          XCTAssertEqual(UTF8Text.notable(word(bytes)), mask(bytes) { !(0x20...0x7E).contains($0) }, "\(bytes)")
          XCTAssertEqual(UTF8Text.isASCII(word(bytes)), byte < 0x80, "\(bytes)")
          XCTAssertEqual(UTF8Text.continuations(word(bytes)), mask(bytes) { $0 & 0xC0 == 0x80 }, "\(bytes)")
          XCTAssertEqual(bytes.withUnsafeBufferPointer(UTF8Text.isASCII), byte < 0x80, "\(bytes)")
        }
      }
    }
    for left in UInt8.min...UInt8.max {
      for right in UInt8.min...UInt8.max {
        let bytes = [0x61, left, right, left, right, 0x61, left, right]
        XCTAssertEqual(UTF8Text.notable(word(bytes)), mask(bytes) { !(0x20...0x7E).contains($0) }, "\(bytes)")
      }
    }
  }

  func testScalarsOfEveryStretch() {
    let text = "aé∑😀 plain text in ASCII, then σσσσ日本語 and e\u{301}."
    let bytes = Array(text.utf8)
    let starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
    for lower in 0...bytes.count {
      for upper in lower...bytes.count {
        XCTAssertEqual(
          UTF8Text.scalars(in: lower..<upper, of: bytes), starts.count { (lower..<upper).contains($0) })
      }
    }
  }

  /// A long line beyond ASCII whose end is the end of a stretch of counted bytes, and those around it.
  func testEndOfALongLine() {
    for count in 12_280...12_300 {
      let text = "é" + String(repeating: "x", count: count - 2)
      let source = SourceText(path: "a", bytes: Array(text.utf8))
      XCTAssertEqual(
        source.position(at: count), SourcePosition(offset: count, line: 1, column: text.unicodeScalars.count + 1))
    }
  }

  /// Lines and columns are those that a walk over the scalars counts.
  func testPositionsOfEveryByte() {
    for text in ["", "\n", "a", "a\nb", "a\r\n\r\nσ\n", String(repeating: "x", count: 200) + "\n∑ y\n\n\nz"] {
      let source = SourceText(path: "a", bytes: Array(text.utf8))
      var (offset, line, column) = (0, 1, 1)
      for scalar in text.unicodeScalars {
        XCTAssertEqual(source.position(at: offset), SourcePosition(offset: offset, line: line, column: column), text)
        offset += UTF8.width(scalar)
        (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      }
      let end = source.position(at: offset + 5)
      XCTAssertEqual(end, SourcePosition(offset: offset, line: line, column: column), text)
      XCTAssertEqual(source.range(0..<offset), SourceRange(start: source.position(at: 0), end: end), text)
    }
  }
}
