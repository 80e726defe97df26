import XCTest

import ContractKit

/// pv.yaml: what it asks for, and what is wrong with it.
final class ProjectFileTests: XCTestCase {
  private func load(_ text: String) -> ProjectFile { ProjectFile(path: "pv.yaml", bytes: Array(text.utf8)) }

  func testAllSettings() {
    let file = load(
      """
      paths: [contracts, more]
      exclude: ["**/binding.yaml"]
      select: [near-miss-key, test-name]
      ignore: qa-gate-missing
      severities: {near-miss-key: note}
      baseline: old.json
      """)
    XCTAssertEqual(file.diagnostics.map(\.message), [])
    XCTAssertEqual(file.settings.paths, ["contracts", "more"])
    XCTAssertEqual(file.settings.exclude, ["**/binding.yaml"])
    XCTAssertEqual(file.settings.select, ["near-miss-key", "test-name"])
    XCTAssertEqual(file.settings.ignore, ["qa-gate-missing"])
    XCTAssertEqual(file.settings.severities, ["near-miss-key": .note])
    XCTAssertEqual(file.settings.baseline, "old.json")
  }

  func testNothingIsFine() {
    for text in ["", "# nothing yet\n", "~\n"] { XCTAssertEqual(load(text).diagnostics.map(\.message), [], text) }
  }

  func testWhatIsWrongIsSaidWhereItIs() {
    for (text, rule, place, help) in [
      ("ingore: [test-name]", "unknown-setting", "1:1", "did you mean `ignore`?"),
      (
        "color: always", "unknown-setting", "1:1",
        "one of `paths`, `exclude`, `external`, `select`, `ignore`, `severities`, `baseline`, `prose`, `ship_spec`, `release`, `keys`, `variations`, `operations`, `faults`, `metrics`"
      ),
      ("ignore: [tets-name]", "setting-invalid", "1:10", "did you mean `test-name`?"),
      ("severities:\n  test-name: eror", "unknown-value", "2:14", "did you mean `error`?"),
      ("severities:\n  tset-name: error", "setting-invalid", "2:3", "did you mean `test-name`?"),
      ("select: [test-name]\nignore: [test-name]", "setting-invalid", "2:10", "remove it from one of the lists"),
      ("- paths", "setting-invalid", "1:1", nil), ("paths: {a: b}", "wrong-type", "1:8", nil),
      ("a: [", "yaml-syntax", "1:5", nil),
      ("baseline: a\nbaseline: b", "duplicate-key", "2:1", nil),
    ] as [(String, String, String, String?)] {
      let found = load(text).diagnostics
      XCTAssertEqual(found.map(\.rule), [rule], text)
      XCTAssertEqual(found.first?.range.map { "\($0.start.line):\($0.start.column)" }, place, text)
      if let help { XCTAssertEqual(found.first?.help, help, text) }
    }
  }

  func testAFileThatIsNoContractIsExcludedAndNotIgnored() {
    let found = load("ignore: [not-a-contract]").diagnostics
    XCTAssertEqual(found.map(\.rule), ["setting-invalid"])
    XCTAssertEqual(found.first?.help, "list the files that are not contracts under `exclude:`")
  }

  func testPatternsForPaths() {
    for (pattern, matching, others) in [
      ("binding.yaml", ["binding.yaml", "contracts/a/binding.yaml"], ["contracts/binding.yml", "xbinding.yaml"]),
      ("work-*.yaml", ["work-1.yaml", "contracts/work-.yaml"], ["contracts/rework-1.yaml"]),
      ("contracts/work", ["contracts/work/a.yaml", "contracts/work"], ["work/a.yaml", "contracts/works/a.yaml"]),
      ("./work/", ["work/a.yaml"], ["contracts/work/a.yaml"]), ("work/", ["contracts/work/a.yaml"], ["works/a.yaml"]),
      (
        "contracts/*/b?.yaml", ["contracts/a/b1.yaml"],
        ["contracts/b1.yaml", "contracts/a/b.yaml", "contracts/a/c/b1.yaml"]
      ),
      ("contracts/**", ["contracts/a.yaml", "contracts/a/b.yaml"], ["contracts", "a.yaml"]),
      ("**/gen/*.yaml", ["gen/a.yaml", "a/b/gen/c.yaml"], ["gen.yaml"]),
      ("a/**/b.yaml", ["a/b.yaml", "a/c/d/b.yaml"], ["b.yaml", "a/b.yml"]), ("*a*b*", ["xaxbx"], ["xbxa"]),
      ("w?rk/**", ["wörk/a.yaml"], ["wrk/a.yaml"]), ("", [], ["a"]),
      ("*****************a", ["bba"], [String(repeating: "b", count: 4000)]),
    ] as [(String, [String], [String])] {
      for path in matching { XCTAssertTrue(PathPattern(pattern).covers(path), "\(pattern) \(path)") }
      for path in others { XCTAssertFalse(PathPattern(pattern).covers(path), "\(pattern) \(path)") }
    }
  }

  func testWhatAlwaysRejectsCannotBeTurnedOff() {
    for id in [
      "yaml-syntax", "path-not-found", "suppression-expired", "unknown-setting", "baseline-stale", "falsified",
    ] {
      XCTAssertEqual(load("ignore: [\(id)]").diagnostics.map(\.rule), ["setting-invalid"], id)
      XCTAssertEqual(load("severities: {\(id): note}").diagnostics.map(\.rule), ["setting-invalid"], id)
    }
  }
}
