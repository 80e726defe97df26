import XCTest

import ContractKit

/// What `pv diff` says of a change: its direction, and the version that it calls for.
final class ContractDiffTests: XCTestCase {
  private static let base = """
    metadata:
      format: pv/1
      version: "1.2.3"
      description: "Softmax"
      references: ["Bridle (1990)"]
    equations:
      softmax:
        formula: "y_i = exp(x_i) / sum_j exp(x_j)"
        domain: "1 <= n <= 4096"
        operation: softmax
        implementation: [Sources/Kernels/Softmax]
        invariants:
          - {id: sums_to_one, statement: "the weights sum to 1"}
          - {id: positive, statement: "the weights are positive"}
    proof_obligations:
      - {id: OBL-1, type: bound, property: "bounded", applies_to: softmax, tolerance: 1.0e-6}
    kani_harnesses:
      - {id: KANI-1, obligation: OBL-1, bound: 8}
    faults:
      - {class: missing_maximum, violates: [softmax, softmax/positive], mutants: [no_max]}
      - {class: order, violates: softmax, mutants: [no_sum]}
    falsification_tests:
      - id: FALSIFY-SM-001
        rule: "Normalization"
        prediction: "the weights sum to 1"
        if_fails: "the maximum is not subtracted"
        binds_to: [softmax, softmax/sums_to_one]
        test: Falsifiers.FalsifySoftmax/testFalsifySM001
        requires: live
        domain:
          inputs:
            logits: {cases: 240, over: 2400 f32, shape: [240, 10], corners: [length 1, a tail], classes: [normal]}
          outputs: {weights: 2400 f32}
          over: {max_abs_error: 2400 f32}
        checks:
          - {metric: max_abs_error, at_most: 1.0e-6}
          - {metric: cosine, at_least: 0.999}
          - {metric: relative_drift, equals: 0.5, within: 0.01}
          - {metric: y.bits, equals: "0x3f800000"}
        orders: [sequential, reversed]
        mutants: [no_max, no_sum]
        variants: [scalar, avx2]
        discharge_status: PENDING
      - id: FALSIFY-SM-002
        rule: "Positivity"
        prediction: "the weights are positive"
        if_fails: "exp underflows"
        binds_to: softmax/positive
        test: Falsifiers.FalsifySoftmax/testFalsifySM002
        checks: [{metric: min, at_least: 0}]
        mutants: [negated]
    gates:
      - {id: GATE-SM, requires: [FALSIFY-SM-001, FALSIFY-SM-002]}

    """

  /// Which of two bounds is wider depends on the arrays: any other one is answered for.
  func testAnotherBoundIsALoosening() {
    func bounded(_ bound: String) -> String {
      Self.base.replacing(
        "{metric: cosine, at_least: 0.999}", with: "{metric: bound_ratio, bound: \(bound), at_most: 1}")
    }
    let lanes = "{function: dot_fma_lanes, version: 1, lanes: 64}"
    for other in [
      "{function: dot_fma_lanes, version: 1, lanes: 32}", "{function: dot_any_order, version: 1}",
      "[\(lanes), \(lanes)]",
    ] {
      XCTAssertEqual(diff(bounded(lanes), bounded(other)).changes.map(\.direction), [.easier], other)
    }
    XCTAssertEqual(diff(bounded(lanes), bounded("[\(lanes)]")).changes.map(\.direction), [])
    let unnamed = bounded(lanes).replacing("bound: \(lanes), ", with: "")
    XCTAssertEqual(diff(unnamed, bounded(lanes)).changes.map(\.direction), [.harder])
    XCTAssertEqual(diff(bounded(lanes), unnamed).changes.map(\.direction), [.easier])
  }

