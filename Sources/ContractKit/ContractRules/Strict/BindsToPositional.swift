extension CheckedRule {
  static let bindsToPositional = Rule(
    "binds-to-positional", .contract, .warning,
    reason: """
      a name such as `inv-1` is only a position in the list, so an invariant that is inserted earlier in the list \
      changes what the name means
      """,
    failing: RuleExample(
      """
      equations:
        softmax:
          formula: "a"
          invariants: ["the weights sum to 1"]
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, ⟪softmax/inv-1⟫]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
          checks: [{metric: max_abs_error, at_most: 1.0e-6}]
          orders: [sequential, reversed, sorted]
          mutants: [no_max]

      """),
    passing: .falsifier()
  ).amongContracts { context in
    context.contract.falsifiers.flatMap { falsifier in
      falsifier.bindsTo.compactMap { binding in
        guard let reference = ClauseReference(binding.value),
          let invariant = context.index.clause(reference, from: context.contract)?.invariant, !invariant.hasWrittenID
        else { return nil }
        return Finding(
          binding.range, "`\(binding.value)` names an invariant by its position",
          help: "give the invariant an id: `{id: NAME, statement: \"...\"}`",
          related: reference.contract == nil
            ? [.init(message: "the invariant", path: context.outline.path, range: invariant.statement.range)] : [])
      }
    }
  }
}
