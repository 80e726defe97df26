@testable import Provenance
import XCTest

final class WordTableTests: XCTestCase {
  func testEachPlaceOfAWordIsFoundInOrder() {
    let texts = ["b", "a", "", "b", "c", "b"]
    let table = WordTable(texts.map { Word($0) })
    for text in texts + ["d", "ab"] {
      XCTAssertEqual(table[Word(text)], texts.indices.filter { texts[$0] == text }, text)
    }
    XCTAssertEqual(WordTable([])[Word("a")], [])
  }
}
