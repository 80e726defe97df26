import XCTest

@testable import ContractKit

/// What is said of eight bytes at once is what is said of each of them.
final class UTF8TextTests: XCTestCase {
  private func word(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
  }

  /// Every byte in every place, among letters and beside bytes that a sum could carry into.
  func testPlainAndASCIIByByte() {
    for neighbour: UInt8 in [0x20, 0x61, 0x7E, 0x0A] {
      for place in 0..<8 {
        for byte in UInt8.min...UInt8.max {
          var bytes = [UInt8](repeating: neighbour, count: 8)
          bytes[place] = byte
          let isPlain = (0x20...0x7E).contains(byte) || byte == 0x0A
          XCTAssertEqual(UTF8Text.plainPrefix(word(bytes)), isPlain ? 8 : place, "\(bytes)")
          XCTAssertEqual(UTF8Text.isASCII(word(bytes)), byte < 0x80, "\(bytes)")
        }
      }
    }
    for left in UInt8.min...UInt8.max {
      for right in UInt8.min...UInt8.max {
        let bytes = [0x61, left, right, left, right, 0x61, left, right]
        let first = bytes.firstIndex { !(0x20...0x7E).contains($0) && $0 != 0x0A }
        XCTAssertEqual(UTF8Text.plainPrefix(word(bytes)), first ?? 8, "\(bytes)")
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
