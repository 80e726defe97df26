import Foundation
import XCTest

@testable import Models

/// A word of n letters takes n log n: counted in comparisons, which do not depend on the machine.
final class TokenizerGrowthTests: XCTestCase {
  private func comparisons(_ tokenizer: Tokenizer, _ word: String) throws -> Int {
    var encoder = WordEncoder(tokenizer: tokenizer)
    var ids: [Int] = []
    try encoder.encode(Array(word.utf8), into: &ids)
    XCTAssertLessThan(ids.count, word.utf8.count)
    return encoder.comparisons
  }

  private func check(_ tokenizer: Tokenizer, _ unit: String) throws {
    let count = 4096 / unit.utf8.count
    let (one, two) = (
      try comparisons(tokenizer, String(repeating: unit, count: count)),
      try comparisons(tokenizer, String(repeating: unit, count: 2 * count))
    )
    // Twice n log n is at most 2 (1 + 1 / log n) as much: 2.2 from 4096 bytes on. A square would be 4.
    XCTAssertLessThan(Double(two), 2.3 * Double(one), unit)
    // Each letter is a candidate once and each merge brings two: three go in and out, at 3 log n comparisons.
    XCTAssertLessThan(Double(two), 9 * 8192 * log2(3 * 8192), unit)
  }

  func testWordsTwiceAsLong() throws {
    // The characters of the second are merged from bytes in the first vocabulary; the others have no merges for them.
    for (file, units) in [
      ("qwen2", ["Onceuponatime", "東京都に行きました。한국어"]), ("gemma", ["Onceuponatime", "modelthatweightwhich"]),
    ] {
      let tokenizer = try Tokenizer(json: "\(TokenizerGoldenTests.folder)/\(file).json")
      for unit in units { try check(tokenizer, unit) }
    }
    try check(Tokenizer(gguf: TokenizerGoldenTests.vocabulary("spm", name: nil), path: "the file"), "Onceuponatime")
  }

  /// Runs that no rule cuts, and tokens that overlap everywhere, end quickly and lose nothing.
  func testLongRuns() throws {
    for name in ["qwen2", "llama-bpe", "gpt-2", "smollm", "default"] {
      let tokenizer = try Tokenizer(gguf: TokenizerGoldenTests.vocabulary("bpe", name: name), path: "the file")
      for unit in [" ", "\n", "7", "a", "漢", "'", " \n", "<ab", "<ab>>", "\u{301}"] {
        let text = String(repeating: unit, count: 20_000 / unit.utf8.count)
        XCTAssertEqual(
          tokenizer.decode(try tokenizer.encode(text, special: true, framed: false)), text, "\(name): \(unit)")
      }
    }
  }
}
