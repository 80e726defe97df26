import ContractKit
import Foundation
import XCTest

/// What is left of a contract once its file has been let go.
final class ContractOutlineTests: XCTestCase {
  /// All names of a contract, with the places that findings point at.
  private func names(_ contract: Contract) -> [String] {
    func places(_ texts: [Located<String>]) -> String { "\(texts.map { "\($0.value) \($0.range)" })" }
    return [
      contract.id, contract.path, contract.metadata.format?.value ?? "", places(contract.metadata.dependsOn),
      "\(contract.isStrict)",
    ]
      + contract.equations.map { equation in
        "\(equation.id.value) \(equation.notFalsified == nil) \(equation.operation == nil) "
          + "\(equation.invariants.map { "\($0.id.value) \($0.hasWrittenID) \($0.notFalsified == nil)" })"
      }
      + contract.obligations.map { places([$0.appliesTo].compactMap(\.self)) + "\($0.range)" }
      + contract.falsifiers.map { falsifier in
        places([falsifier.id] + falsifier.bindsTo) + places(falsifier.mutants)
          + "\(falsifier.checks.map(\.metric.value)) \(falsifier.weights.map(\.name.value))"
          + places(falsifier.weights.compactMap(\.sha256))
      }
      + contract.gates.map { places([$0.id] + $0.requires) }
      + contract.faults.map { $0.faultClass.value + places($0.violates) + places($0.mutants) }
  }

