import XCTest

import ContractKit

final class WordListTests: XCTestCase {
  private func count(_ words: String, in text: String, atLeast least: Int = 0) -> Int? {
    WordList(words).count(in: text, atLeast: least)
  }

  func testWordsAreCountedOnceWhateverTheirCase() {
    XCTAssertEqual(WordList("the sum, the Sum, THE SUM of 2 sums").count, 5)
    XCTAssertEqual(count("the sum of weights", in: "Weights: the SUM, the sum"), 3)
    XCTAssertEqual(count("", in: "weights"), 0)
    XCTAssertEqual(count("weights", in: ""), 0)
  }

  func testAPartOfAWordIsNone() {
    XCTAssertEqual(count("sum", in: "sums, summed, checksum, sum2"), 0)
    XCTAssertEqual(count("sum", in: "a_sum"), 1)
    // Beyond ASCII, what bytes cannot tell apart is told apart all the same.
    XCTAssertEqual(count("sum", in: "sumé, ésum, Σsum"), 0)
    XCTAssertEqual(count("sum", in: "sum ≤ 1"), 1)
    XCTAssertEqual(count("σ bounded", in: "Σ is bounded"), 2)
  }

  /// The same letter with other bytes is the same.
  func testComposedAndDecomposedLettersAreEqual() {
    XCTAssertEqual(count("caf\u{E9}", in: "cafe\u{301} \u{E9}"), 1)
    XCTAssertEqual(count("cafe\u{301}", in: "caf\u{E9}"), 1)
    XCTAssertEqual(count("caf\u{E9}", in: "cafe"), 0)
  }

  func testFewerThanEnoughAreNone() {
    XCTAssertEqual(count("a b c", in: "a b", atLeast: 2), 2)
    XCTAssertNil(count("a b c", in: "a b", atLeast: 3))
    XCTAssertEqual(count("a b c", in: "a ≤ b", atLeast: 2), 2)
    XCTAssertNil(count("a b c", in: "a ≤ bé", atLeast: 2))
  }
}
