import Foundation
import XCTest

@testable import ContractKit

/// Four times the file takes about four times as long, whatever is wrong with it.
///
/// Quadratic work would take sixteen times as long. What is compared is the best of some runs of the
/// same code in the same process by processor time, so neither the machine nor its load matters.
final class LinearTimeTests: XCTestCase {
  /// The lines of a contract in `pv/1` without its clauses.
  private static let head = "metadata: {format: pv/1, version: \"1.0.0\", description: d, references: [r]}\n"

  private func repeated(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map(line).joined() }

  private func file(_ text: String) -> ContractFile {
    ContractFile(path: "/nowhere/a-v1.yaml", bytes: Array(text.utf8))
  }

  /// Judges and shows a contract; the findings.
  @discardableResult
  private func judge(_ file: ContractFile) -> [Diagnostic] {
    let validation = Validation(ContractSet(files: [file]), today: CalendarDate("2026-07-01")!)
    for format in [ReportFormat.human, .sarif] { XCTAssertFalse(format.render(validation.report()).isEmpty) }
    return validation.diagnostics
  }

  /// Compares the work on something with that on something four times as large.
  private func assertLinear<Input>(
    _ size: Int, line: UInt = #line, prepare: (Int) -> Input, work: (Input) -> Void
  ) {
    func best(_ size: Int, _ runs: Int) -> Double {
      let input = prepare(size)
      return (0..<runs).map { _ in
        let start = clock()
        work(input)
        return Double(clock() - start)
      }.min()!
    }
    let (small, large) = (best(size, 3), best(4 * size, 2))
    XCTAssertLessThan(large / max(small, 1), 8, "\(small) for \(size), \(large) for \(4 * size)", line: line)
  }

  func testFindingsOnOneLine() {
    assertLinear(
      40,
      prepare: { count in
        "{metadata: {description: \"日\(String(repeating: "é ", count: 400 * count))\"}, equations: {"
          + repeated(count) { "e\($0): {formual: x}, " } + "}}\n"
      }, work: { judge(file($0)) })
  }

  func testSuppressionsInOneBlock() {
    let comment = "    # pv:ignore near-miss-key until 2099-01-01: r\n"
    assertLinear(
      200, prepare: { Self.head + "equations:\n  a:\n" + String(repeating: comment, count: $0) + "    domian: x\n" },
      work: { judge(file($0)) })
  }

  func testSuppressionsOfManyFindings() {
    assertLinear(
      200,
      prepare: { count in
        file(
          Self.head + "equations:\n"
            + repeated(count) {
              "  e\($0):\n    formual: x # pv:ignore near-miss-key until 2099-01-01: r\n    domian: x\n"
            })
      },
      work: { file in
        let left = FindingFilter().apply(to: file.diagnostics, in: file, today: CalendarDate("2026-07-01")!)
        XCTAssertEqual(left.diagnostics.count, left.suppressed.count)
      })
  }

  func testClausesByName() {
    assertLinear(
      1000,
      prepare: { count in
        Equation(
          id: Fixture.located("e"),
          invariants: (0..<count).map {
            Invariant(id: Fixture.located("i\($0)"), hasWrittenID: true, statement: Fixture.located("s"))
          }, range: Fixture.nowhere)
      },
      work: { equation in
        for position in equation.invariants.indices { XCTAssertNotNil(equation.invariant("i\(position)")) }
      })
  }

  /// Each cell of the tables that suggestions are made from is counted against a budget.
  func testTheWorkOfSuggestionsIsBounded() {
    var search = NameSearch(["equation"], budget: 2 * (8 * 8 + 1))
    XCTAssertEqual(search.nearest(to: "equatiom"), "equation")
    XCTAssertEqual(search.nearest(to: "equatiom"), "equation")
    XCTAssertNil(search.nearest(to: "equatiom"))
    XCTAssertTrue(search.contains("equation"))
  }

  /// Contracts that depend on one another in a chain are on no cycle, and no search is made from each.
  func testOnlyContractsOnACycleAreSearched() {
    func index(_ dependencies: [String: [String]]) -> Set<String> {
      ContractIndex.cyclic(
        dependencies.mapValues { ids in
          decode("metadata: {description: d, depends_on: [\(ids.joined(separator: ", "))]}\n").contract!
        })
    }
    XCTAssertEqual(index(["a": ["b"], "b": ["c"], "c": ["none"]]), [])
    XCTAssertEqual(index(["a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []]), ["b", "c"])
    XCTAssertEqual(index(["a": ["a"], "b": ["a", "c"], "c": []]), ["a"])
  }

  func testManyDirectivesAreRefused() {
    func text(_ count: Int) -> String { repeated(count) { "%TAG !t\($0)! tag:x,\($0):\n" } + "---\nmetadata: {}\n" }
    XCTAssertFalse(judge(file(text(64))).contains { $0.rule == "yaml-syntax" })
    let found = judge(file(text(100_000)))
    XCTAssertEqual(found.map(\.rule), ["yaml-syntax"])
    XCTAssertEqual(found.first?.range?.start.line, 65)
  }
}
