import ContractKit
import XCTest

@testable import LanguageServer

/// Judging again what a change can have touched finds what judging everything finds.
final class LiveValidationTests: XCTestCase {
  private let day = CalendarDate("2026-07-01")!

  private func contract(_ name: String, _ id: String, dependsOn: String, binds: String, requires: String) -> String {
    """
    metadata:
      format: pv/1
      version: "1.0.0"
      description: "\(name)"
      references: ["A"]
      depends_on: [\(dependsOn)]
    equations:
      \(name):
        formula: "f"
        domain: "1 <= n"
        invariants:
          - {id: bounded, statement: "it is bounded"}
    faults:
      - {class: missing_maximum, violates: [\(name), \(name)/bounded], mutants: [wrong]}
    falsification_tests:
      - id: \(id)
        rule: "R"
        prediction: "P"
        if_fails: "F"
        binds_to: [\(name), \(name)/bounded\(binds)]
        checks: [{metric: bits_differing, equals: 0}]
        mutants: [wrong]
    gates:
      - {id: GATE-\(id), requires: [\(requires)]}

    """
  }

  private func start() -> [String: String] {
    let (a, b, c, d) = ("FALSIFY-A-001", "FALSIFY-B-001", "FALSIFY-C-001", "FALSIFY-D-001")
    return [
      "/w/contracts/a-v1.yaml": contract("alpha", a, dependsOn: "", binds: "", requires: b),
      "/w/contracts/b-v1.yaml": contract("beta", b, dependsOn: "a-v1", binds: ", a-v1#alpha/bounded", requires: a),
      "/w/contracts/c-v1.yaml": contract("gamma", c, dependsOn: "b-v1, a-v1", binds: ", b-v1#beta", requires: b),
      "/w/contracts/d-v1.yaml": contract("delta", d, dependsOn: "", binds: "", requires: d),
    ]
  }

  /// The findings of all files, judged from the start.
  private func whole(_ texts: [String: String]) -> [String] {
    let files = texts.keys.sorted().map { ContractFile(path: $0, bytes: Array(texts[$0]!.utf8)) }
    return Validation(ContractSet(alone: files), today: day).diagnostics.map(shown)
  }

  private func shown(_ finding: Diagnostic) -> String {
    func place(_ range: SourceRange?) -> String { range.map { "\($0.start.line):\($0.start.column)" } ?? "-" }
    let related = finding.related.map { "\($0.path):\(place($0.range))" }
    return "\(finding.path):\(place(finding.range)) \(finding.rule) \(finding.message) \(finding.help ?? "") \(related)"
  }

  private func read(_ live: LiveValidation, _ texts: [String: String], _ paths: [String]) {
    live.read(paths) { path in texts[path].map { .text(Array($0.utf8)) } ?? .absent }
  }

  func testABrokenNameIsFoundWhereItIsNamed() {
    let live = LiveValidation(filter: FindingFilter(), below: ["/w"], today: day)
    var texts = start()
    read(live, texts, texts.keys.sorted())
    XCTAssertEqual(live.judge(), texts.keys.sorted())
    let path = "/w/contracts/a-v1.yaml"
    texts[path] = texts[path]!.replacingOccurrences(of: "FALSIFY-A-001", with: "FALSIFY-A-002")
    read(live, texts, [path])
    // b requires it, and d names nothing of a.
    let again = live.judge()
    XCTAssertTrue(again.contains("/w/contracts/b-v1.yaml"))
    XCTAssertFalse(again.contains("/w/contracts/d-v1.yaml"))
    XCTAssertTrue(live.findings(of: "/w/contracts/b-v1.yaml").contains { $0.rule == "gate-unresolved" })
  }

  func testAChangeOfProseJudgesOneFile() {
    let live = LiveValidation(filter: FindingFilter(), below: ["/w"], today: day)
    var texts = start()
    read(live, texts, texts.keys.sorted())
    _ = live.judge()
    let path = "/w/contracts/a-v1.yaml"
    texts[path] = texts[path]!.replacingOccurrences(of: "it is bounded", with: "it is bounded by 1")
    read(live, texts, [path])
    XCTAssertEqual(live.judge(), [path])
    XCTAssertEqual(live.judge(), [])
  }

  func testRandomEditsFindWhatJudgingEverythingFinds() {
    var generator = Seeded(state: 3)
    var texts = start()
    let all = texts.keys.sorted()
    let live = LiveValidation(filter: FindingFilter(), below: ["/w"], today: day)
    read(live, texts, all)
    let words = [
      "bounded", "bouned", "wrong", "\n", ": ", "[", "depends_on", "dependson", "format: pv/1", "]",
      "# pv:ignore gate-unresolved until 2027-01-01: known\n",
    ]
    let ids = [
      "FALSIFY-A-001", "FALSIFY-B-001", "FALSIFY-C-001", "alpha", "beta", "a-v1", "b-v1", "c-v1", "depends_on: [",
      "depends_on: [c-v1, ", "depends_on: [b-v1, ",
    ]
    var seen: Set<String> = []
    for step in 0..<400 {
      let path = all.randomElement(using: &generator)!
      let kind = Int.random(in: 0..<8, using: &generator)
      if kind == 0 {
        texts[path] = nil
      } else if kind < 3 || texts[path] == nil {
        texts[path] = start()[path]
      } else {
        let choice = kind < 7 ? ids : words
        let (old, new) = (choice.randomElement(using: &generator)!, choice.randomElement(using: &generator)!)
        texts[path] = texts[path]!.replacingOccurrences(of: old, with: new)
        if texts[path]!.utf8.count > 20_000 { texts[path] = start()[path] }
      }
      guard isWhole(live, texts, after: path, step: step) else { return }
      seen.formUnion(live.paths.flatMap { live.findings(of: $0).map(\.rule) })
    }
    // The edits reach what depends on other files.
    let wanted = [
      "id-not-unique", "depends-on-unresolved", "depends-on-cycle", "gate-unresolved", "binds-to-unresolved",
    ]
    for rule in wanted {
      XCTAssertTrue(seen.contains(rule), "\(rule) was never found: \(seen)")
    }
  }