  func testTheDomainOfAFalsifier() {
    for (old, new, direction, words) in [
      (
        "cases: 240", "cases: 239", ClaimChange.Direction.easier,
        "the cases of `logits` are at least 239, previously 240"
      ),
      ("cases: 240, ", "", .easier, "the cases of `logits` are at least any number, previously 240"),
      ("cases: 240", "cases: 1000", .harder, "the cases of `logits` are at least 1000, previously 240"),
      ("240, over: 2400 f32", "240, over: 24 f32", .easier, "`logits` is over at least 24 f32, previously 2400 f32"),
      (
        "240, over: 2400 f32", "240, over: 2400 f64", .unclear,
        "`logits` is over at least 2400 f64, previously 2400 f32"
      ),
      ("shape: [240, 10]", "shape: [10, 240]", .unclear, "the shape of `logits` is [10, 240], previously [240, 10]"),
      (" shape: [240, 10],", "", .easier, "the shape of `logits` is any, previously [240, 10]"),
      ("[length 1, a tail]", "[length 1]", .easier, "no case need lie in the corner `a tail` any more"),
      ("classes: [normal]", "classes: [normal, zero]", .harder, "an element must be of the class `zero`"),
      ("{weights: 2400 f32}", "{weights: 1 f32}", .easier, "`weights` is over at least 1 f32, previously 2400 f32"),
      ("{max_abs_error: 2400 f32}", "{}", .easier, "`max_abs_error` is over at least anything, previously 2400 f32"),
      (
        "    domain:\n      inputs", "    exact: \"two words\"\n    domain:\n      inputs", .easier,
        "said to be exact: nothing need be drawn"
      ),
    ] {
      XCTAssertTrue(Self.base.contains(old), old)
      let changes = diff(Self.base, Self.base.replacing(old, with: new, maxReplacements: 1)).changes
      XCTAssertEqual(changes.map(\.direction), [direction], new)
      XCTAssertEqual(changes.map(\.message), [words], new)
    }
  }

  private func diff(_ old: String, _ new: String, asOf: String = "2026-07-01") -> ContractSetDiff {
    ContractSetDiff(
      old: [decode(old, path: "old/softmax-v1.yaml")], new: [decode(new, path: "new/softmax-v1.yaml")],
      asOf: CalendarDate(asOf)!)
  }

  /// The changes of the base where texts are replaced, as `direction subject`.
  private func changes(_ edits: (String, String)..., file: StaticString = #filePath, line: UInt = #line) -> [String] {
    var text = Self.base
    for (old, new) in edits {
      XCTAssertTrue(text.contains(old), "\(old) is not in the base", file: file, line: line)
      text = text.replacingOccurrences(of: old, with: new)
    }
    return diff(Self.base, text).changes.map { "\($0.direction) \($0.subject)" }
  }

  func testThresholdsAreComparedByTheirDirection() {
    let cases: [(String, String, String)] = [
      ("at_most: 1.0e-6", "at_most: 1.0e-5", "easier FALSIFY-SM-001/max_abs_error"),
      ("at_most: 1.0e-6", "at_most: 1.0e-7", "harder FALSIFY-SM-001/max_abs_error"),
      ("at_most: 1.0e-6", "at_most: 0.000001", "neutral FALSIFY-SM-001/max_abs_error"),
      // By more than binary64 can tell apart.
      (
        "at_most: 1.0e-6", "at_most: 1.00000000000000000000000001e-6", "easier FALSIFY-SM-001/max_abs_error"
      ),
      ("at_least: 0.999}", "at_least: 0.99}", "easier FALSIFY-SM-001/cosine"),
      ("at_least: 0.999}", "at_least: 0.9999}", "harder FALSIFY-SM-001/cosine"),
      ("within: 0.01", "within: 0.02", "easier FALSIFY-SM-001/relative_drift"),
      ("within: 0.01", "within: 0.001", "harder FALSIFY-SM-001/relative_drift"),
      ("equals: 0.5, within: 0.01", "equals: 0.51, within: 0.01", "mixed FALSIFY-SM-001/relative_drift"),
      ("equals: 0.5, within: 0.01", "at_most: 0.51", "easier FALSIFY-SM-001/relative_drift"),
      ("equals: \"0x3f800000\"", "not_equals: \"0x3f800000\"", "mixed FALSIFY-SM-001/y.bits"),
      ("equals: \"0x3f800000\"", "equals: \"0x3F800000\"", "neutral FALSIFY-SM-001/y.bits"),
    ]
    for (old, new, expected) in cases { XCTAssertEqual(changes((old, new)), [expected], new) }
  }

