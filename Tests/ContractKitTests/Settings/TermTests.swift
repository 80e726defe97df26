import Metrics
import XCTest

import ContractKit

/// What a project adds to the terms of contracts: what is taken, what is wrong with it, and who is held to it.
final class TermTests: XCTestCase {
  private func load(_ text: String) -> ProjectFile { ProjectFile(path: "pv.yaml", bytes: Array(text.utf8)) }

  private static let settings = """
    faults:
      tie_order: "of equal logits, another expert than the first is chosen"
    operations:
      moe_router: {requires: [tie_order, missing_maximum]}
    metrics:
      perplexity: {meaning: "the exponential of the mean loss", better: smaller, least: 1}
      dropped_tokens: {meaning: "tokens that no expert took", values: count}

    """

  func testOursAreThereAndNameOneAnother() {
    let terms = Terms.builtIn
    for operation in terms.operations {
      XCTAssertFalse(operation.requiredFaults.isEmpty, operation.name)
      for required in operation.requiredFaults { XCTAssertNotNil(terms.faultClass(required), required) }
      XCTAssertEqual(Set(operation.requiredFaults).count, operation.requiredFaults.count, operation.name)
    }
    for names in [terms.names(.operation), terms.names(.faultClass), terms.metrics.map(\.name)] {
      XCTAssertEqual(Set(names).count, names.count)
      XCTAssertTrue(names.allSatisfy(Identifier.isMutantName), "\(names)")
    }
  }

  func testWhatAProjectAddsStandsBehindOurs() throws {
    let file = load(Self.settings)
    XCTAssertEqual(file.diagnostics.map(\.message), [])
    let terms = file.settings.terms
    XCTAssertEqual(terms.names(.operation), Terms.builtIn.names(.operation) + ["moe_router"])
    XCTAssertEqual(terms.operation("moe_router")?.requiredFaults, ["tie_order", "missing_maximum"])
    XCTAssertEqual(
      terms.faultClass("tie_order")?.meaning, "of equal logits, another expert than the first is chosen")
    let perplexity = try XCTUnwrap(terms.metric("model.perplexity"))
    XCTAssertEqual(perplexity.traits, MetricTraits(better: .smaller, least: 1))
    XCTAssertEqual(terms.metric("dropped_tokens")?.traits, MetricTraits(.count, least: 0))
    XCTAssertNil(Terms.builtIn.metric("perplexity"))
    XCTAssertTrue(load("paths: a\n").settings.terms === Terms.builtIn)
  }

  func testWhatIsWrongIsSaidWhereItIs() {
    for (text, rule, place, help) in [
      (
        "operations:\n  a: {requires: [order], requries: [path]}", "unknown-setting", "2:26", "did you mean `requires`?"
      ),
      ("operations:\n  a: {}", "missing-key", "2:6", nil),
      ("operations:\n  a: {requires: []}", "missing-key", "2:7", nil),
      ("operations:\n  a: order", "wrong-type", "2:6", nil),
      ("operations:\n  a:", "setting-invalid", "2:3", nil),
      ("operations:\n  softmax: {requires: order}", "setting-invalid", "2:3", "give it another name, or remove it"),
      (
        "operations:\n  Router: {requires: order}", "setting-invalid", "2:3",
        "give it another name, for instance `router`"
      ),
      ("operations:\n  a: {requires: [oder]}", "setting-invalid", "2:18", "did you mean `order`?"),
      (
        "operations:\n  a: {requires: [gone_astray]}", "setting-invalid", "2:18",
        "write under `faults` what goes wrong there: `gone_astray: ...`"
      ),
      ("operations:\n  a: {requires: [order, path, order]}", "setting-invalid", "2:31", "remove it"),
      ("operations:\n  a: {requires: order}\n  a: {requires: path}", "duplicate-key", "3:3", nil),
      ("faults:\n  order: \"x\"", "setting-invalid", "2:3", nil),
      ("faults:\n  a-b: \"x\"", "setting-invalid", "2:3", nil),
      ("faults:\n  a:", "setting-invalid", "2:3", nil), ("faults:\n  a: \" \"", "setting-invalid", "2:3", nil),
      ("faults:\n  a: [x]", "wrong-type", "2:6", nil), ("faults: [a]", "wrong-type", "1:9", nil),
      ("metrics:\n  cosine: {meaning: x}", "setting-invalid", "2:3", nil),
      ("metrics:\n  a: {better: smaller}", "missing-key", "2:7", nil),
      ("metrics:\n  a:", "setting-invalid", "2:3", nil),
      ("metrics:\n  a: {meaning: x, better: small}", "unknown-value", "2:27", "one of `smaller`, `larger`"),
      ("metrics:\n  a: {meaning: x, values: text}", "unknown-value", "2:27", nil),
      ("metrics:\n  a: {meaning: x, least: 0.5}", "wrong-type", "2:26", nil),
      ("metrics:\n  a: {meaning: x, least: 2, greatest: 1}", "setting-invalid", "2:39", nil),
      ("metrics:\n  a: {meaning: x, values: count, greatest: -1}", "setting-invalid", "2:44", nil),
    ] as [(String, String, String, String?)] {
      let found = load(text).diagnostics
      XCTAssertEqual(found.map(\.rule), [rule], text)
      XCTAssertEqual(found.first?.range.map { "\($0.start.line):\($0.start.column)" }, place, text)
      if let help { XCTAssertEqual(found.first?.help, help, text) }
    }
  }

