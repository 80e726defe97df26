import XCTest

@testable import Base

final class JSONReaderTests: XCTestCase {
  private func members(_ text: String) throws -> [(String, String)] {
    var reader = JSONReader(Array(text.utf8), takesSurrogatePairs: true)
    var found: [(String, String)] = []
    try reader.members { key, reader in
      found.append((key, String(decoding: try reader.value().compactBytes, as: UTF8.self)))
    }
    try reader.end()
    return found
  }

  func testMembersComeInTheOrderOfTheText() throws {
    let found = try members(#" { "b" : 1 , "a":[true,null] } "#)
    XCTAssertEqual(found.map(\.0), ["b", "a"])
    XCTAssertEqual(found.map(\.1), ["1", "[true,null]"])
    XCTAssertEqual(try members("{}").count, 0)
    for bad in ["", "{", "{\"a\"", "{\"a\":1,}", "{\"a\":1}x", "[]", "{\"a\":}"] {
      XCTAssertThrowsError(try members(bad), bad)
    }
  }

  func testKeysAreDifferentWhereTheirBytesAre() throws {
    XCTAssertEqual(try members(#"{"\u00e9": 1, "e\u0301": 2}"#).map(\.1), ["1", "2"])
    XCTAssertThrowsError(try members(#"{"\u00e9": 1, "é": 2}"#)) {
      XCTAssertEqual(($0 as? JSONError)?.column, 15)
    }
    // Not so in a value, whose members are found by texts.
    XCTAssertThrowsError(try JSON(reading: Array(#"{"\u00e9": 1, "e\u0301": 2}"#.utf8)))
  }

  func testSurrogatePairsAreTakenWhereAskedFor() throws {
    XCTAssertEqual(try members(#"{"\ud83d\ude00": 1}"#).map(\.0), ["\u{1f600}"])
    for bad in [#"\ud83d"#, #"\ud83d\u0041"#, #"\ude00\ud83d"#, #"\ud83d\ude0"#, #"\ud83dx"#, #"\u+123"#] {
      XCTAssertThrowsError(try members("{\"\(bad)\": 1}"), bad)
    }
    XCTAssertThrowsError(try JSON(reading: Array(#""\ud83d\ude00""#.utf8)))
  }

  func testAnyValueCanBePassedOver() throws {
    func passes(_ text: String) -> Bool {
      var reader = JSONReader(Array(text.utf8), takesSurrogatePairs: true)
      return (try? reader.skipValue()) != nil && (try? reader.end()) != nil
    }
    for good in ["1.5e-3", "-2", "[1.0, {\"a\": [2E+5]}]", "\"x\"", "null", "{}", "[]"] {
      XCTAssertTrue(passes(good), good)
    }
    for bad in ["", "[", "{\"a\" 1}", "x", String(repeating: "[", count: 40)] { XCTAssertFalse(passes(bad), bad) }
  }
}