  func testAnErrorOfZeroIsTheSameHoweverItIsAskedFor() {
    XCTAssertEqual(
      changes(("at_most: 1.0e-6", "equals: 0")).map { $0.prefix(6) }, ["harder"])
    let zero = Self.base.replacingOccurrences(of: "at_most: 1.0e-6", with: "at_most: 0")
    let equal = Self.base.replacingOccurrences(of: "at_most: 1.0e-6", with: "equals: 0")
    XCTAssertEqual(diff(zero, equal).changes.map(\.direction), [.neutral])
  }

  func testEachWayOfLooseningIsSeen() {
    let cases: [(String, String, [String])] = [
      ("      - {metric: cosine, at_least: 0.999}\n", "", ["easier FALSIFY-SM-001/cosine"]),
      ("[no_max, no_sum]", "[no_max]", ["easier FALSIFY-SM-001/no_sum"]),
      ("[sequential, reversed]", "[sequential]", ["easier FALSIFY-SM-001/reversed"]),
      (
        "at_most: 1.0e-6}", "at_most: 1.0e-6, lets_pass: {no_sum: r}}",
        ["easier FALSIFY-SM-001/max_abs_error/no_sum"]
      ),
      ("    operation: softmax\n", "", ["easier softmax/operation"]),
      ("  - {class: order, violates: softmax, mutants: [no_sum]}\n", "", ["easier faults/order"]),
      ("[softmax, softmax/positive]", "softmax", ["easier faults/missing_maximum/softmax/positive"]),
      ("[scalar, avx2]", "[scalar]", ["easier FALSIFY-SM-001/avx2"]),
      ("    requires: live\n", "", ["easier FALSIFY-SM-001/requires"]),
      (
        "    requires: live\n",
        "    requires: live\n    blind_to: [{impostors: zeros, of: cosine, reason: r}]\n",
        ["easier FALSIFY-SM-001/blind_to"]
      ),
      (
        "[softmax, softmax/sums_to_one]", "[softmax]",
        ["easier FALSIFY-SM-001/softmax/sums_to_one", "easier softmax/sums_to_one"]
      ),
      ("n <= 4096", "n <= 256", ["easier softmax"]),
      ("1 <= n", "2 <= n", ["easier softmax"]),
      ("    implementation: [Sources/Kernels/Softmax]\n", "", ["easier softmax/Sources/Kernels/Softmax"]),
      ("tolerance: 1.0e-6", "tolerance: 1.0e-3", ["easier OBL-1/tolerance"]),
      ("bound: 8", "bound: 4", ["easier KANI-1/bound"]),
      ("[FALSIFY-SM-001, FALSIFY-SM-002]", "[FALSIFY-SM-001]", ["easier GATE-SM/FALSIFY-SM-002"]),
      ("  format: pv/1\n", "", ["easier metadata.format"]),
      (
        "          - {id: positive, statement: \"the weights are positive\"}\n".replacingOccurrences(
          of: "          -", with: "      -"),
        "", ["easier softmax/positive"]
      ),
    ]
    for (old, new, expected) in cases {
      XCTAssertEqual(changes((old, new)), expected, old)
      XCTAssertEqual(
        changesBack(old, new),
        expected.map { $0.replacingOccurrences(of: "easier", with: "harder") }.filter {
          $0 != "harder softmax/sums_to_one"
        }, "back: \(old)")
    }
  }