  func testNamesAndPlacesOfOurContractsAreKept() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let set = ContractSet.load(paths: [root + "/contracts"])
    XCTAssertGreaterThan(set.contracts.count, 10)
    for file in set.files {
      let outline = ContractOutline(file)
      XCTAssertEqual(names(try XCTUnwrap(outline.contract)), names(try XCTUnwrap(file.contract)))
      XCTAssertEqual(outline.meantNames?.falsifierIDs.map(\.range), file.contract?.falsifiers.map(\.id.range))
    }
  }

  /// Texts that spell the same characters in other bytes, places on several lines and beyond ASCII, invariants without ids.
  func testWhateverIsWrittenIsKept() throws {
    let text = """
      metadata: {format: pv/1, depends_on: ["a-v1",
        "e\u{301}-v1", "\u{E9}-v1"]}
      equations:
        \u{E9}: {formula: f, domain: d, invariants: ["one", {id: two, statement: s, not_falsified: why}]}
      falsification_tests:
        - {id: "F-\u{E9}", binds_to: [\u{E9}, e\u{301}, "a
            folded name"], checks: [{metric: max_abs_error, at_most: 1}], mutants: [m, m, n]}
      gates:
        - {id: G, requires: [F-\u{E9}, F-e\u{301}]}
      """
    let file = decode(text)
    let (read, outline) = (try XCTUnwrap(file.contract), try XCTUnwrap(ContractOutline(file).contract))
    XCTAssertEqual(names(outline).map { Array($0.utf8) }, names(read).map { Array($0.utf8) })
    XCTAssertEqual(outline.equations[0].invariants[0].statement.range, read.equations[0].invariants[0].statement.range)
  }

  /// Threads that keep names at the same time do not write over one another.
  func testNamesAreKeptByManyThreads() throws {
    let ids = (0..<2000).map { "F-\($0)-" + String(repeating: "x", count: $0 % 300) }
    let outlines = Parallel.map(ids) { id in
      ContractOutline(
        decode("metadata: {format: pv/1}\nfalsification_tests: [{id: \(id), mutants: [m-\(id)]}]"), isOneOfMany: true)
    }
    for (id, outline) in zip(ids, outlines) {
      XCTAssertEqual(outline.names?.falsifiers.flatMap { [$0.id.value] + $0.mutants.map(\.value) }, [id, "m-\(id)"])
    }
  }

  /// The index knows hashes of ids alone, so what it finds is looked at in the contracts.
  func testFalsifiersAreFoundByTheirIDs() throws {
    func outline(_ path: String, _ ids: String) throws -> ContractOutline {
      let text = "metadata: {format: pv/1}\nfalsification_tests: [\(ids)]"
      return ContractOutline(ContractFile(path: path, bytes: Array(text.utf8)))
    }
    let many = try (0..<200).map { try outline("many-\($0)-v1.yaml", "{id: M-\($0)-A}, {id: M-\($0)-B}") }
    let index = ContractIndex(
      many + [
        try outline("first-v1.yaml", "{id: F-1}, {id: F-2}, {id: F-1}"), try outline("second-v1.yaml", "{id: F-2}"),
        try outline("accent-v1.yaml", "{id: F-e\u{301}}"),
      ])
    for number in 0..<200 {
      XCTAssertEqual(index.falsifierFile("M-\(number)-B")?.path, "many-\(number)-v1.yaml")
      XCTAssertEqual(index.falsifierPlace("M-\(number)-A")?.range?.start.line, 2)
    }
    XCTAssertEqual(index.falsifierFile("F-2")?.path, "first-v1.yaml")
    // Two of one contract are that contract's, and each of them counts once.
    XCTAssertEqual(index.falsifiers("F-1").count, 2)
    XCTAssertEqual(index.falsifiers("F-2").count, 2)
    // Composed or not, it is the same id.
    XCTAssertEqual(index.falsifierFile("F-\u{E9}")?.path, "accent-v1.yaml")
    XCTAssertEqual(index.falsifiers("F-\u{E9}").count, 1)
    for missing in ["F", "F-", "F-3", "M-200-A", ""] {
      XCTAssertFalse(index.hasFalsifier(missing), missing)
      XCTAssertFalse(index.canBeRequired(missing), missing)
    }
    XCTAssertEqual(index.falsifierIDs.count, 403)
    XCTAssertEqual(index.requirableIDs, index.falsifierIDs)
  }

  /// More contracts than stay in memory: what is kept of each is what is found when all are asked for.
  func testContractsThatWereLetGoAreReadAgain() throws {
    let folder = try TemporaryFolder(self)
    for number in 0..<300 {
      try folder.write(
        "contracts/a-\(number)-v1.yaml",
        Array(
          """
          metadata: {\(number % 7 == 0 ? "" : "format: pv/1, ")version: "1.0.0", description: d, references: [r]\
          \(number == 0 ? "" : ", depends_on: [a-\(number - 1)-v1]")}
          equations: {e: {formula: f, domain: d}}
          faults: [{class: order, violates: [e], mutants: [m]}]
          falsification_tests:
            - {id: F-\(number), rule: r, prediction: p, if_fails: i, test: Falsifiers.A/testB, mutants: [m],
               binds_to: [e\(number == 0 ? "" : ", a-\(number - 1)-v1#e")], discharge_status: PENDING,
               checks: [{metric: max_abs_error, at_most: 1}]}

          """.utf8))
    }
    let verification = Verification(
      ContractInputs(paths: [folder.path + "/contracts"]),
      options: .init(
        root: folder.path, evidenceFolder: folder.path + "/evidence", asOf: CalendarDate("2026-07-01")!,
        isWholeProject: true))
    XCTAssertEqual(verification.standings.map(\.clauseCount), Array(repeating: 1, count: 300))
    XCTAssertEqual(verification.entries.map(\.falsifier.id.value), verification.standings.map { $0.falsifiers[0].id })
    XCTAssertEqual(verification.entries.map(\.verdict.status), verification.standings.map { $0.falsifiers[0].status })
    XCTAssertEqual(verification.entries.count { $0.verdict.reasons == [.formatUndeclared] }, 43)
    XCTAssertEqual(verification.entries.count { $0.verdict.reasons == [.contractInvalid] }, 257)
    XCTAssertEqual(verification.contracts.map(\.id), verification.standings.map(\.id))
    XCTAssertEqual(verification.set.files.count, 300)
    XCTAssertEqual(verification.dependents(of: "a-297-v1"), ["a-298-v1", "a-299-v1"])
  }
}
