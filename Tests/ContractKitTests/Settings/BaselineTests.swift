import XCTest

import ContractKit

/// Adoption: what was there at the start passes, what is new does not.
final class BaselineTests: XCTestCase {
  private let today = CalendarDate("2026-07-01")!
  private let faulty = "equations:\n  softmax:\n    formula: \"a\"\n    domian: x\n    codomian: y\n"

  private func project(_ text: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder(self)
    for file in RuleExample.package { try folder.write(file.path, file.bytes) }
    try write(text, folder)
    return folder
  }

  private func write(_ text: String, _ folder: TemporaryFolder) throws {
    let rest = "    invariants: [{id: sums_to_one, statement: \"the weights sum to 1\"}]\n"
    try folder.write("contracts/softmax-v1.yaml", RuleExample.completed(Array((text + rest).utf8)))
  }

  private func judge(_ folder: TemporaryFolder, _ baseline: Baseline?) -> Validation {
    Validation(.load(paths: [folder.path + "/contracts"]), today: today, filter: FindingFilter(baseline: baseline))
  }

  private func record(_ folder: TemporaryFolder) throws -> Baseline {
    let path = folder.path + "/pv-baseline.json"
    var baseline = Files.kind(of: path) == nil ? Baseline(path: path) : .load(path: path)
    baseline.update(judge(folder, baseline))
    try Files.replace(path, with: Array(baseline.text.utf8))
    return .load(path: path)
  }

  func testItSurvivesMovesAndSeesWhatIsNew() throws {
    let folder = try project(faulty)
    let baseline = try record(folder)
    XCTAssertEqual(baseline.entries.count, 2)
    XCTAssertEqual(baseline.entries.map(\.path), ["contracts/softmax-v1.yaml", "contracts/softmax-v1.yaml"])
    let same = judge(folder, baseline)
    XCTAssertEqual(same.diagnostics.map(\.rule), [])
    XCTAssertEqual(same.suppressed.map(\.origin), [.baseline, .baseline])
    XCTAssertEqual(same.outcome(warningsReject: true), .accepted)

    try write("# a line\n\n" + faulty.replacingOccurrences(of: "    domian", with: "    # moved\n    domian"), folder)
    XCTAssertEqual(judge(folder, baseline).diagnostics.map(\.rule), [])

    try write(faulty + "    lean_theorm: z\n", folder)
    XCTAssertEqual(judge(folder, baseline).diagnostics.map(\.message), ["an equation has no key `lean_theorm`"])
    XCTAssertEqual(judge(folder, baseline).outcome(), .rejected)
  }

  func testWhatIsMendedIsToBeTakenOut() throws {
    let folder = try project(faulty)
    _ = try record(folder)
    try write(faulty.replacingOccurrences(of: "domian: x", with: "domain: x"), folder)
    let stale = judge(folder, .load(path: folder.path + "/pv-baseline.json"))
    XCTAssertEqual(stale.diagnostics.map(\.rule), ["baseline-stale"])
    XCTAssertEqual(stale.outcome(), .accepted)
    XCTAssertEqual(stale.outcome(warningsReject: true), .rejected)
    let shrunk = try record(folder)
    XCTAssertEqual(shrunk.entries.count, 1)
    XCTAssertEqual(judge(folder, shrunk).diagnostics.map(\.rule), [])
  }

  func testFindingsThatAreAlikeAreCounted() throws {
    let twice =
      "equations:\n  a:\n    formula: \"a\"\n    domian: x\n  b:\n    formula: \"b\"\n    domian: x\n  softmax:\n    formula: \"c\"\n"
    let folder = try project(twice.replacingOccurrences(of: "b\"\n    domian", with: "b\"\n    domain"))
    let baseline = try record(folder)
    let before = baseline.entries.count { $0.rule == "near-miss-key" }
    XCTAssertEqual(before, 1)
    try write(twice, folder)
    XCTAssertEqual(judge(folder, baseline).diagnostics.map(\.rule), ["near-miss-key"])
  }

  func testFilesThatWereNotJudgedKeepTheirEntries() throws {
    let folder = try project(faulty)
    try folder.write("contracts/b-v1.yaml", "a: [")
    let all = try record(folder)
    XCTAssertEqual(all.entries.count, 3)
    let one = Validation(
      .load(paths: [folder.path + "/contracts/b-v1.yaml"]), today: today, filter: FindingFilter(baseline: all))
    XCTAssertEqual(one.diagnostics.map(\.rule), [])
    var updated = all
    updated.update(one)
    XCTAssertEqual(updated.entries, all.entries)
  }

  func testAMissingPathIsNeverInIt() throws {
    let folder = try project(faulty)
    var baseline = Baseline(path: folder.path + "/pv-baseline.json")
    baseline.update(Validation(.load(paths: [folder.path + "/none"]), today: today))
    XCTAssertEqual(baseline.entries, [])
  }

  func testADamagedOneIsAFinding() throws {
    let folder = try project("equations:\n  softmax:\n    formula: \"a\"\n")
    for text in [
      "", "{", "[]", "{\"schema\": \"pv-baseline/2\", \"findings\": []}",
      "{\"schema\": \"pv-baseline/1\", \"findings\": [{}]}",
    ] {
      try folder.write("pv-baseline.json", text)
      let validation = judge(folder, .load(path: folder.path + "/pv-baseline.json"))
      XCTAssertEqual(validation.diagnostics.map(\.rule), ["baseline-unreadable"], text)
      XCTAssertEqual(validation.outcome(), .rejected)
    }
    XCTAssertEqual(
      judge(folder, .load(path: folder.path + "/none.json")).diagnostics.map(\.rule), ["baseline-unreadable"])
  }
}
