import XCTest

@testable import Provenance

/// "Words" of docs/evidence-keys.md: the bare text.
final class BareTextTests: XCTestCase {
  private func bare(_ text: String, isSwift: Bool = true) -> String {
    String(decoding: BareText.of(Array(text.utf8), isSwift: isSwift), as: UTF8.self)
  }

  func testCommentLinesEmptyLinesBlanksAtEndsAndCRLFCountForNothing() {
    XCTAssertEqual(bare("// a\nlet a = 1  \n"), "let a = 1\n")
    XCTAssertEqual(bare("a\r\n\r\n \t\r\n\t // x\n b // c\t\nd", isSwift: false), "a\n b // c\nd\n")
    XCTAssertEqual(bare(""), "")
    XCTAssertEqual(bare("\n\r\n \n"), "")
    XCTAssertEqual(bare("//"), "")
    XCTAssertEqual(bare("/// a\n//! b\n/ / c"), "/ / c\n")
  }

  func testBlanksAtTheBeginningAndWithinALineCount() {
    XCTAssertEqual(bare(" a"), " a\n")
    XCTAssertEqual(bare("\ta  b"), "\ta  b\n")
    XCTAssertEqual(bare("a\u{0B}\n"), "a\u{0B}\n", "no other blank is one")
    XCTAssertEqual(bare("a \r \t\r\n"), "a\n", "CRs and blanks in any order")
  }

  func testAnEndOfALastLineIsAddedAndCommentsBehindCodeStay() {
    XCTAssertEqual(bare("a"), "a\n")
    XCTAssertEqual(bare("a // b"), "a // b\n")
    XCTAssertEqual(bare("é // ü\n"), "é // ü\n")
  }

  func testAFileWhoseLinesDependOnOthersStandsForItself() {
    for text in [
      "/* */", "\"\"\"", "#\"a\"#", "#/a/#", "#line", "#column", "__LINE__", "a \\ \t\r\nb", "a \\", "a\rb",
      "// a \\", "\\", "// a \\\u{C}\nb", "// a ??/\nb", "a\u{B}",
    ] {
      for isSwift in [true, false] { XCTAssertEqual(bare("\n\(text) \n", isSwift: isSwift), "\n\(text) \n", text) }
    }
  }

  func testSuchATextAtTheEndOfTheFileIsSeen() {
    for text in ["/*", "\"\"\"", "#\"", "#/", "#line", "#column", "__LINE__"] {
      XCTAssertEqual(bare("\n\(text)"), "\n\(text)", text)
      XCTAssertEqual(bare("\n\(text.dropLast())"), "\(text.dropLast())\n", text)
    }
  }

  func testRawStringsOfCXXAreOnesOutsideSwiftAlone() {
    XCTAssertEqual(bare("\nR\"(", isSwift: false), "\nR\"(")
    XCTAssertEqual(bare("\n\"OR\""), "\"OR\"\n")
    XCTAssertEqual(bare("\n\"OR\"", isSwift: false), "\n\"OR\"")
  }
}
