import ContractKit
import XCTest

final class ContractDecoderTests: XCTestCase {
  static let full = """
    metadata:
      format: pv/1
      version: "1.2.0"
      description: no
      references: [{id: a, text: "A", url: "u"}, "B"]
      depends_on: softmax-v1
    equations:
      gqa:
        formula: "f"
        domain: "d"
        references: [a]
        not_falsified: "why"
        implementation: Sources/Kernels
        invariants:
          - {id: head_map, statement: "s", not_falsified: "x"}
          - "weights sum to 1"
    proof_obligations:
      - {id: o, type: equivalence, property: "p", applies_to: gqa}
    falsification_tests:
      - id: FALSIFY-GQA-003
        rule: "r"
        prediction: "p"
        if_fails: "f"
        binds_to: gqa/head_map
        test: Falsifiers.FalsifyAttention/testFalsifyGQA003
        requires: live
        checks:
          - {metric: max_abs_error, at_most: 1e-6}
          - {metric: cosine, at_least: 0.9999999}
          - {metric: relative_l1, equals: 0.0774, within: 0.00005}
          - {metric: out.bits, equals: "0x44191e70"}
          - {metric: sha256, not_equals: 0123456789012345678901234567890123456789012345678901234567890123}
          - {metric: bits_differing, not_equals: 010}
        mutants: [kv_map_modulo, no_scale]
        variants: [scalar, avx2]
        needs: [{weights: w, sha256: "ab"}, {isa: avx2}]
        blocked: {reason: "r", review: 2027-01-01}
        waived: {reason: "r", owner: "o", until: 2027-02-01}
        discharge_status: DISCHARGED  # said
    gates:
      - {id: GATE-1, requires: [FALSIFY-GQA-003], verdict: pass}
    """

  func testEverythingIsDecoded() throws {
    let file = decode(Self.full, path: "x/gqa-v1.yaml")
    XCTAssertEqual(file.diagnostics.map(\.message), [])
    let contract = try XCTUnwrap(file.contract)
    XCTAssertEqual(contract.id, "gqa-v1")
    XCTAssertTrue(contract.isStrict)
    XCTAssertEqual(contract.metadata.version?.value, "1.2.0")
    XCTAssertEqual(contract.metadata.description?.value, "no")
    XCTAssertEqual(contract.metadata.references.map(\.text.value), ["A", "B"])
    XCTAssertEqual(contract.metadata.references[0].url?.value, "u")
    XCTAssertEqual(contract.metadata.dependsOn.map(\.value), ["softmax-v1"])
    let equation = contract.equations[0]
    XCTAssertEqual(equation.id.value, "gqa")
    XCTAssertEqual(equation.notFalsified?.value, "why")
    XCTAssertEqual(equation.implementation.map(\.value), ["Sources/Kernels"])
    XCTAssertEqual(equation.invariants.map(\.id.value), ["head_map", "inv-2"])
    XCTAssertEqual(equation.invariants.map(\.hasWrittenID), [true, false])
    XCTAssertEqual(equation.invariants[0].notFalsified?.value, "x")
    XCTAssertEqual(contract.obligations[0].appliesTo?.value, "gqa")
    XCTAssertEqual(contract.gates[0].requires.map(\.value), ["FALSIFY-GQA-003"])
    XCTAssertEqual(contract.gates[0].verdict?.value, "pass")
    let falsifier = contract.falsifiers[0]
    XCTAssertEqual(falsifier.clauses, [ClauseReference(equation: "gqa", invariant: "head_map")])
    XCTAssertEqual(falsifier.requires?.value, .live)
    XCTAssertEqual(falsifier.mutants.map(\.value), ["kv_map_modulo", "no_scale"])
    XCTAssertEqual(falsifier.variants.map(\.value), ["scalar", "avx2"])
    XCTAssertEqual(falsifier.needs.map(\.kind), [.weights, .isa])
    XCTAssertEqual(falsifier.needs[0].sha256?.value, "ab")
    XCTAssertEqual(falsifier.blocked?.review.value, CalendarDate("2027-01-01"))
    XCTAssertEqual(falsifier.waiver?.until.value, CalendarDate("2027-02-01"))
    XCTAssertEqual(falsifier.status?.value, "DISCHARGED")
    let source = try XCTUnwrap(file.source)
    XCTAssertEqual(source.text(try XCTUnwrap(falsifier.status?.range)), "DISCHARGED")
    XCTAssertTrue(source.text(falsifier.range).hasPrefix("id: FALSIFY-GQA-003"))
    XCTAssertTrue(source.text(falsifier.range).hasSuffix("discharge_status: DISCHARGED"))
  }

  func testChecksAreTypedByTheirMetric() throws {
    let checks = try XCTUnwrap(decode(Self.full).contract).falsifiers[0].checks
    let shown = checks.map { check in
      switch check.condition {
      case .atMost(let value): "at most \(value.value)"
      case .atLeast(let value): "at least \(value.value)"
      case .equals(let value, let within): "equals \(value.value) within \(within?.value.description ?? "0")"
      case .notEquals(let value): "not \(value.value)"
      case .equalsText(let value): "text \(value.value)"
      case .notEqualsText(let value): "not text \(value.value.count)"
      }
    }
    XCTAssertEqual(
      shown,
      [
        "at most 1e-6", "at least 0.9999999", "equals 0.0774 within 0.00005", "text 0x44191e70", "not text 64",
        "not 010",
      ])
  }

  func testMalformedPartsAreLeftOutAndFound() throws {
    let file = decode(
      """
      metadata: {format: pv/1, version: "1.0.0", description: "d", references: ["r"]}
      equations: {e: {formula: "f"}}
      falsification_tests:
        - {rule: "no id"}
        - id: F-1
          rule: "r"
          checks:
            - {metric: cosine, at_least: high}
            - {at_most: 1}
            - {metric: cosine, at_least: 1, at_most: 1}
      """)
    let contract = try XCTUnwrap(file.contract)
    XCTAssertEqual(contract.falsifiers.map(\.id.value), ["F-1"])
    XCTAssertEqual(contract.falsifiers[0].checks.count, 0)
    XCTAssertTrue(file.hasErrors)
    let rules = Set(Validation(ContractSet(files: [file]), today: .today()).diagnostics.map(\.rule))
    XCTAssertTrue(rules.isSuperset(of: ["missing-key", "check-threshold", "check-condition"]), "\(rules)")
  }

  func testThePublicFormatIsReadAsItIs() throws {
    let file = decode(
      """
      metadata: {version: 1.0, description: "d", references: ["r"]}
      equations: {e: {formula: "f", invariants: ["a", "b"]}}
      falsification_tests:
        - {id: F-1, rule: r, prediction: p, if_fails: f, test: "proptest with 10000 vectors"}
      """)
    XCTAssertEqual(file.contract?.equations[0].invariants.map(\.id.value), ["inv-1", "inv-2"])
    XCTAssertEqual(file.contract?.metadata.version?.value, "1.0")
    let validation = Validation(ContractSet(files: [file]), today: .today())
    XCTAssertEqual(validation.summary.errors, 0)
    XCTAssertEqual(validation.outcome(), .accepted)
    XCTAssertEqual(validation.outcome(warningsReject: true), .rejected)
  }
}