  /// The faults that an operation demands tell which of two is easier.
  func testOperations() {
    XCTAssertEqual(changes(("operation: softmax", "operation: exponential")), ["mixed softmax/operation"])
    XCTAssertEqual(changes(("operation: softmax", "operation: other")), ["easier softmax/operation"])
    XCTAssertEqual(changes(("mutants: [no_max]}", "mutants: [no_sum]}")), ["neutral faults/missing_maximum"])
  }

  private func changesBack(_ old: String, _ new: String) -> [String] {
    diff(Self.base.replacingOccurrences(of: old, with: new), Self.base).changes.map { "\($0.direction) \($0.subject)" }
  }

  func testARemovedFalsifierLeavesItsClauseUnbound() throws {
    let start = try XCTUnwrap(Self.base.range(of: "  - id: FALSIFY-SM-002")).lowerBound
    let end = try XCTUnwrap(Self.base.range(of: "gates:")).lowerBound
    var text = Self.base
    text.removeSubrange(start..<end)
    XCTAssertEqual(
      diff(Self.base, text).changes.map { "\($0.direction) \($0.subject)" },
      ["easier FALSIFY-SM-002", "easier softmax/positive"])
  }

  func testProseThatCarriesAClaimIsUnclearAndOtherTextIsNot() {
    XCTAssertEqual(changes(("sum_j exp(x_j)", "sum_j exp(2 x_j)")), ["unclear softmax"])
    XCTAssertEqual(changes(("1 <= n <= 4096", "2 <= n <= 256")), ["unclear softmax"])
    XCTAssertEqual(changes(("the weights are positive\"}", "the weights exceed 0\"}")), ["unclear softmax/positive"])
    XCTAssertEqual(changes(("description: \"Softmax\"", "description: \"softmax\"")), ["neutral metadata.description"])
    XCTAssertEqual(
      changes(("exp underflows", "exp flushes")), ["neutral falsification_tests[FALSIFY-SM-002].if_fails"])
    XCTAssertEqual(changes(("testFalsifySM002", "testFalsifySM003")), ["neutral FALSIFY-SM-002/test"])
    XCTAssertEqual(changes(("  requires: live", "  requires:   live # as before")), [])
  }

  func testVersions() {
    func bump(_ edits: (String, String)...) -> (VersionBump, [String]) {
      var text = Self.base
      for (old, new) in edits { text = text.replacingOccurrences(of: old, with: new) }
      let diff = diff(Self.base, text)
      return (diff.entries[0].bump, diff.diagnostics.filter { $0.rule == "version-not-bumped" }.compactMap(\.help))
    }
    let loosened = ("at_most: 1.0e-6", "at_most: 1.0e-5")
    XCTAssertEqual(bump(loosened).0, .major)
    XCTAssertEqual(bump(loosened).1, ["write `version: \"2.0.0\"` or a later one"])
    XCTAssertEqual(bump(loosened, ("1.2.3", "1.3.0")).1.count, 1)
    XCTAssertEqual(bump(loosened, ("1.2.3", "2.0.0")).1, [])
    XCTAssertEqual(bump(loosened, ("1.2.3", "2.0.0-rc.1")).1, [])
    XCTAssertEqual(bump(("at_most: 1.0e-6", "at_most: 1.0e-7")).1, ["write `version: \"1.3.0\"` or a later one"])
    XCTAssertEqual(bump(("\"Softmax\"", "\"softmax\"")).1, ["write `version: \"1.2.4\"` or a later one"])
    XCTAssertEqual(bump(("discharge_status: PENDING", "discharge_status: DISCHARGED")).0, .none)
    XCTAssertEqual(bump(("discharge_status: PENDING", "discharge_status: DISCHARGED")).1, [])
    XCTAssertEqual(bump(("1.2.3", "1.2.2")).1.count, 1)
    XCTAssertEqual(bump(("1.2.3", "next"), loosened).1, ["write `version: \"2.0.0\"`"])
    let zero = SemanticVersion("0.3.1")!
    XCTAssertEqual(VersionBump.major.next(after: zero), "0.4.0")
    XCTAssertTrue(VersionBump.major.isMade(from: zero, to: SemanticVersion("0.4.0")!))
    XCTAssertTrue(VersionBump.major.isMade(from: SemanticVersion("2.0.0-rc.1")!, to: SemanticVersion("2.0.0")!))
    XCTAssertFalse(VersionBump.patch.isMade(from: SemanticVersion("2.0.0-rc.1")!, to: SemanticVersion("2.0.0-rc.1")!))
  }

