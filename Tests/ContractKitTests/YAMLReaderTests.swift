import XCTest

import ContractKit

final class YAMLReaderTests: XCTestCase {
  private func read(_ bytes: [UInt8]) -> (SourceText, YAMLReader) {
    let source = SourceText(path: "a.yaml", bytes: bytes)
    return (source, YAMLReader(source))
  }

  private func read(_ text: String) -> (SourceText, YAMLReader) { read(Array(text.utf8)) }

  private func place(_ text: String, _ path: String...) -> String? {
    let (source, reader) = read(text)
    var node = reader.root
    for key in path {
      node = node.flatMap { Int(key).flatMap { [n = $0] in n.elements.map(Array.init)?[$0] } ?? $0[key] }
    }
    return node.map { source.text(source.range($0.offsets)) }
  }

  func testScalarsKeepTheirText() {
    let (_, reader) = read("a: no\nb: 1.0\nc: 1e-6\nd: 010\ne: 12:30:45\nf: 2026-01-01\ng: ~\n")
    let texts = reader.root?.entries?.map { $0.value.text }
    XCTAssertEqual(texts, ["no", "1.0", "1e-6", "010", "12:30:45", "2026-01-01", nil])
  }

  func testPlacesOfValues() {
    XCTAssertEqual(place("a:\n  b: 'x y' # no\n", "a", "b"), "'x y'")
    XCTAssertEqual(place("a: [1, {b: 2}]\n", "a", "1"), "{b: 2}")
    XCTAssertEqual(place("a:\n  b: 1\n\n\n# c\nd: 2\n", "a"), "b: 1", "a block ends with its last value")
    XCTAssertEqual(place("a: |\n  x\n  y\n\n\nb: 1\n", "a"), "|\n  x\n  y")
    XCTAssertEqual(place("σ: Σ\né: 日本 # x\n", "é"), "日本")
  }

  func testLinesAndColumnsCountScalars() {
    let (source, reader) = read("x: e\u{301}日 # \u{2028} \u{85}\r\nb: c\r\n")
    let entries = Array(reader.root!.entries!)
    let b = entries[1]
    XCTAssertEqual(source.position(at: b.value.offsets.lowerBound).line, 2)
    XCTAssertEqual(source.position(at: b.value.offsets.lowerBound).column, 4)
    let x = source.range(entries[0].value.offsets)
    XCTAssertEqual(x.start.column, 4)
    XCTAssertEqual(x.end.column, 7, "e, an accent and a wide character are three scalars")
    XCTAssertEqual(source.line(2), "b: c")
  }

