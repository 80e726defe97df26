import FalsifierKit
import XCTest

import ContractKit

/// What holds of every contract, tried on contracts made of seeds: no file of anybody else is needed.
final class LookAlikeTests: XCTestCase {
  private static let sizes = [1, 2, 3, 5, 9]

  private func judge(_ bytes: [UInt8]) -> Validation {
    Validation(ContractSet(files: [file(bytes)]), today: CalendarDate("2026-07-01")!)
  }

  private func file(_ bytes: [UInt8]) -> ContractFile {
    ContractFile(path: "/nowhere/look-alike-v1.yaml", bytes: bytes)
  }

  /// Each place is one of the file, and its line and column belong to its offset.
  private func assertPlaces(_ validation: Validation, _ bytes: [UInt8], _ name: String) {
    let text = SourceText(path: "a", bytes: bytes)
    for range in validation.diagnostics.flatMap({ [$0.range] + $0.related.map(\.range) }).compactMap({ $0 }) {
      XCTAssertLessThanOrEqual(range.start.offset, range.end.offset, name)
      for position in [range.start, range.end] {
        XCTAssertTrue((text.textStart...bytes.count).contains(position.offset), name)
        XCTAssertTrue((1...text.lineCount).contains(position.line), name)
        let start = text.lineOffsets(position.line).lowerBound
        let scalars = bytes[start..<max(start, position.offset)].count { $0 & 0xC0 != 0x80 }
        XCTAssertEqual(position.column, scalars + 1, name)
      }
    }
  }

  func testEachIsAcceptedAndReadTheSameAgain() {
    for seed in UInt64(1)...12 {
      for size in Self.sizes {
        let bytes = LookAlike(seed: seed, equations: size).bytes
        let name = "seed \(seed), \(size) equations"
        XCTAssertEqual(LookAlike(seed: seed, equations: size).bytes, bytes, name)
        let validation = judge(bytes)
        XCTAssertEqual(validation.diagnostics.map { "\($0.rule): \($0.message)" }, [], name)
        XCTAssertEqual(validation.summary.equations, size, name)
        XCTAssertEqual(validation.summary.invariants, 2 * size, name)
        XCTAssertEqual(validation.summary.falsifiers, size, name)
        let again = judge(bytes)
        XCTAssertEqual(
          ReportFormat.json.render(again.report()), ReportFormat.json.render(validation.report()), name)
      }
    }
  }

  func testALargeOneIsAccepted() {
    let bytes = LookAlike(seed: 1, equations: 220).bytes
    XCTAssertGreaterThan(bytes.count, 100_000)
    XCTAssertEqual(judge(bytes).diagnostics.map(\.message), [])
  }

  /// All that is promised does occur.
  func testTheyCoverTheGround() {
    let all = (UInt64(1)...12).map { LookAlike(seed: $0, equations: 5) }
    let texts = all.map { String(decoding: $0.bytes, as: UTF8.self) }
    for part in [
      "\r\n", "\u{FEFF}", "equations: {", "equations:\n", ": |", ": >", "# ", "日本語", "e\u{301}", "'", "\\\"",
    ] {
      XCTAssertTrue(texts.contains { $0.unicodeScalars.firstRange(of: part.unicodeScalars) != nil }, part)
    }
    XCTAssertTrue(all.allSatisfy { Set($0.places.keys) == Set(LookAlike.Place.allCases) })
    XCTAssertNotNil(
      (UInt64(1)...200).first {
        LookAlike(seed: $0, equations: 0).lines.contains { $0.contains(String(repeating: "[", count: 62)) }
      })
  }

  func testAPlantedFaultIsFoundAtItsLine() {
    let faults: [(place: LookAlike.Place, old: String, new: String, rule: String)] = [
      (.formula, "formula:", "formual:", "near-miss-key"), (.domain, "domain:", "domain: x, domain:", "duplicate-key"),
      (.bindings, "/a,", "/c,", "binds-to-unresolved"), (.check, "at_most: ", "at_most: .inf #", "check-threshold"),
      (.check, "max_abs_error", "max_abs_eror", "metric-unknown"), (.check, "at_most", "at_least", "check-direction"),
      (.obligation, "equivalence", "equivalance", "unknown-value"),
      (.obligation, "property:", "proprety:", "near-miss-key"),
      (.bindings, "binds_to: ", "binds_to: \t*", "yaml-syntax"),
      (.domain, "domain: ", "domain: \u{1}", "invalid-character"),
    ]
    for seed in UInt64(1)...8 {
      let contract = LookAlike(seed: seed, equations: 4)
      for fault in faults {
        let line = contract.places[fault.place]![Int(seed) % 4]
        var text = contract.lines[line - 1]
        var found = line
        switch fault.rule {
        case "check-threshold":
          text = text.replacing(/at_most: [^}]*/, with: "at_most: .inf")
        case "duplicate-key" where !contract.isFlow:
          text += "\n    domain: x"
          found += 1
        default:
          XCTAssertTrue(text.contains(fault.old), text)
          text = text.replacing(fault.old, with: fault.new)
        }
        let bytes = contract.bytes(replacing: line, with: text)
        let validation = judge(bytes)
        let name = "\(fault.rule) planted in line \(line) of seed \(seed): \(text)"
        XCTAssertEqual(
          validation.diagnostics.filter { $0.rule == fault.rule }.map { $0.range?.start.line }, [found], name)
        assertPlaces(validation, bytes, name)
      }
    }
  }

  /// Bytes replaced, removed, doubled and cut off: whatever comes of it is read, and places stay inside.
  func testDamagedOnesAreReadAndFixed() {
    var random = SeededGenerator(2026)
    for round in 0..<250 {
      var bytes = LookAlike(seed: UInt64(round % 12 + 1), equations: 1).bytes
      for _ in 0...random.number(0...3) {
        let start = random.number(0...bytes.count - 1)
        let end = min(bytes.count, start + random.number(1...8))
        switch random.number(0...3) {
        case 0: bytes[start] = UInt8(random.number(0...255))
        case 1: bytes.removeSubrange(start..<end)
        case 2: bytes.insert(contentsOf: bytes[start..<end], at: random.number(0...bytes.count))
        default:
          bytes[start] = UInt8(ascii: random.pick(["{", "[", ":", "-", "\"", "'", "#", "&", "*", "|", "%", "\t"]))
        }
        if bytes.isEmpty { bytes = [0x61] }
      }
      let validation = judge(bytes)
      assertPlaces(validation, bytes, "round \(round)")
      for format in [ReportFormat.human, .sarif] { XCTAssertFalse(format.render(validation.report()).isEmpty) }
      let read = file(bytes)
      let outlined = ContractFile(path: read.path, bytes: bytes, keepsProse: false)
      XCTAssertEqual(
        Validation(ContractSet(files: [outlined]), today: CalendarDate("2026-07-01")!).diagnostics.map(\.message),
        validation.diagnostics.map(\.message), "round \(round)")
      let fixed = FixedFile(read)
      XCTAssertLessThanOrEqual(
        file(fixed.new).diagnostics.count, read.diagnostics.count, "round \(round)")
    }
  }
}
