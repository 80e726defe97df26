import ContractKit
import Foundation
import Metrics
import XCTest

/// Pages that are generated, or that quote what is generated, are current.
final class DocumentTests: XCTestCase {
  private let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../..").standardized

  private func page(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  func testTheRulesPageIsCurrent() throws {
    XCTAssertTrue(
      try page(RulesDocument.path) == RulesDocument.markdown(RuleCatalogue.all),
      "docs/rules.md is not current: run pv rules --write")
  }

  func testTheBoundsPageIsCurrent() throws {
    XCTAssertTrue(
      try page(BoundsDocument.path) == BoundsDocument.markdown(BoundFunction.all),
      "docs/bounds.md is not current: run pv bounds --write")
  }

  func testTheRulesPageNamesEachRuleOnceAndHasNoControlCharacter() throws {
    let lines = RulesDocument.markdown(RuleCatalogue.all).split(separator: "\n", omittingEmptySubsequences: false)
    for rule in RuleCatalogue.all { XCTAssertEqual(lines.count { $0 == "### \(rule.id)" }, 1, rule.id) }
    for line in lines {
      XCTAssertFalse(line.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }, "\(line)")
    }
  }

  /// The example of pv.yaml in docs/settings.md is one that pv accepts, and shows every setting.
  func testTheSettingsPageShowsAValidProjectFile() throws {
    let blocks = try page("docs/settings.md").matches(of: /```yaml\n((?:.*\n)*?)```/).map { String($0.1) }
    let example = try XCTUnwrap(blocks.first { $0.contains("\npaths:") })
    let file = ProjectFile(path: "pv.yaml", bytes: Array(example.utf8))
    XCTAssertEqual(file.diagnostics.map(\.message), [])
    for field in SettingsShape.settings.fields { XCTAssertTrue(example.contains("\(field.key):"), field.key) }
  }

  /// The suppression in docs/settings.md is one that pv understands.
  func testTheSettingsPageShowsAValidSuppression() throws {
    let blocks = try page("docs/settings.md").matches(of: /```yaml\n((?:.*\n)*?)```/).map { String($0.1) }
    let example = try XCTUnwrap(blocks.first { $0.contains("pv:ignore") })
    let set = ContractSet(files: [ContractFile(path: "/nowhere/a-v1.yaml", bytes: Array(example.utf8))])
    XCTAssertEqual(
      Validation(set, today: CalendarDate("2027-01-31")!).suppressed.map { $0.diagnostic.rule }, ["near-miss-key"])
  }
}
