import XCTest

@testable import Base

final class JSONTextTests: XCTestCase {
  private static let value = JSON.object([
    "": .array([]), "a": .object([:]),
    "b": .array([.integer(-1), .array([.null, .bool(true)]), .object(["x": .null])]),
    "c\"\\\n\r\t\u{1}\u{7F}": .string("q\"\\\n\r\t\u{1F}/\u{7F}"), "é": .string("e\u{301}"), "z": .integer(.max),
  ])

  func testCanonicalBytesAreKnownWithoutWritingThemAgain() throws {
    XCTAssert(try JSONText.read(Self.value.canonicalBytes).isCanonical)
    for text in ["1\n", "\"\"\n", "{}\n", "[]\n", "null\n"] {
      XCTAssert(try JSONText.read(Array(text.utf8)).isCanonical)
    }
    for text in [
      "1", " 1\n", "1\n\n", "{ }\n", "[\n]\n", "[1]\n", "[\n  1,2\n]\n", "[\n  1 ,\n  2\n]\n", "[\n   1\n]\n",
      "[\r\n  1\n]\n",
      "{\"a\":1}\n", "{\n  \"a\":1\n}\n", "{\n  \"a\" : 1\n}\n", "{\n  \"a\":\t1\n}\n",
      "{\n  \"b\": 1,\n  \"a\": 1\n}\n",
      "{\n  \"é\": 1,\n  \"z\": 1\n}\n", "\"\\u0041\"\n", "\"\\/\"\n", "\"\\b\"\n", "\"\\u001F\"\n", "\"\\u000a\"\n",
      "{\n  \"\\u0061\": 1\n}\n",
    ] { XCTAssertFalse(try JSONText.read(Array(text.utf8)).isCanonical, text) }
  }

  func testABlankMoreOrAByteLessIsNoticed() throws {
    let bytes = Self.value.canonicalBytes
    var read = 0
    for index in 0...bytes.count {
      var changed = [" ", "\n", "\t"].map { blank in
        var bytes = bytes
        bytes.insert(blank.utf8.first!, at: index)
        return bytes
      }
      if index < bytes.count {
        changed.append(bytes)
        changed[3].remove(at: index)
      }
      for bytes in changed {
        guard let text = try? JSONText.read(bytes) else { continue }
        read += 1
        let isCanonical = text.root.json.canonicalBytes == bytes
        XCTAssertEqual(text.isCanonical, isCanonical, "at \(index): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    XCTAssertGreaterThan(read, 200, "blanks may stand in many places")
  }

  func testValuesAreFoundByTheBytesOfTheirNames() throws {
    let text = try JSONText.read(
      Array(#"{"b": [1, {"x": 2}, []], "a": "\u00e9", "\u0063": true, "n": null, "e": {}}"#.utf8))
    let root = text.root
    XCTAssertEqual(root.members.map { $0.map(\.key) }, ["b", "a", "c", "n", "e"])
    XCTAssertEqual(root.members?.count, 5)
    XCTAssertEqual(root["a"]?.string, "é")
    XCTAssertEqual(root["c"]?.bool, true, "a name with an escape")
    XCTAssertEqual(root["n"]?.isNull, true)
    XCTAssertNil(root["d"])
    XCTAssertNil(root["b"]?["x"], "an array has no members")
    let elements = Array(try XCTUnwrap(root["b"]?.elements))
    XCTAssertEqual(elements.map(\.integer), [1, nil, nil])
    XCTAssertEqual(elements[1]["x"]?.integer, 2)
    XCTAssertEqual(elements[2].elements.map { Array($0).count }, 0)
    XCTAssertNil(elements[0].string)
    XCTAssertNil(elements[0].members)
    XCTAssertEqual(try root["e"]?.members?.dictionary { try XCTUnwrap($0.value.integer) }, [:])
    XCTAssertEqual(root["b"]?.json, .array([.integer(1), .object(["x": .integer(2)]), .array([])]))
  }

  func testAKeyThatOccursTwiceIsRefusedHoweverItIsWritten() {
    let cases = [
      (#"{"a": {"b": 1}, "a": 2}"#, 17), (#"{"b": {"c": 1, "d": 2}, "a": 2, "b": 3}"#, 33),
      (#"{"a": 1, "\u0061": 2}"#, 10),
      (#"{"\u0061": 1, "a": 2}"#, 15), ("{\"é\": 1, \"e\u{301}\": 2}", 11),
      (#"{"b": 1, "a": 2, "c": {"a": 1}, "c": 3}"#, 33),
      // The same characters in other bytes.
      ("{\"K\": 1, \"\u{212A}\": 2}", 10),
    ]
    for (text, column) in cases {
      XCTAssertThrowsError(try JSONText.read(Array(text.utf8)), text) { error in
        let error = error as? JSONError
        XCTAssertEqual(error?.column, column, text)
        XCTAssertEqual(error?.reason.hasSuffix("occurs twice"), true, "\(error as Any)")
      }
    }
  }

  func testManyObjectsWithKeysOutOfOrderAreReadInLinearTime() throws {
    let text = "[" + (0..<50_000).map { "{\"b\":\($0),\"a\":0}" }.joined(separator: ",") + "]"
    let started = ContinuousClock.now
    XCTAssertEqual(try JSONText.read(Array(text.utf8)).root.elements.map { Array($0).count }, 50_000)
    XCTAssertLessThan(ContinuousClock.now - started, .seconds(20), "quadratic reading takes minutes")
  }
}
