import Foundation
import XCTest

import ContractKit

/// A fixer changes nothing but what it says: whatever it is given, the rest of the file says the same, byte by byte.
final class FixPropertyTests: XCTestCase {
  /// What a scalar says, and where a collection begins and ends.
  private func values(_ bytes: [UInt8]) -> [String]? {
    YAMLReader(SourceText(path: "a-v1.yaml", bytes: bytes)).root.map { root in
      let tree = root.tree
      return (0..<tree.records.count).map { position in
        let record = tree.records[position]
        return record.kind.isScalar
          ? "\(tree.isNull(position) ? "null" : "text") \(tree.text(position))" : "\(record.kind) to \(record.next)"
      }
    }
  }

  /// The bytes between the stretches that fixes replace.
  private func rest(_ bytes: [UInt8], without ranges: [Range<Int>]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var position = 0
    for range in ranges {
      parts.append(Array(bytes[position..<range.lowerBound]))
      position = range.upperBound
    }
    return parts + [Array(bytes[position...])]
  }

  /// Fixes a file and compares it with what it was; says how many fixes were made.
  @discardableResult
  private func assertNothingElseMoves(_ bytes: [UInt8], _ name: String) -> Int {
    let fixed = FixedFile(ContractFile(path: "/nowhere/a-v1.yaml", bytes: bytes))
    guard !fixed.fixes.isEmpty else {
      XCTAssertEqual(fixed.new, bytes, name)
      return 0
    }
    var shift = 0
    let places = fixed.fixes.map { fix in
      let start = fix.offsets.lowerBound + shift
      shift += fix.replacement.utf8.count - fix.offsets.count
      return start..<start + fix.replacement.utf8.count
    }
    XCTAssertEqual(rest(fixed.new, without: places), rest(bytes, without: fixed.fixes.map(\.offsets)), name)
    for (place, fix) in zip(places, fixed.fixes) {
      XCTAssertEqual(String(decoding: fixed.new[place], as: UTF8.self), fix.replacement, name)
      let old = bytes[fix.offsets]
      XCTAssertFalse(
        old.contains { [UInt8(ascii: "&"), UInt8(ascii: "#"), 0x0A].contains($0) }, "\(name): \(fix.title)")
    }
    guard let (before, after) = values(bytes).flatMap({ old in values(fixed.new).map { (old, $0) } }) else {
      XCTFail("\(name) cannot be read")
      return 0
    }
    XCTAssertEqual(before.count, after.count, name)
    let changed = zip(before, after).filter { $0 != $1 }
    let meant = fixed.fixes.compactMap(\.change).map { "text \($0.text)" }
    // A version is another text only where it was completed; a key always is.
    XCTAssertEqual(changed.map(\.1).filter { !meant.contains($0) }, [], name)
    XCTAssertLessThanOrEqual(changed.count, meant.count, name)
    return fixed.fixes.count
  }

  /// A file as it is, without its last line end, with other line ends, and with mistakes that are fixed.
  private func variants(_ bytes: [UInt8]) -> [(String, [UInt8])] {
    var variants = [("as it is", bytes)]
    var trimmed = bytes
    while trimmed.last == 0x0A || trimmed.last == 0x0D { trimmed.removeLast() }
    variants.append(("without its last line end", trimmed))
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    for (old, new) in [
      ("formula:", "fromula:"), ("domain:", "&here domian:"), ("metadata:", "\"metadtaa\":"),
      ("falsification_tests:", "!!str falsification-tests: # kept"), ("prediction:", "predicton:   &anchor"),
    ] {
      let misspelled = text.replacing(old, with: new)
      variants.append((new, Array(misspelled.utf8)))
      variants.append(("\(new), CRLF", Array(misspelled.replacing("\n", with: "\r\n").utf8)))
      variants.append(("\(new), cut", Array(misspelled.utf8.dropLast())))
    }
    return variants
  }

