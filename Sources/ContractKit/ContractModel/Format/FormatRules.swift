/// The rules about the keys of a file and the kinds of values; one is about pv.yaml.
package enum FormatRules {
  package static let all: [Rule] = [
    .missingKey,
    .nearMissKey,
    .unknownSetting,
    .unknownValue,
    .wrongType,
  ]
}

extension Rule {
  static let missingKey = Rule(
    "missing-key", .format, .strict,
    reason: "an entry that lacks a required key cannot be named, understood or judged",
    details: "If the public format requires the key too, its absence is an error in every contract.",
    failing: RuleExample(
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
          waived:
            ⟪reason⟫: "the bound is being derived"
            owner: "team:kernels"

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
          waived:
            reason: "the bound is being derived"
            owner: "team:kernels"
            until: 2026-12-31

      """))

  package static let nearMissKey = Rule(
    "near-miss-key", .format, .strict,
    reason: "a misspelled key would be silently ignored, and its value would be lost",
    details: "A key that resembles no known key is kept and counted, so authors can add keys of their own.",
    covers: ["near-miss block name"],
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          ⟪domian⟫: "1 <= n"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          domain: "1 <= n"
          tuning_notes: "an unknown key is kept"
          invariants: [{id: sums_to_one, statement: "the weights sum to 1"}]

      """))

  static let unknownSetting = Rule(
    "unknown-setting", .settings, .error,
    reason: "a setting that nothing reads looks as if it were applied",
    failing: RuleExample(
      files: [
        .init(
          "pv.yaml",
          """
          ⟪ingore⟫: [qa-gate-missing]

          """)
      ]),
    passing: RuleExample(
      files: [
        .init(
          "pv.yaml",
          """
          ignore: [qa-gate-missing]

          """)
      ]))

  static let unknownValue = Rule(
    "unknown-value", .format, .strict,
    reason: "if a key accepts only certain words, any other word has no meaning",
    failing: RuleExample(
      """
      proof_obligations:
        - type: ⟪equivalance⟫
          property: "SIMD matches scalar"
          applies_to: softmax

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: equivalence
          property: "SIMD matches scalar"
          applies_to: softmax

      """))

  static let wrongType = Rule(
    "wrong-type", .format, .strict,
    reason: "a value of the wrong kind is not read as intended",
    details: "This is an error in every contract if the key belongs to the public format.",
    failing: RuleExample(
      """
      proof_obligations: ⟪none yet⟫

      """),
    passing: RuleExample(
      """
      proof_obligations: []

      """))
}
