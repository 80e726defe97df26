import XCTest

@testable import Provenance

/// "Words" of docs/evidence-keys.md: the words, and which files are sources.
final class WordTests: XCTestCase {
  private func words(_ text: String) -> [Word] { Word.all(in: Array(text.utf8)) }

  func testWordsAreLongestRunsThatBeginWithNoDigit() {
    XCTAssertEqual(words("a.b_1 0x1F 3rd $0 größe _"), ["a", "b_1", "gr", "e", "_"].map { Word($0) })
    XCTAssertEqual(words("1_a a1"), [Word("a1")])
    XCTAssertEqual(words(""), [])
    XCTAssertEqual(words("x"), [Word("x")])
    XCTAssertEqual(words("AZaz09_@[`{/:"), [Word("AZaz09_")], "no byte next to the ranges counts")
  }

  func testWordsThatDifferAreToldApart() {
    let texts = ["", "a", "b", "A", "ab", "ba", "a_", "_a", "a1", "kernel", "kernels"]
    XCTAssertEqual(Set(texts.map { Word($0) }).count, texts.count)
    XCTAssertEqual(Word(""), Word.none)
  }

  func testWordsStandInStringsAndInCommentsBehindCode() {
    let file = SourceFile(path: "a.swift", bytes: Array("let a = \"b \\(c)\" // d\n// e\n".utf8))
    XCTAssertEqual(file.words, Set(words: "let a b c d"))
  }

  func testSourcesAreToldByTheEndsOfTheirNames() {
    for suffix in ["swift", "c", "h", "cc", "cpp", "cxx", "hpp", "inc", "m", "mm", "S", "s", "modulemap"] {
      XCTAssertTrue(SourceFile.isSource("a/b.\(suffix)"), suffix)
      XCTAssertTrue(SourceFile.isSource(".\(suffix)"), suffix)
      XCTAssertEqual(
        SourceFile(path: "b.\(suffix)", bytes: []).isHeader, ["h", "hpp", "inc"].contains(suffix), suffix)
    }
    for path in ["swift", "a.Swift", "a.C", "a.c.txt", "a.swift/b", "a", "", "a.hh", "a.swift "] {
      XCTAssertFalse(SourceFile.isSource(path), path)
    }
  }

  func testImportsAreTheWordsBehindImportAndAKind() {
    func imports(_ text: String) -> Set<Word> { SourceFile(path: "a.swift", bytes: Array(text.utf8)).imports }
    XCTAssertEqual(
      imports("import A\n@testable import B\nlet import_ = C\n// import D\nx() // import E"),
      Set(words: "A B E"))
    for kind in ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"] {
      XCTAssertTrue(imports("import \(kind) A.B").isSuperset(of: Set(words: "A")), kind)
      XCTAssertFalse(imports("import \(kind) A.B").contains(Word("B")), kind)
    }
    XCTAssertFalse(imports("import actor A").contains(Word("A")))
    XCTAssertEqual(imports("import"), [])
    XCTAssertEqual(imports("import struct"), Set(words: "struct"))
    XCTAssertEqual(SourceFile(path: "a.c", bytes: Array("import A".utf8)).imports, [])
  }
}