  // MARK: Contracts

  /// A contract that names what the project adds.
  private static func contract(
    operation: String = "moe_router", classes: [String] = ["tie_order", "missing_maximum"],
    check: String = "{metric: max_abs_error, at_most: 1.0e-6}"
  ) -> [UInt8] {
    let faults = classes.map { "  - {class: \($0), violates: [softmax], mutants: [no_max]}\n" }.joined()
    let own =
      "equations:\n  softmax:\n    operation: \(operation)\n    formula: \"y\"\n    domain: \"x\"\n"
      + "    invariants:\n      - {id: sums_to_one, statement: \"the weights sum to 1\"}\nfaults:\n\(faults)"
    let text = String(decoding: RuleExample.completed(Array(own.utf8)), as: UTF8.self)
    return Array(text.replacing("{metric: max_abs_error, at_most: 1.0e-6}", with: check).utf8)
  }

  /// The findings of a contract in a project with some settings, as `RULE: MESSAGE`.
  private func findings(_ contract: [UInt8], _ settings: String) throws -> [String] {
    let folder = try TemporaryFolder(self)
    for file in RuleExample.package { try folder.write(file.path, file.bytes) }
    try folder.write("contracts/softmax-v1.yaml", contract)
    let project = load(settings)
    let set = ContractSet.load(paths: [folder.path + "/contracts"], project: project)
    let today = CalendarDate("2026-07-01")!
    let validation = Validation(set, today: today, filter: FindingFilter(project: project))
    // Files that are read when their turn comes are judged in the same way.
    let inputs = ContractInputs(paths: [folder.path + "/contracts"], project: project)
    let other = Validation(inputs, today: today, filter: FindingFilter(project: project))
    XCTAssertEqual(validation.diagnostics.map(\.message), other.diagnostics.map(\.message))
    // And so they are in an editor.
    let live = LiveValidation(filter: FindingFilter(project: project), below: [folder.path], today: today)
    live.read(set.files.map(\.path)) { .text(try! Files.read($0)) }
    _ = live.judge()
    XCTAssertEqual(
      set.files.flatMap { live.findings(of: $0.path) }.map(\.message), validation.diagnostics.map(\.message))
    return validation.diagnostics.map { "\($0.rule): \($0.message)" }
  }

  func testAContractIsHeldToTheProjectsOwnOperation() throws {
    XCTAssertEqual(try findings(Self.contract(), Self.settings), [])
    XCTAssertEqual(
      try findings(Self.contract(classes: ["missing_maximum"]), Self.settings),
      ["fault-required: the contract of `softmax` tries no fault of the class `tie_order`"])
    // Without the project, both are unknown words.
    XCTAssertEqual(
      try findings(Self.contract(), ""),
      ["unknown-value: `moe_router` is not an operation", "unknown-value: `tie_order` is not a class of faults"])
    XCTAssertEqual(
      try findings(Self.contract(operation: "moe_ruoter"), Self.settings),
      ["unknown-value: `moe_ruoter` is not an operation"])
  }

