import ContractKit
import Foundation
import XCTest

import ContractKit

final class ContractImportTests: XCTestCase {
  private let today = CalendarDate("2026-11-30")!

  private func imported(_ text: String) throws -> (text: String, import: ContractImport) {
    let file = ContractFile(path: "contracts/a-v1.yaml", bytes: Array(text.utf8))
    let result = try ContractImport(file, as: "contracts/a-v1.yaml", today: today)
    return (String(decoding: result.bytes, as: UTF8.self), result)
  }

  private let publicContract = """
    # What we know.
    metadata:   # of itself
      version: 1.0
      description: "Softmax"
      references: ["Bridle (1990)"]
    equations:
      softmax:
        formula: "e^x / sum(e^x)"
        invariants:
          - "Σ σ(x)_i = 1.0 (normalization)"
          - 'all "weights" are positive'   # strictly
          - order is
            kept
    proof_obligations:
      - {type: equivalence, property: "SIMD matches scalar within ULP", tolerance: 8.0, applies_to: all}
      - {type: invariant, property: "weights sum up precisely", formal: "|Σ σ - 1| < ε", tolerance: 1.0e-6}
      - {type: bound, property: "weights are bounded", tolerance: 0.5}
    falsification_tests:
      - id: FALSIFY-SM-001
        rule: "Normalization"
        prediction: "the weights sum up precisely to 1"
        test: "proptest with random vectors"   # slow
        if_fails: "the sum"
        owner: us
      - {id: FALSIFY-SM-002, rule: "SIMD equivalence", prediction: "SIMD matches scalar", test: "M.C/testM", if_fails: f}
    qa_gate: {id: F-SM-001, name: "Softmax", checks: [a]}
    """

  func testWhatCanBeReadIsCarriedOver() throws {
    let (text, result) = try imported(publicContract)
    XCTAssertEqual(
      text,
      """
      # What we know.
      metadata:   # of itself
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]
      equations:
        softmax:
          formula: "e^x / sum(e^x)"
          invariants:
            - {id: normalization, statement: "Σ σ(x)_i = 1.0 (normalization)"}
            - {id: all_weights_are, statement: "all \\"weights\\" are positive"}   # strictly
            - {id: order_is_kept, statement: "order is kept"}
      proof_obligations:
        - {type: equivalence, property: "SIMD matches scalar within ULP", tolerance: 8.0, applies_to: softmax}
        - {type: invariant, property: "weights sum up precisely", formal: "|Σ σ - 1| < ε", tolerance: 1.0e-6}
        - {type: bound, property: "weights are bounded", tolerance: 0.5}
      falsification_tests:
        - id: FALSIFY-SM-001
          binds_to: softmax/normalization  # suggested: its `rule` says `normalization`
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]  # suggested: its formula is an absolute difference
          rule: "Normalization"
          prediction: "the weights sum up precisely to 1"
          procedure: "proptest with random vectors"   # slow
          if_fails: "the sum"
          owner: us
        - {id: FALSIFY-SM-002, binds_to: softmax, checks: [{metric: max_ulps, at_most: 8.0}], rule: "SIMD equivalence", \
      prediction: "SIMD matches scalar", test: "M.C/testM", if_fails: f}
      qa_gate: {id: F-SM-001, name: "Softmax", checks: [a]}

      gates:
        - {id: F-SM-001, requires: [FALSIFY-SM-001, FALSIFY-SM-002]}

      """)
    XCTAssertTrue(
      result.steps.contains {
        $0.line == 3 && $0.message == "`format: pv/1`"
      }, "\(result.steps)")
    XCTAssertTrue(
      result.steps.contains {
        $0.line == 19
          && $0.message.hasPrefix("suggested for FALSIFY-SM-001: `binds_to: softmax/normalization`, because")
      }, "\(result.steps)")
    XCTAssertFalse(result.steps.contains { $0.message.contains("weights are bounded") }, "of a bound nothing is known")
    let left = Set(result.left.map(\.rule))
    XCTAssertTrue(left.isSuperset(of: ["mutants-missing", "domain-missing", "clause-unbound"]), "\(left)")
    XCTAssertFalse(
      left.contains { ["yaml-syntax", "wrong-type", "binds-to-unresolved", "check-threshold"].contains($0) })
  }

  func testOtherFormsOfTheSame() throws {
    let (flow, _) = try imported("{metadata: {description: d}, equations: {t: {formula: f, invariants: it holds}}}")
    XCTAssertEqual(
      flow,
      "{metadata: {format: pv/1, description: d}, "
        + "equations: {t: {formula: f, invariants: [{id: it_holds, statement: \"it holds\"}]}}}\n")
    let (bare, _) = try imported(
      "equations:\n  t:\n    invariants:\n      - >\n        a:\n        b\n      - \"a b\"\n")
    XCTAssertEqual(
      bare,
      "metadata:\n  format: pv/1\nequations:\n  t:\n    invariants:\n"
        + "      - {id: a_b, statement: \"a: b\\n\"}\n      - {id: a_b_2, statement: \"a b\"}\n")
  }

