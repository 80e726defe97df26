extension CheckedRule {
  static let weightsDigestDiffers = Rule(
    "weights-digest-differs", .contract, .strict,
    reason: "claims that seem to be about the same file of weights are about two different files",
    details: """
      People and the environment variable `PV_LIVE` refer to weights by name, so a name must always mean the same \
      file. If two entries under `needs`, in one contract or in two, give different digests for one name, they mean \
      different files.
      """,
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
          needs:
            - {weights: tiny, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
            - {weights: tiny, sha256: ⟪1111111111111111111111111111111111111111111111111111111111111111⟫}

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
          needs:
            - {weights: tiny, sha256: 0000000000000000000000000000000000000000000000000000000000000000}
            - {weights: tiny-q8, sha256: 1111111111111111111111111111111111111111111111111111111111111111}

      """)
  ).amongContracts { context in
    context.contract.falsifiers.flatMap(\.weights).compactMap { weights in
      guard let digest = weights.sha256, let first = context.index.weights(weights.name.value),
        first.digest != digest.value.lowercased()
      else { return nil }
      return Finding(
        digest.range, "`\(weights.name.value)` has another digest elsewhere",
        help: "give both the digest of the file, or give the two files different names",
        related: [.init(message: "first here", path: first.place.path, range: first.place.range)])
    }
  }
}
