import ContractKit
import Foundation
import XCTest

final class RuleCatalogueTests: XCTestCase {
  func testIDsAreUniqueAndKebabCase() {
    let ids = RuleCatalogue.all.map(\.id)
    XCTAssertEqual(Set(ids).count, ids.count)
    for id in ids { XCTAssertNotNil(id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/), id) }
  }

  func testReasonsAreOneSentenceWithoutFullStop() {
    for rule in RuleCatalogue.all {
      XCTAssertFalse(rule.reason.hasSuffix("."), rule.id)
      XCTAssertFalse(rule.reason.isEmpty, rule.id)
    }
  }

  /// Only what needs a file system, evidence, or two versions has no example.
  func testRulesOnContractsHaveExamples() {
    let without = RuleCatalogue.all.filter { rule in
      (rule.failing == nil || rule.passing == nil) && ![.verdict, .change, .conformance].contains(rule.stage)
    }
    XCTAssertEqual(
      without.map(\.id),
      ["file-too-large", "file-unreadable", "no-contracts", "path-not-found", "baseline-stale", "baseline-unreadable"])
  }

  func testEveryRuleThatIsDeclaredIsInTheCatalogue() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/ContractKit").standardized
    var declared: [String] = []
    for case let path as String in FileManager.default.enumerator(atPath: sources.path)! where path.hasSuffix(".swift")
    {
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      for match in text.matches(of: /\n  (?:public |package )?static let \w+ = Rule\(\s*"([^"]+)"/) {
        declared.append(String(match.1))
      }
    }
    XCTAssertEqual(declared.sorted(), RuleCatalogue.all.map(\.id).sorted())
  }

  /// Each failing example has findings of its rule at the places marked, nowhere else, and of no
  /// other rule.
  func testFailingExamplesFailWhereTheyAreMarked() throws {
    for rule in RuleCatalogue.all {
      guard let example = rule.failing else { continue }
      let project = try ExampleProject(example, self)
      let expected = project.marks.flatMap { path, places in places.map { ExampleProject.key(rule.id, path, $0) } }
      let found = project.validation.diagnostics.map { ExampleProject.key($0.rule, $0.path, $0.range?.offsets) }
      XCTAssertEqual(found.sorted(), expected.sorted(), rule.id)
      XCTAssertFalse(expected.isEmpty, "\(rule.id) marks no place")
      for finding in project.validation.diagnostics {
        XCTAssertFalse(finding.message.hasSuffix("."), rule.id)
        XCTAssertNotNil(finding.help, "\(rule.id) does not say what to write instead")
        XCTAssertEqual(finding.severity, rule.severity.severity(strict: true), rule.id)
      }
    }
  }

  func testPassingExamplesHaveNoFinding() throws {
    for rule in RuleCatalogue.all {
      guard let example = rule.passing else { continue }
      let project = try ExampleProject(example, self)
      let found = project.validation.diagnostics.map { ExampleProject.key($0.rule, $0.path, $0.range?.offsets) }
      // An example in the public format is about one rule, and leaves out what others ask for.
      let others = ["qa-gate-missing", "feature-unused"].filter { $0 != rule.id }
      XCTAssertEqual(found.filter { !others.contains(where: $0.hasPrefix) }, [], rule.id)
    }
  }
}
