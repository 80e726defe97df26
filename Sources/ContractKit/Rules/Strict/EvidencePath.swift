extension Rule {
  static let evidencePath = Rule(
    "evidence-path", .contract, .strict,
    reason: "evidence is kept in evidence/CONTRACT/FALSIFIER.json, so both ids must be file names on every system",
    failing: RuleExample(
      """
      falsification_tests:
        - id: ⟪FALSIFY/SM/001⟫
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]

      """),
    passing: RuleExample(
      """
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]

      """)
  ) { context in
    let contract = context.contract
    var findings: [Finding] = []
    if !Identifier.isFileName(contract.id) && !contract.falsifiers.isEmpty {
      findings.append(
        Finding(
          context.source.firstLine, "the id `\(contract.id)` is no portable file name",
          help: "rename the file: letters, digits, `-`, `_` and `.` only"))
    }
    findings += context.falsifiers.map(\.falsifier)
      .filter { contract.isExtended($0) && !Identifier.isFileName($0.id.value) }
      .map { falsifier in
        Finding(
          falsifier.id.range, "the id `\(falsifier.id.value)` is no portable file name",
          help: "use letters, digits, `-`, `_` and `.` only")
      }
    return findings
  }
}