  func testAWaiverCoversItsSubjectUntilItsDay() {
    func findings(_ change: String, asOf: String) -> [String] {
      let new =
        Self.base.replacingOccurrences(of: "at_most: 1.0e-6", with: "at_most: 1.0e-5")
        .replacingOccurrences(of: "1.2.3", with: "2.0.0")
        + "loosened:\n  - {change: \(change), reason: \"r s\", owner: \"team:o\", until: 2026-12-31}\n"
      return diff(Self.base, new, asOf: asOf).diagnostics.map(\.rule)
    }
    XCTAssertEqual(findings("FALSIFY-SM-001/max_abs_error", asOf: "2026-12-31"), [])
    XCTAssertEqual(findings("FALSIFY-SM-001", asOf: "2026-12-31"), [])
    XCTAssertEqual(findings("FALSIFY-SM-001/max_abs_error", asOf: "2027-01-01"), ["claim-loosened"])
    XCTAssertEqual(findings("FALSIFY-SM-00", asOf: "2026-12-31"), ["claim-loosened"])
    XCTAssertEqual(findings("FALSIFY-SM-002", asOf: "2026-12-31"), ["claim-loosened"])
  }

  func testDomains() {
    func direction(_ old: String, _ new: String) -> ClaimChange.Direction { DomainChange.direction(from: old, to: new) }
    XCTAssertEqual(direction("n<=8", "n<=16"), .harder)
    XCTAssertEqual(direction("8 >= n", "4 >= n"), .easier)
    XCTAssertEqual(direction("x > -1e3", "x > -1e4"), .harder)
    XCTAssertEqual(direction("n = 8", "n = 16"), .unclear)
    XCTAssertEqual(direction("n <= 8, finite", "n <= 8"), .unclear)
    XCTAssertEqual(direction("0 <= 5 <= n", "0 <= 6 <= n"), .unclear)
  }

  /// No order of two random conditions is judged against what they accept on a grid.
  func testDirectionsAgreeWithAGrid() {
    let numbers = (-2...4).map(String.init)
    var conditions: [Check.Condition] = []
    for number in numbers {
      let value = Fixture.decimal(number)
      conditions += [.atMost(value), .atLeast(value), .equals(value, within: nil), .notEquals(value)]
      conditions.append(.equals(value, within: Fixture.decimal("1")))
    }
    func accepts(_ condition: Check.Condition, _ value: Double) -> Bool {
      switch condition {
      case .atMost(let bound): value <= bound.value.approximation
      case .atLeast(let bound): value >= bound.value.approximation
      case .equals(let target, let within):
        abs(value - target.value.approximation) <= (within?.value.approximation ?? 0)
      case .notEquals(let other): value != other.value.approximation
      case .equalsText, .notEqualsText: false
      }
    }
    let grid = stride(from: -8.0, through: 8.0, by: 0.5)
    for old in conditions {
      for new in conditions {
        let gains = grid.contains { accepts(new, $0) && !accepts(old, $0) }
        let losses = grid.contains { accepts(old, $0) && !accepts(new, $0) }
        let expected: ClaimChange.Direction =
          gains ? (losses ? .mixed : .easier) : losses ? .harder : .neutral
        let found = AcceptedValues.direction(
          from: AcceptedValues([old], of: Terms.builtIn.metric("min")),
          to: AcceptedValues([new], of: Terms.builtIn.metric("min")))
        XCTAssertEqual(found, expected, "\(old.symbol) to \(new.symbol)")
      }
    }
  }
}
