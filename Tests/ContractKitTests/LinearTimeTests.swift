import Foundation
import XCTest

import ContractKit

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
        let comments = Suppressions(file.source!, root: file.root!)
        let left = FindingFilter().apply(to: file.diagnostics, comments, today: CalendarDate("2026-07-01")!)
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
    func searched(_ dependencies: [String: [String]]) -> Set<String> {
      let index = ContractIndex(
        dependencies.map { id, ids in
          let text = "metadata: {description: d, depends_on: [\(ids.joined(separator: ", "))]}\n"
          return ContractOutline(ContractFile(path: "/nowhere/\(id).yaml", bytes: Array(text.utf8)))
        })
      return Set(dependencies.keys.filter(index.mayCycle))
    }
    XCTAssertEqual(searched(["a": ["b"], "b": ["c"], "c": ["none"]]), [])
    XCTAssertEqual(searched(["a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []]), ["b", "c"])
    XCTAssertEqual(searched(["a": ["a"], "b": ["a", "c"], "c": []]), ["a"])
  }

  /// Faults, their clauses and their mutants by the thousand, in one falsifier and in as many.
  func testFaultsAndFalsifiers() {
    func clauses(_ count: Int) -> String {
      "equations:\n" + repeated(count) { "  e\($0): {formula: f, domain: d}\n" }
    }
    func falsifier(_ position: Int, _ clauses: String, _ mutants: String) -> String {
      "  - {id: F-\(position), rule: r, prediction: p, if_fails: i, binds_to: [\(clauses)], "
        + "test: Falsifiers.FalsifySoftmax/test\(position), checks: [{metric: max_abs_error, at_most: 1}], "
        + "mutants: [\(mutants)]}\n"
    }
    // Each fault has a falsifier and an equation of its own, and no order is measured.
    assertLinear(
      150,
      prepare: { count in
        file(
          Self.head + clauses(count) + "faults:\n"
            + repeated(count) { "  - {class: order, violates: [e\($0)], mutants: [m\($0)]}\n" }
            + "falsification_tests:\n" + repeated(count) { falsifier($0, "e\($0)", "m\($0)") })
      }, work: { judge($0) })
    // One fault and one falsifier with all clauses and all mutants.
    assertLinear(
      300,
      prepare: { count in
        let (all, mutants) = (repeated(count) { "e\($0), " }, repeated(count) { "m\($0), " })
        return file(
          Self.head + clauses(count) + "faults:\n  - {class: order, violates: [\(all)], mutants: [\(mutants)]}\n"
            + "falsification_tests:\n" + falsifier(0, all, mutants))
      }, work: { judge($0) })
    // Each fault names clauses and mutants that are not there.
    assertLinear(
      150,
      prepare: { count in
        file(
          Self.head + clauses(count) + "faults:\n"
            + repeated(count) { "  - {class: order, violates: [e\($0)x], mutants: [m\($0)x]}\n" }
            + "falsification_tests:\n" + falsifier(0, "e0", "m0"))
      }, work: { judge($0) })
  }

  /// Operations by the thousand, each with the same faults to try.
  func testOperations() {
    assertLinear(
      150,
      prepare: { count in
        file(
          Self.head + "equations:\n"
            + repeated(count) { "  e\($0): {operation: softmax, formula: f, domain: d, not_falsified: n}\n" }
            + "faults:\n" + repeated(count) { _ in "  - {class: order, violates: [e0], mutants: [m]}\n" }
            + "falsification_tests: []\n")
      }, work: { judge($0) })
  }

  /// Explanations by the thousand of one source, which is read once.
  func testSurvivors() throws {
    let folder = try TemporaryFolder(self)
    try folder.write("Package.swift", "")
    try folder.write("Sources/A.swift", String(repeating: "let a = 1\n", count: 200))
    assertLinear(
      300,
      prepare: { count in
        ContractFile(
          path: folder.path + "/contracts/a-v1.yaml",
          bytes: Array(
            (Self.head + "equations:\n  e: {formula: f, domain: d}\nsurvivors:\n"
              + repeated(count) { "  - {file: Sources/A.swift, code: \"let b = \($0)\", reason: r}\n" }).utf8))
      }, work: { XCTAssertTrue(judge($0).contains { $0.rule == "survivor-not-found" }) })
  }

  /// Names that the hash FNV-1a puts into one place, where it begins with the number that is usual.
  func testNamesThatAreMeantToCollide() {
    let halves = [
      ("hcdJnv", "3zHAEL"), ("WBrvE8", "pMguXE"), ("1x3QDg", "XncDLK"), ("7toDZb", "4u18hn"), ("HKMKwA", "uwk5ZU"),
      ("DrAV9o", "hvWm81"), ("XQv0B2", "YJ69LI"), ("Dd0TFC", "6RTNkZ"), ("RnZlOz", "PwaB5t"), ("dxUxUd", "o1wG7w"),
      ("sCNgLe", "2rTnGI"), ("q8TN0E", "JmYXZJ"), ("SgGXnh", "tvNFJM"), ("4e3AB0", "lpqG9L"),
    ]
    func name(_ number: Int) -> String {
      halves.indices.map { number >> $0 & 1 == 0 ? halves[$0].0 : halves[$0].1 }.joined()
    }
    assertLinear(
      4096,
      prepare: { count in file("metadata: {}\nfalsification_tests:\n" + repeated(count) { "- {id: \(name($0))}\n" }) },
      work: { file in XCTAssertEqual(ContractOutline(file).counts.falsifiers, file.contract?.falsifiers.count) })
  }

  /// Contracts that depend on one another, each with a gate and a hypothesis that refines the one before it.
  private func contracts(_ count: Int) -> [ContractFile] {
    (0..<count).map { number in
      let isFirst = number == 0
      let text =
        "metadata: {format: pv/1, version: \"1.0.0\", description: d, references: [r]"
        + "\(isFirst ? "" : ", depends_on: [a-\(number - 1)-v1]")}\n"
        + "equations: {e: {formula: f, domain: d}}\n"
        + "faults: [{class: order, violates: [e], mutants: [m]}]\n"
        + "falsification_tests:\n"
        + "  - {id: F-\(number), rule: r, prediction: p, if_fails: i, binds_to: e, test: Falsifiers.A/testB, "
        + "checks: [{metric: max_abs_error, at_most: 1}], mutants: [m]}\n"
        + "gates: [{id: G-\(number), requires: [F-\(number)], verdict: fail}]\n"
        + "hypotheses:\n  - {id: H-\(number), question: q, statement: s, \(isFirst ? "" : "refines: H-\(number - 1), ")"
        + "predicts: [{falsifier: F-\(number), check: max_abs_error, outcome: passes}]}\n"
      return ContractFile(path: "/nowhere/a-\(number)-v1.yaml", bytes: Array(text.utf8))
    }
  }

  func testManyContractsAreValidated() {
    assertLinear(
      60, prepare: { self.contracts($0) },
      work: { files in
        let validation = Validation(ContractSet(files: files), today: CalendarDate("2026-07-01")!)
        XCTAssertEqual(validation.summary.readable, files.count)
      })
  }

  /// A gate looks up the id of every falsifier, here in one contract.
  func testAGateThatRequiresVeryMany() {
    assertLinear(
      1000,
      prepare: { count in
        let ids = repeated(count) { "\($0 == 0 ? "" : ", ")F-\($0)" }
        return file(
          Self.head + "falsification_tests:\n" + repeated(count) { "  - {id: F-\($0)}\n" }
            + "gates: [{id: G, requires: [\(ids)]}]\n")
      },
      work: { file in
        let validation = Validation(ContractSet(files: [file]), today: CalendarDate("2026-07-01")!)
        XCTAssertFalse(validation.diagnostics.contains { $0.rule == "gate-unresolved" })
      })
  }

  /// Of falsifiers in the public format that bear the id in a prediction, nothing is kept to look at.
  func testPredictionsOfAnIDThatManyContractsHave() {
    assertLinear(
      100,
      prepare: { count in
        let predictions = repeated(50) {
          "  - {id: H-\($0), question: q, statement: s, predicts: [{falsifier: F-1, check: max, outcome: passes}]}\n"
        }
        let texts =
          ["hypotheses:\n" + predictions] + (0..<count).map { _ in "falsification_tests: [{id: F-1, rule: r}]\n" }
        return texts.enumerated().map { number, text in
          ContractFile(
            path: "/nowhere/a-\(number)-v1.yaml",
            bytes: Array(((number == 0 ? Self.head : "metadata: {version: \"1.0.0\"}\n") + text).utf8))
        }
      },
      work: { files in
        let validation = Validation(ContractSet(files: files), today: CalendarDate("2026-07-01")!)
        XCTAssertEqual(validation.diagnostics.count { $0.rule == "prediction-unresolved" }, 0)
      })
  }

  /// Every falsifier, gate and hypothesis of a file is taken, and each finding points into the other file.
  func testTakenIDsOfManyThings() {
    func falsifiers(_ count: Int) -> String {
      "falsification_tests:\n" + repeated(count) { "  - {id: F-\($0)}\n" }
    }
    func gates(_ count: Int) -> String { "gates:\n" + repeated(count) { "  - {id: G-\($0)}\n" } }
    func hypotheses(_ count: Int) -> String {
      "hypotheses:\n" + repeated(count) { "  - {id: F-\($0), question: q, statement: s, predicts: []}\n" }
    }
    for (first, second, rule) in [
      (falsifiers, falsifiers, "id-not-unique"), (gates, gates, "id-not-unique"),
      (falsifiers, hypotheses, "hypothesis-id-taken"),
    ] {
      assertLinear(
        250,
        prepare: { count in
          [("a", first(count)), ("b", second(count))].map { name, text in
            ContractFile(path: "/nowhere/\(name)-v1.yaml", bytes: Array((Self.head + text).utf8))
          }
        },
        work: { files in
          let found = Validation(ContractSet(files: files), today: CalendarDate("2026-07-01")!).diagnostics
          let taken = found.filter { $0.rule == rule }
          XCTAssertGreaterThanOrEqual(taken.count, 250)
          // In both files the things stand on lines of their own, in the same order.
          XCTAssertTrue(taken.allSatisfy { $0.related.first?.range?.start.line == $0.range?.start.line }, rule)
        })
    }
  }

  /// Judged without evidence, counted, and searched.
  func testManyContractsAreVerified() {
    let today = CalendarDate("2026-07-01")!
    assertLinear(
      60, prepare: { self.contracts($0) },
      work: { files in
        let verification = Verification(
          ContractSet(files: files),
          options: .init(root: "/nowhere", evidenceFolder: "/nowhere/evidence", asOf: today, isWholeProject: false))
        XCTAssertEqual(Scoreboard(verification).total.falsifiers, files.count)
        var query = ContractQuery()
        query.dependsOn = "a-0-v1"
        XCTAssertEqual(query.matches(in: verification).count, 2 * (files.count - 1))
      })
  }

  func testManyDirectivesAreRefused() {
    func text(_ count: Int) -> String { repeated(count) { "%TAG !t\($0)! tag:x,\($0):\n" } + "---\nmetadata: {}\n" }
    XCTAssertFalse(judge(file(text(64))).contains { $0.rule == "yaml-syntax" })
    let found = judge(file(text(100_000)))
    XCTAssertEqual(found.map(\.rule), ["yaml-syntax"])
    XCTAssertEqual(found.first?.range?.start.line, 65)
  }
}