  func testAnOwnMetricIsKnownWithItsDirection() throws {
    let check = "{metric: perplexity, at_most: 20}"
    func judged(_ check: String, _ settings: String) throws -> [String] {
      let text = String(decoding: Self.contract(check: check), as: UTF8.self)
      return try findings(
        Array(text.replacing("over: {max_abs_error:", with: "over: {perplexity:").utf8), settings)
    }
    XCTAssertEqual(try judged(check, Self.settings).filter { !$0.hasPrefix("noise-unmeasured") }, [])
    XCTAssertTrue(try judged(check, "").contains("metric-unknown: `perplexity` is not a metric"))
    XCTAssertTrue(
      try judged("{metric: perplexity, at_least: 20}", Self.settings)
        .contains("check-direction: `at_least` demands a large `perplexity`"))
  }

  // MARK: Schema, texts, changes

  func testTheSchemaListsWhatTheProjectAdds() throws {
    func words(_ definition: String, _ key: String, _ terms: Terms) -> [String] {
      let schema = JSONSchema.contract.document(terms)
      let property = schema["$defs"]?[definition]?["properties"]?[key]
      let all = [property].compactMap(\.self) + (property?["anyOf"]?.array ?? [])
      return all.compactMap { $0["enum"]?.array }.flatMap { $0.compactMap(\.string) }
    }
    let own = load(Self.settings).settings.terms
    XCTAssertEqual(words("equation.pv1", "operation", .builtIn), Terms.builtIn.names(.operation))
    XCTAssertEqual(words("equation.pv1", "operation", own), own.names(.operation))
    XCTAssertEqual(words("fault.pv1", "class", own).last, "tie_order")
  }

  func testTermsAreExplained() {
    let own = load(Self.settings).settings.terms
    XCTAssertEqual(TermText.explanations("moe_router", .builtIn), [])
    XCTAssertEqual(
      TermText.explanations("moe_router", own),
      [
        """
        moe_router, an operation of this project, from pv.yaml

        The contract of an equation that names it tries at least one mutant of each of these classes of faults:

            tie_order        of equal logits, another expert than the first is chosen
            missing_maximum  the maximum is not subtracted, or another value is subtracted instead

        """
      ])
    XCTAssertTrue(
      TermText.explanations("missing_maximum", own)[0].contains("required by  attention, softmax, moe_router"))
    XCTAssertTrue(TermText.explanations("perplexity", own)[0].contains("least    1"))
    XCTAssertEqual(TermText.explanations("cosine", own).count, 1)
    XCTAssertEqual(TermText.explanations("model.cosine", own), [])
  }

  func testARequirementThatIsGoneIsAChange() {
    let less = Self.settings.replacing("[tie_order, missing_maximum]", with: "[missing_maximum]")
    func changes(_ old: String, _ new: String) -> [String] {
      SettingsDiff(from: load(old), to: load(new), contracts: []).changes.map { "\($0.direction) \($0.subject)" }
    }
    XCTAssertEqual(changes(Self.settings, less), ["easier operations/moe_router/tie_order"])
    XCTAssertEqual(changes(less, Self.settings), [])
    XCTAssertEqual(changes(Self.settings, Self.settings), [])
  }

  /// Thresholds that accept the same values of a metric's range are one claim.
  func testTheRangeOfAMetricDecidesWhatAThresholdAccepts() {
    let terms = load("metrics:\n  share: {meaning: x, least: 0, greatest: 1}\n").settings.terms
    func direction(_ old: String, _ new: String, _ metric: String) -> ClaimChange.Direction {
      func accepted(_ limit: String) -> AcceptedValues {
        AcceptedValues([.atMost(Fixture.decimal(limit))], of: terms.metric(metric))
      }
      return AcceptedValues.direction(from: accepted(old), to: accepted(new))
    }
    XCTAssertEqual(direction("1", "2", "share"), .neutral)
    XCTAssertEqual(direction("0.5", "0.6", "share"), .easier)
    XCTAssertEqual(direction("1", "2", "sum"), .easier)
  }
}
