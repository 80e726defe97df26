import Foundation
import XCTest

@testable import ModelFixtures
@testable import Models

final class TokenizerTests: XCTestCase {
  private let samples = [
    "Once upon a time", "", " ", "  two  blanks ", "can't WON'T 'S ' s", "a\n\n b\r\n\tc", "x1234y", "ä ö 漢字 😀",
    "<|im_end|>",
  ]

  func testTextComesBack() throws {
    let folder = try TemporaryFolder()
    for words in [PreTokenizer.gpt2, .qwen2] {
      let fixture = FixtureTokenizer(words)
      try Data(fixture.json).write(to: URL(fileURLWithPath: folder.file("tokenizer.json")))
      let tokenizer = try Tokenizer(json: folder.file("tokenizer.json"))
      XCTAssertEqual(tokenizer.preTokenizer, words)
      for text in samples { XCTAssertEqual(tokenizer.decode(try tokenizer.encode(text)), text) }
      XCTAssertEqual(tokenizer.decode([383]), "<|im_end|>")
    }
  }

  func testWords() {
    let text = "I'LL say: 'we've  got\n 123 items!'\n\n"
    XCTAssertEqual(
      PreTokenizer.gpt2.words(text),
      ["I", "'", "LL", " say", ":", " '", "we", "'ve", " ", " got", "\n", " 123", " items", "!'", "\n\n"])
    XCTAssertEqual(
      PreTokenizer.qwen2.words(text),
      ["I", "'LL", " say", ":", " '", "we", "'ve", " ", " got", "\n", " ", "1", "2", "3", " items", "!'\n\n"])
  }
}
