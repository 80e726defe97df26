import Foundation
import XCTest

import ContractKit

/// Inputs that broke the reader, a rule, a renderer or a fix once, and the seeds of the fuzzer: each is judged,
/// shown in every form and fixed, also where it is cut off.
final class BrokenInputTests: XCTestCase {
  private static let seeds = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../../Fuzz/seeds").standardized

  /// What broke something, with what it broke.
  private static let broken: [(name: String, bytes: [UInt8])] = [
    ("a place before a byte order mark", [0xEF, 0xBB, 0xBF, 0x09]),
    ("a byte order mark alone", [0xEF, 0xBB, 0xBF]),
    ("a file that starts within a character, whose excerpt began behind it", [0x80, 0x80, 0x0A]),
    ("bytes that are no UTF-8 at the end", Array("metadata: ".utf8) + [0xE2, 0x82]),
    ("UTF-16 with a mark", [0xFF, 0xFE, 0x61, 0x00]),
    ("a mapping as a key, which traps other readers", Array("? [1, 2]\n: 3\n".utf8)),
    ("depth, in which libyaml is quadratic", Array(repeating: 0x5B, count: 50_000)),
    ("directives, in which libyaml is quadratic", Array(String(repeating: "%TAG !a! b\n", count: 20_000).utf8)),
    ("nothing", []), ("a NUL", [0x00]), ("a carriage return alone", [0x0D]),
    ("an anchor that holds itself", Array("metadata: &a [*a]\n".utf8)),
    ("aliases that double", Array("a: &a [x, x]\nb: &b [*a, *a]\nmetadata: [*b, *b]\n".utf8)),
    ("a line end that is no line end of ours", Array("metadata: {version: \u{85}\u{2028}, domian: x}\n".utf8)),
  ]

  func testInputsThatBrokeSomething() throws {
    for (name, bytes) in Self.broken { assertJudged(bytes, name) }
  }

  func testSeedsAndWhatIsLeftOfThemWhenTheyAreCutOff() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.seeds.path).sorted()
    XCTAssertGreaterThanOrEqual(names.count, 8)
    for name in names {
      let bytes = Array(try Data(contentsOf: Self.seeds.appendingPathComponent(name)))
      for length in Set(stride(from: bytes.count, to: 0, by: -max(1, bytes.count / 16))) {
        assertJudged(Array(bytes[..<length]), "\(name), \(length) bytes")
      }
    }
  }

  /// As Fuzz/ContractFuzzer.swift: places lie in the file, counts agree, and a fix makes nothing worse.
  private func assertJudged(_ bytes: [UInt8], _ name: String) {
    let start = clock()
    let file = ContractFile(path: "/nowhere/broken-v1.yaml", bytes: bytes)
    let filter = FindingFilter(project: ProjectFile(path: "/nowhere/pv.yaml", bytes: bytes))
    let validation = Validation(ContractSet(files: [file]), today: CalendarDate("2026-07-01")!, filter: filter)
    for diagnostic in validation.diagnostics {
      XCTAssertFalse(diagnostic.message.isEmpty, name)
      for range in [diagnostic.range] + diagnostic.related.map(\.range) {
        guard let range else { continue }
        XCTAssertLessThanOrEqual(range.start.offset, range.end.offset, name)
        XCTAssertLessThanOrEqual(range.end.offset, bytes.count, name)
        XCTAssertEqual(range.start.line, 1 + bytes[..<range.start.offset].count { $0 == 0x0A }, name)
      }
    }
    XCTAssertEqual(validation.summary.errors, validation.diagnostics.count { $0.severity == .error }, name)
    for format in ReportFormat.allCases { XCTAssertFalse(format.render(validation.report()).isEmpty, name) }
    let fixed = ContractFile(path: file.path, bytes: FixedFile(file).new)
    XCTAssertLessThanOrEqual(fixed.diagnostics.count, file.diagnostics.count, name)
    XCTAssertLessThan(Double(clock() - start) / Double(CLOCKS_PER_SEC), 10, name)
  }
}
