import XCTest

import ContractKit

/// Contracts and evidence made in memory.
enum Fixture {
  static let nowhere = SourceRange(
    start: SourcePosition(offset: 0, line: 1, column: 1), end: SourcePosition(offset: 0, line: 1, column: 1))

  static func located<Value>(_ value: Value) -> Located<Value> { Located(value, at: nowhere) }

  static func decimal(_ text: String) -> Located<ExactDecimal> { located(ExactDecimal(text)!) }

  static func check(_ metric: String, _ condition: Check.Condition) -> Check {
    Check(metric: located(metric), condition: condition, range: nowhere)
  }

  static func check(_ metric: String, atMost limit: String, bound: [NamedBound] = []) -> Check {
    Check(metric: located(metric), condition: .atMost(decimal(limit)), bound: bound, range: nowhere)
  }

  /// A falsifier of `f32-dot-v1`.
  static func falsifier(
    checks: [Check], bindsTo: [String] = ["dot", "dot/order"], mutants: [String] = ["tail_dropped"],
    blindTo: [Falsifier.Blindness] = [],
    orders: [String] = [], variants: [String] = [], requires: Falsifier.Level? = nil, needs: [Falsifier.Need] = [],
    status: String? = nil, ifFails: String? = nil, domain: Domain? = nil, exact: String? = nil
  ) -> Falsifier {
    Falsifier(
      id: located("FALSIFY-DOT-001"), ifFails: ifFails.map(located), bindsTo: bindsTo.map(located),
      test: located("Falsifiers.FalsifyDot/testFalsifyDOT001"), requires: requires.map(located), domain: domain,
      exact: exact.map(located), checks: checks,
      mutants: mutants.map(located), blindTo: blindTo, orders: orders.map(located), variants: variants.map(located),
      needs: needs,
      status: status.map(located), range: nowhere)
  }

  /// `f32-dot-v1` with one equation, one invariant and one falsifier with the mutant `tail_dropped`.
  static func contract(domain: String, checks: [Check]) -> Contract {
    contract(domain: domain, falsifier: falsifier(checks: checks))
  }

  static func contract(domain: String, falsifier: Falsifier) -> Contract {
    Contract(
      id: "f32-dot-v1", path: "contracts/f32-dot-v1.yaml", metadata: .init(format: located("pv/1")),
      equations: [
        Equation(
          id: located("dot"), domain: located(domain),
          invariants: [Invariant(id: located("order"), hasWrittenID: true, statement: located("…"))], range: nowhere)
      ],
      obligations: [],
      falsifiers: [falsifier],
      gates: [])
  }

  /// Evidence of that falsifier; the mutant's measurements are given apart.
  static func evidence(
    _ measurements: [String: Evidence.Measurement], mutant: [String: Evidence.Measurement] = [:], active: Bool = true
  ) -> Evidence {
    let digest = Digest(of: [])
    return Evidence(
      contract: "f32-dot-v1", falsifier: "FALSIFY-DOT-001", level: .algorithm,
      inputs: [
        .init(
          name: "a", generator: "units", generatorVersion: 1, parameters: ["length": "3"], seed: "00ff", cases: 1,
          dtype: "f32", shape: [3], sha256: digest, classes: ["normal": 3])
      ],
      outputs: [.init(name: "dot", dtype: "f32", shape: [1], sha256: digest)], measurements: measurements,
      ulps: ["": ["0": 2, "4": 1]],
      mutants: [
        "tail_dropped": .init(
          fault: "the tail is \"not\" read",
          firstDifference: active ? .init(output: "dot", index: 0, real: "0x00000000", mutant: "0x00000001") : nil,
          measurements: mutant, outputs: ["dot": digest])
      ], impostors: impostors(of: measurements))
  }

  /// All impostors of an array of each metric.
  static func impostors(of measurements: [String: Evidence.Measurement]) -> [String: Evidence.Impostors] {
    Dictionary(
      uniqueKeysWithValues: measurements.filter { !$0.value.isAsserted }.keys.map { ($0, seenImpostors(of: $0)) })
  }

  /// All impostors of an array, of which a metric is NaN: that meets no condition.
  static func seenImpostors(of metric: String) -> Evidence.Impostors {
    Dictionary(
      uniqueKeysWithValues: ImpostorName.allCases.map { ($0.rawValue, .measured([metric: real(.nan)])) })
  }

  static func real(_ value: Double) -> Evidence.Measurement { Evidence.Measurement(.real(value), over: "3 f32") }
}