  /// Whether, after an edit of one file, there are the findings that judging everything gives; fails where there are not.
  private func isWhole(_ live: LiveValidation, _ texts: [String: String], after path: String, step: Int) -> Bool {
    read(live, texts, [path])
    _ = live.judge()
    let found = live.paths.flatMap { live.findings(of: $0).map(shown) }
    let expected = whole(texts)
    guard found != expected else { return true }
    let (lacking, needless) = (expected.filter { !found.contains($0) }, found.filter { !expected.contains($0) })
    XCTFail("step \(step), \(path): lacking \(lacking), needless \(needless)")
    return false
  }

  /// Contracts whose gates require one another and hypotheses, and two files of hypotheses.
  private func withHypotheses() -> [String: String] {
    func hypothesis(_ id: String, _ falsifier: String, _ more: String) -> String {
      "  - {id: \(id), statement: s, opened: 2026-05-06, predicts: "
        + "[{falsifier: \(falsifier), check: bits_differing, mutant: wrong, outcome: fails}]\(more)}\n"
    }
    return [
      "/w/contracts/a-v1.yaml": contract(
        "alpha", "FALSIFY-A-001", dependsOn: "", binds: "", requires: "FALSIFY-A-001, H-1"),
      "/w/contracts/b-v1.yaml": contract(
        "beta", "FALSIFY-B-001", dependsOn: "", binds: "", requires: "GATE-FALSIFY-A-001, H-2"),
      "/w/contracts/c-v1.yaml": contract(
        "gamma", "FALSIFY-C-001", dependsOn: "", binds: "", requires: "GATE-FALSIFY-B-001"),
      "/w/investigations/a.yaml": "question: Why?\nhypotheses:\n" + hypothesis("H-1", "FALSIFY-A-001", "")
        + hypothesis("H-2", "FALSIFY-B-001", ", refines: H-1"),
      "/w/investigations/b.yaml": "question: Why?\nhypotheses:\n"
        + hypothesis("H-3", "FALSIFY-C-001", ", supersedes: H-2"),
    ]
  }

  func testRandomEditsOfHypothesesFindWhatJudgingEverythingFinds() {
    var generator = Seeded(state: 5)
    let first = withHypotheses()
    var texts = first
    let all = texts.keys.sorted()
    let live = LiveValidation(filter: FindingFilter(), below: ["/w"], today: day)
    read(live, texts, all)
    let words = [
      "H-1", "H-2", "H-3", "FALSIFY-A-001", "FALSIFY-B-001", "FALSIFY-C-001", "GATE-FALSIFY-C-001", "wrong",
      "bits_differing", "Why?", "refines", "supersedes", "outcome", "\n", "hypotheses",
    ]
    let asserted = "check: bits_differing, mutant: wrong, outcome: fails}]"
    let deliberate = [
      ("requires: [FALSIFY-A-001, H-1]", "requires: [GATE-FALSIFY-C-001]"), ("refines: H-1", "refines: H-3"),
      ("FALSIFY-C-001, \(asserted), supersedes: H-2", "FALSIFY-B-001, \(asserted)"),
    ]
    var seen: Set<String> = []
    for step in 0..<300 {
      let path = all.randomElement(using: &generator)!
      let kind = Int.random(in: 0..<8, using: &generator)
      if kind == 0 {
        texts[path] = nil
      } else if kind < 3 || texts[path] == nil || texts[path]!.utf8.count > 20_000 {
        texts[path] = first[path]
      } else if kind < 6 {
        for (old, new) in deliberate { texts[path] = texts[path]!.replacingOccurrences(of: old, with: new) }
      } else {
        let (old, new) = (words.randomElement(using: &generator)!, words.randomElement(using: &generator)!)
        texts[path] = texts[path]!.replacingOccurrences(of: old, with: new)
      }
      guard isWhole(live, texts, after: path, step: step) else { return }
      seen.formUnion(live.paths.flatMap { live.findings(of: $0).map(\.rule) })
    }
    for rule in [
      "gate-cycle", "gate-unresolved", "hypothesis-cycle", "hypothesis-id-taken", "hypothesis-unresolved",
      "prediction-unresolved", "rivals-alike",
    ] {
      XCTAssertTrue(seen.contains(rule), "\(rule) was never found: \(seen)")
    }
  }
}