  /// What prose says is quoted where it could be read as something else, and no comment is lost.
  func testProseStaysProse() throws {
    let (text, result) = try imported(
      """
      metadata:
        format: public/2
        predicton: x
      equations:
        "soft max #1":
          invariants:
            - >   # measured once
              a
              b
            - "c\\Nd"
      proof_obligations:
        - type: equivalence
          property: |-
            lanes agree ulps rows
                discharge_status: DISCHARGED
          tolerance: 2
          applies_to: all
      falsification_tests:
        - id: FALSIFY-A-001
          rule: lanes agree rows
          prediction: p
      qa_gate: {id: G-1, name: n, checks: [c]}
      ...

      """)
    for line in [
      "  format: pv/1\n", "      - {id: a_b, statement: \"a b\\n\"}   # measured once\n", "statement: \"c\\x85d\"}\n",
      "applies_to: \"soft max #1\"\n", "    binds_to: \"soft max #1\"  # suggested: ",
      "at_most: 2}]  # suggested: the tolerance of `lanes agree ulps rows discharge_status: DISCHARGED` is in ulps\n",
      "\ngates:\n  - {id: G-1, requires: [FALSIFY-A-001]}\n...\n",
    ] { XCTAssertTrue(text.contains(line), "\(line) is not in \(text)") }
    XCTAssertTrue(result.steps.contains { $0.line == 2 && $0.message == "`format` becomes `pv/1`" }, "\(result.steps)")
    for (start, new) in [("metadata: {}", "metadata: {format: pv/1}"), ("metadata:", "metadata: {format: pv/1}")] {
      XCTAssertTrue(try imported("\(start)\nequations: {t: {formula: f}}\n").text.hasPrefix("\(new)\n"), start)
    }
    let (_, slip) = try imported("metadata: {description: d}\nequations: {t: {formul: f}}\n")
    XCTAssertTrue(slip.steps.contains { $0.line == 2 && $0.message == "`formul` becomes `formula`" }, "\(slip.steps)")
  }

  func testNothingIsGuessedWhereSeveralFit() throws {
    let (text, result) = try imported(
      """
      equations:
        one: {formula: f}
        two: {formula: g}
      falsification_tests:
        - {id: FALSIFY-A-001, rule: r, prediction: "one and two agree", if_fails: f}
        - {id: FALSIFY-A-002, rule: r, prediction: "only two holds", if_fails: f}

      """)
    XCTAssertTrue(text.contains("{id: FALSIFY-A-001, rule: r"), text)
    XCTAssertTrue(text.contains("{id: FALSIFY-A-002, binds_to: two, rule: r"), text)
    XCTAssertTrue(
      result.steps.contains { $0.line == 5 && $0.message.contains("write its `binds_to`") }, "\(result.steps)")
  }

  func testWhatCannotBeImportedIsSaid() {
    for (text, reason) in [
      ("metadata: {format: pv/1}\nequations: {}\n", "already declares pv/1"), ("a: [", "is not readable as a contract"),
      ("surface: work\n", "it is another tool's"), ("metadata: [a]\nequations: {}\n", "block style"),
    ] {
      XCTAssertThrowsError(try imported(text), text) { XCTAssertTrue("\($0)".contains(reason), "\($0)") }
    }
  }

  /// The 91 contracts of a public repository: each keeps its clauses, falsifiers and comments.
  func testTheCorpusIsImported() throws {
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    let folder =
      (ProcessInfo.processInfo.environment["PV_CORPUS"]
        ?? here.appendingPathComponent("../../../../shared/corpus").standardized.path)
      + "/provable-contracts/contracts"
    guard Files.isFolder(folder) else { throw XCTSkip("corpus not imported: there is no \(folder); set PV_CORPUS") }
    var (count, bound, falsifiers) = (0, 0, 0)
    for file in ContractSet.load(paths: [folder]).files where file.contract != nil {
      let result = try ContractImport(file, as: file.path, today: today)
      let new = ContractFile(path: file.path, bytes: result.bytes)
      func comments(_ bytes: [UInt8]) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").filter { $0.drop { $0 == " " }.hasPrefix("#") }
      }
      XCTAssertEqual(comments(file.source!.bytes), comments(result.bytes), file.path)
      let before = Set(file.diagnostics.map(\.rule))
      XCTAssertTrue(
        Set(new.diagnostics.map(\.rule)).isSubset(of: before.union(["missing-key", "unknown-value", "wrong-type"])),
        file.path)
      count += 1
      falsifiers += new.contract!.falsifiers.count
      bound += new.contract!.falsifiers.count { !$0.bindsTo.isEmpty }
      XCTAssertFalse(result.left.contains { ["binds-to-unresolved", "check-condition"].contains($0.rule) }, file.path)
    }
    XCTAssertEqual(count, 91)
    XCTAssertGreaterThan(2 * bound, falsifiers, "more than half of them are about a clause that can be told")
  }
}
