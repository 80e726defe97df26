import FalsifierKit
import XCTest

import ContractKit

/// Random sets of findings, with the worst text that a contract can hold, in every form.
final class RendererPropertyTests: XCTestCase {
  func testAllFormsShowTheSameCounts() throws {
    for seed in UInt64(1)...25 {
      let report = RandomReport(seed: seed).report
      let expected = RenderedCounts(report)
      for format in ReportFormat.allCases {
        let text = format.render(report)
        var shown = try RenderedCounts(reading: text, format)
        shown.suppressed = shown.suppressed ?? expected.suppressed
        XCTAssertEqual(shown, expected, "\(format) with seed \(seed)")
      }
    }
  }

  func testNoFormForATerminalLetsAnEscapeThrough() throws {
    for seed in UInt64(1)...25 {
      let report = RandomReport(seed: seed).report
      for format in ReportFormat.allCases where ![.json, .jsonl, .sarif].contains(format) {
        for scalar in format.render(report, verbose: true).unicodeScalars where scalar != "\n" {
          XCTAssertFalse(
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{202E}",
            "\(format) with seed \(seed) shows U+\(String(scalar.value, radix: 16))")
        }
      }
    }
  }

  /// The runner takes a line that starts with `::`, and `##[` anywhere, for a command.
  func testNoTextBecomesAGitHubCommand() throws {
    for seed in UInt64(1)...25 {
      for line in ReportFormat.github.render(RandomReport(seed: seed).report).split(separator: "\n") {
        let isAnnotation = line.firstMatch(of: /^::(error|warning|notice) file=[^:]*::/) != nil
        XCTAssertTrue(isAnnotation || !line.drop { $0 == " " }.hasPrefix("::") && !line.contains("##["), "\(line)")
      }
    }
  }
}

/// A report made of a seed.
private struct RandomReport {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed) }

  var report: Report {
    var copy = self
    return copy.make()
  }

  private mutating func make() -> Report {
    let text = (0..<30).map { _ in word() }.joined(separator: " ") + "\nlast"
    let paths = ["a.yaml", "::b,c:1.yaml", "d\u{1B}[2J.yaml", "e`|\u{202E}.yaml"]
    var sources: [String: SourceText] = [:]
    for path in paths.dropLast() { sources[path] = SourceText(path: path, bytes: Array(text.utf8)) }
    let findings = (0..<Int(generator.next() % 60)).map { _ in finding(paths, text.utf8.count) }
    let suppressed = (0..<Int(generator.next() % 5)).map { _ in
      SuppressedFinding(finding(paths, text.utf8.count), generator.next() % 2 == 0 ? .baseline : comment())
    }
    return Report(
      command: "validate", diagnostics: findings, denominators: [.init("contracts", 4)], outcome: .rejected,
      conclusion: "rejected", sources: SourceTexts(sources), suppressed: suppressed)
  }

  private mutating func comment() -> SuppressedFinding.Origin {
    .comment(reason: word(), until: CalendarDate("2026-07-01")!)
  }

  private mutating func finding(_ paths: [String], _ size: Int) -> Diagnostic {
    let path = pick(paths)
    var range: SourceRange?
    if generator.next() % 4 > 0 {
      let source = SourceText(path: path, bytes: Array(repeating: 0x61, count: size))
      let start = Int(generator.next() % UInt64(size))
      range = source.range(start..<min(size, start + Int(generator.next() % 9)))
    }
    return Diagnostic(
      rule: pick(RuleCatalogue.all).id, severity: pick(Diagnostic.Severity.allCases),
      message: (0..<4).map { _ in word() }.joined(separator: " "), path: path, range: range,
      help: generator.next() % 2 == 0 ? word() : nil,
      related: generator.next() % 3 == 0 ? [.init(message: word(), path: pick(paths), range: range)] : [])
  }

  private mutating func word() -> String {
    pick([
      "plain", "`code`", "`", "a|b", "<b>", "&amp;", "\u{1B}[31m", "\r\n", "::error::x", "##[set-env name=a]b", "%0A",
      "日本", "e\u{301}", "\u{202E}", "\u{9B}", "\u{0}", "\u{FFFE}", "]]>", "a:1:2: error: x [no-contracts]", "\"", "'",
      "@all", "*x*", "\\", "| error | x |", "\u{2028}", "{0}",
    ])
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element { generator.pick(list) }
}