  func testTheCorpusKeepsWhatItSays() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let folder =
      ProcessInfo.processInfo.environment["PV_CORPUS"]
      ?? root.appendingPathComponent("../../../shared/corpus").standardized.path
    guard Files.isFolder(folder) else { throw XCTSkip("corpus not fixed: there is no \(folder); set PV_CORPUS") }
    var count = 0
    for path in FileWalk.files(below: folder, extensions: ["yaml"]).files {
      for (name, bytes) in variants(try Files.read(path)) { count += assertNothingElseMoves(bytes, "\(path), \(name)") }
    }
    XCTAssertGreaterThan(count, 1000)
  }

  func testLookAlikesKeepWhatTheySay() {
    var count = 0
    for seed in UInt64(1)...12 {
      for (name, bytes) in variants(LookAlike(seed: seed, equations: 3).bytes) {
        count += assertNothingElseMoves(bytes, "seed \(seed), \(name)")
      }
    }
    XCTAssertGreaterThan(count, 100)
  }

  /// A line end belongs to a block scalar's text unless it is stripped, so a file that ends in one without is right.
  func testBlockScalarsOfEachStyleKeepTheirText() throws {
    let text = String(decoding: RuleExample.completed([]), as: UTF8.self)
    for style in ["|", "|-", "|+", ">", ">-", ">+", "|2", "|2-", "|2+", ">2", "> # kept", "&note |", "!!str >+"] {
      for end in ["", "\n", "\n\n", "\n  \n", "\n  ", "\r\n", "\n# kept\n", "\n# kept"] {
        for key in ["notes", "description"] {
          let bytes = Array("\(text)\(key): \(style)\n  first\n  second\(end)".utf8)
          assertNothingElseMoves(bytes, "\(key): \(style) ended by \(end.debugDescription)")
        }
      }
    }
    let clipped = Array("\(text)notes: |\n  first".utf8)
    XCTAssertEqual(FixedFile(ContractFile(path: "a-v1.yaml", bytes: clipped)).fixes.map(\.title), [])
    let stripped = Array("\(text)notes: |-\n  first".utf8)
    XCTAssertEqual(FixedFile(ContractFile(path: "a-v1.yaml", bytes: stripped)).fixes.count, 1)
  }

  func testAnchorsTagsAndLineEndsStay() {
    func fixed(_ text: String) -> String {
      String(decoding: FixedFile(ContractFile(path: "a-v1.yaml", bytes: Array(text.utf8))).new, as: UTF8.self)
    }
    let body = "equations: {e: {formula: f, domain: d}}\n"
    XCTAssertEqual(
      fixed("metadata: {version: &v 1.0, &d descripton: d}\n" + body),
      "metadata: {version: &v \"1.0.0\", &d description: d}\n" + body)
    let tagged = "metadata: {version: !!float 1.0, description: d}\n" + body
    XCTAssertEqual(fixed(tagged), tagged)
    let onTwoLines = "? &m\n  metadtaa\n: {version: \"1.0.0\"}\n" + body
    XCTAssertEqual(fixed(onTwoLines), onTwoLines)
    let carriageReturns = "metadata:\r  version: \"1.0.0\"\requations: {e: {formula: f}}\r"
    XCTAssertEqual(fixed(carriageReturns), carriageReturns)
    XCTAssertEqual(fixed(String(carriageReturns.dropLast())), carriageReturns)
  }

  // MARK: Statuses

  /// A contract with its statuses set to one that it has nowhere.
  private func rewritten(_ bytes: [UInt8]) -> [UInt8]? {
    guard let contract = ContractFile(path: "/nowhere/a-v1.yaml", bytes: bytes).contract else { return nil }
    let entries = contract.falsifiers.map {
      Verification.Entry(
        contract: contract, falsifier: $0,
        verdict: Verdict(status: .falsified, reasons: [], checks: [], mutants: []), isWaived: false)
    }
    return StatusWriter.rewrite(bytes, .init(path: contract.path, entries: entries))
  }

  private func assertOnlyStatusesMove(_ bytes: [UInt8], _ name: String) -> Bool {
    guard let new = rewritten(bytes) else { return false }
    func others(_ bytes: [UInt8]) -> [String] {
      String(decoding: bytes, as: UTF8.self).replacing(/discharge_status: *[A-Z_]+(, )?/, with: "")
        .split(whereSeparator: \.isNewline).map(String.init).filter { $0.contains { $0 != " " } }
    }
    XCTAssertEqual(others(new), others(bytes), name)
    let old = YAMLReader(SourceText(path: "a", bytes: bytes)).root!
    let root = YAMLReader(SourceText(path: "a", bytes: new)).root
    XCTAssertTrue(root.map { old.says($0, leavingOut: ["discharge_status"]) } ?? false, name)
    return new != bytes
  }

  func testStatusesMoveAlone() throws {
    var count = 0
    for seed in UInt64(1)...12 {
      for (name, bytes) in variants(LookAlike(seed: seed, equations: 3).bytes).prefix(2) {
        count += assertOnlyStatusesMove(bytes, "seed \(seed), \(name)") ? 1 : 0
      }
    }
    XCTAssertEqual(count, 24)
    let head = "metadata: {version: \"1.0.0\"}\nfalsification_tests:\n"
    // The anchor stays, and so does the text of the block scalar that the new line comes behind.
    let anchored = head + "  - id: F-A-001\n    discharge_status: &s PENDING # kept\n"
    XCTAssertEqual(
      rewritten(Array(anchored.utf8)).map { String(decoding: $0, as: UTF8.self) },
      anchored.replacing("PENDING", with: "FALSIFIED"))
    for text in [
      head + "  - rule: |+\n      text\n\n    id: F-A-001", head + "  - id: |\n      F-A-001\n    rule: r\n",
      head.replacing("\n", with: "\r") + "  - id: F-A-001\r    rule: r\r",
    ] {
      _ = assertOnlyStatusesMove(Array(text.utf8), text.debugDescription)
    }
  }
}