  func testByteOrderMarkAndCRLFAreHarmless() {
    let (source, reader) = read([0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: |\r\n  x\r\n".utf8))
    XCTAssertEqual(reader.diagnostics.count, 0)
    let a = reader.root!.entries!.first!
    XCTAssertEqual(source.position(at: a.key.offsets.lowerBound).column, 1)
    XCTAssertEqual(a.key.offsets, 3..<4)
    XCTAssertEqual(reader.root?["b"]?.text, "x\n")
  }

  func testDepthIsRefusedAtThe65thStartEvent() {
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    XCTAssertNotNil(read(deepest).1.root)
    let (_, reader) = read("[" + deepest + "]")
    XCTAssertNil(reader.root)
    XCTAssertEqual(reader.diagnostics.map(\.rule), ["too-deep"])
    XCTAssertEqual(reader.diagnostics[0].range?.start.column, 65)
  }

  func testHostileInputIsRefusedQuickly() {
    for text in [
      String(repeating: "[", count: 1_000_000), String(repeating: "{a: ", count: 250_000),
      String(repeating: "- ", count: 500_000), "a: &a [1]\nb: [*a, *a, *a]\n", "? [1, 2]\n: 3\n", "\"\\x",
      "%YAML 9.9\n---\na: 1",
      "a: !!binary x\n", "'", "\t- a", "a: b: c", "&a", "*a", "---\n---\n", "a: 1\n...\nb: 2",
    ] {
      let start = ContinuousClock.now
      _ = read(text)
      XCTAssertLessThan(ContinuousClock.now - start, .seconds(2), String(text.prefix(20)))
    }
  }

  func testManyKeysAndDuplicatesAmongThem() {
    var text = (0..<200_000).map { "k\($0): 1\n" }.joined()
    text += "k17: 2\nk3: 2\n"
    let start = ContinuousClock.now
    let (_, reader) = read(text)
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(10))
    XCTAssertEqual(reader.diagnostics.map { $0.related[0].range!.start.line }, [18, 4])
    XCTAssertEqual(reader.diagnostics.map { $0.range!.start.line }, [200_001, 200_002])
  }

  /// Keys are equal as strings are: an accent may be a scalar of its own, and the sign of the kelvin is a K.
  func testKeysThatAreEqualWithOtherBytes() {
    for (text, isRepeated) in [
      ("\u{E9}: 1\ne\u{301}: 2\n", true), ("K: 1\n\u{212A}: 2\n", true), ("\u{212A}: 1\nK: 2\n", true),
      ("\u{E9}: 1\ne: 2\n", false), ("ab: 1\nbb: 2\nba: 3\na: 4\nabb: 5\n", false), ("acb: 1\nadb: 2\nacb: 3\n", true),
      ("a: {b: 1}\nb: {b: 1, c: {b: 1}, b: 2}\n", true), ("a: {b: 1}\nb: {a: 1, c: {b: 1}}\n", false),
    ] {
      XCTAssertEqual(read(text).1.diagnostics.map(\.rule), isRepeated ? ["duplicate-key"] : [], text)
    }
    XCTAssertEqual(read("\u{E9}: 1\n").1.root?["e\u{301}"]?.text, "1")
  }

  func testBadBytesAreFoundAtTheirPlace() {
    for (bytes, rule, column) in [
      ([0x61, 0xFF], "invalid-utf8", 2), ([0x61, 0x62, 0x00], "invalid-character", 3),
      ([0xC0, 0x80], "invalid-utf8", 1), ([0x61, 0xED, 0xA0, 0x80], "invalid-utf8", 2),
      ([0x61, 0xE2, 0x82], "invalid-utf8", 2), ([0xFF, 0xFE, 0x61, 0x00], "invalid-utf8", 1),
      ([0xC3, 0xA9, 0xF4, 0x90, 0x80, 0x80], "invalid-utf8", 2), ([0x1B], "invalid-character", 1),
    ] as [([UInt8], String, Int)] {
      // Behind texts of many lengths, in ASCII and beyond: they are looked at some bytes at a time.
      for text in ["a", "\u{3C3}", "\u{1F600}", "plain \u{E9}"] {
        for count in 0...40 {
          let before = String(repeating: text, count: count)
          let (_, reader) = read(Array(before.utf8) + bytes + Array(before.utf8))
          XCTAssertEqual(reader.diagnostics.map(\.rule), [rule], "\(before) \(bytes)")
          XCTAssertEqual(
            reader.diagnostics.first?.range?.start.column, column + before.unicodeScalars.count, "\(before) \(bytes)")
        }
      }
    }
  }

  func testSyntaxErrorsNameTheLineAndWhereItBegan() {
    let (_, reader) = read("a: [1,\n  2\nb: 3\n")
    XCTAssertNil(reader.root)
    XCTAssertEqual(reader.diagnostics.map(\.rule), ["yaml-syntax"])
    XCTAssertEqual(reader.diagnostics[0].related.first?.range?.start.line, 1)
  }

  /// Any cut of a contract is read without a trap.
  func testEveryPrefixIsRead() {
    let text = Array("a: {b: [é, \"x\\n\"], ? c : |\n  d}\n}\ne: *f\n--- &g !h\n".utf8)
    for count in 0...text.count { _ = ContractFile(path: "a.yaml", bytes: Array(text[..<count])) }
    for byte in 0...255 {
      for index in text.indices {
        var other = text
        other[index] = UInt8(byte)
        _ = ContractFile(path: "a.yaml", bytes: other)
      }
    }
  }
}
