import FalsifierKit
import XCTest

final class SeededGeneratorTests: XCTestCase {
  func testTheSeedDependsOnEachPartOfThePurposeAndOnNothingElse() {
    func seed(_ contract: String, _ falsifier: String, _ generator: String, _ domain: String) -> String {
      SeededGenerator(contract: contract, falsifier: falsifier, generator: generator, domain: domain).seed
    }
    let all = Set([
      seed("c", "f", "g", "d"), seed("x", "f", "g", "d"), seed("c", "x", "g", "d"), seed("c", "f", "x", "d"),
      seed("c", "f", "g", "x"), seed("cf", "", "g", "d"),
    ])
    XCTAssertEqual(all.count, 6)
    XCTAssertEqual(seed("c", "f", "g", "d"), seed("c", "f", "g", "d"))
  }

  /// The first numbers from splitmix64 with seed 0 and xoshiro256** after it, computed independently
  /// with Python integers: a change of the generator has to change its version.
  func testTheNumbersOfVersionOneArePinned() {
    var generator = SeededGenerator(seed: "0")
    XCTAssertEqual(SeededGenerator.version, 1)
    XCTAssertEqual(
      (0..<3).map { _ in generator.next() },
      [11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768])
  }

  func testRanges() {
    var generator = SeededGenerator(seed: "1")
    for _ in 0..<10_000 {
      let unit = generator.unit()
      XCTAssertTrue(unit >= -1 && unit < 1)
      XCTAssertTrue((3..<7).contains(generator.integer(in: 3..<7)))
      let scaled = generator.scaled(exponents: -4...4)
      XCTAssertTrue((-4...4).contains(Int(scaled.exponent)))
    }
  }
}
