import XCTest

@testable import LanguageServer

final class LineTableTests: XCTestCase {
  private let text = "a: \u{E9}\r\nb: \u{1F525}x\rc\n\nlast"

  func testBytesArePreferredAndUTF16IsTheDefault() {
    XCTAssertEqual(PositionEncoding.negotiated(["utf-16", "utf-8"]), .utf8)
    XCTAssertEqual(PositionEncoding.negotiated(["utf-32", "utf-16"]), .utf16)
    XCTAssertEqual(PositionEncoding.negotiated([]), .utf16)
  }

  func testEveryKindOfLineEndEndsALine() {
    let table = LineTable(Array(text.utf8))
    XCTAssertEqual(table.count, 5)
    let lines = (0..<5).map { String(decoding: table.bytes[table.line($0)], as: UTF8.self) }
    XCTAssertEqual(lines, ["a: \u{E9}", "b: \u{1F525}x", "c", "", "last"])
  }

  func testPositionsCountUnitsOfTheEncoding() {
    let table = LineTable(Array(text.utf8))
    let behindFire = Array(text.utf8).firstIndex(of: UInt8(ascii: "x"))!
    XCTAssertEqual(table.position(of: behindFire, .utf16), TextPosition(line: 1, character: 5))
    XCTAssertEqual(table.position(of: behindFire, .utf8), TextPosition(line: 1, character: 7))
    XCTAssertEqual(table.offset(of: TextPosition(line: 1, character: 5), .utf16), behindFire)
    XCTAssertEqual(table.offset(of: TextPosition(line: 1, character: 7), .utf8), behindFire)
    // Within the character: at its start.
    XCTAssertEqual(table.offset(of: TextPosition(line: 1, character: 4), .utf16), behindFire - 4)
    XCTAssertEqual(table.offset(of: TextPosition(line: 1, character: 5), .utf8), behindFire - 4)
  }

  func testEveryCharacterIsFoundAgain() {
    let bytes = Array(text.utf8)
    let table = LineTable(bytes)
    for encoding in [PositionEncoding.utf8, .utf16] {
      for offset in 0...bytes.count where offset == bytes.count || bytes[offset] & 0xC0 != 0x80 {
        // Between CR and LF there is no place.
        if offset > 0, offset < bytes.count, bytes[offset - 1] == 0x0D, bytes[offset] == 0x0A { continue }
        let position = table.position(of: offset, encoding)
        XCTAssertEqual(table.offset(of: position, encoding), offset, "\(encoding) \(offset)")
      }
    }
  }

  func testPositionsOutsideOfTheTextAreItsEnds() {
    let table = LineTable(Array(text.utf8))
    XCTAssertEqual(table.offset(of: TextPosition(line: 0, character: 99), .utf16), 5)
    XCTAssertEqual(table.offset(of: TextPosition(line: 99, character: 0), .utf16), table.bytes.count)
    XCTAssertEqual(table.offset(of: TextPosition(line: -1, character: -1), .utf8), 0)
    XCTAssertEqual(table.position(of: 9999, .utf16), TextPosition(line: 4, character: 4))
    XCTAssertEqual(LineTable([]).position(of: 3, .utf8), TextPosition(line: 0, character: 0))
  }

  func testAByteOrderMarkIsNoCharacter() {
    let table = LineTable([0xEF, 0xBB, 0xBF] + Array("ab".utf8))
    XCTAssertEqual(table.position(of: 4, .utf16), TextPosition(line: 0, character: 1))
    XCTAssertEqual(table.offset(of: TextPosition(line: 0, character: 1), .utf8), 4)
  }

  func testBytesThatAreNoTextHavePlaces() {
    let table = LineTable([0xFF, 0xC3, 0x0A, 0xF0, 0x9F])
    for line in 0..<3 {
      for character in 0..<5 {
        XCTAssertLessThanOrEqual(table.offset(of: TextPosition(line: line, character: character), .utf16), 5)
      }
    }
  }
}
