extension CheckedRule {
  static let obligationFieldMisplaced = Rule(
    "obligation-field-misplaced", .contract, .strict,
    reason: "nothing reads a field that belongs to another type of obligation",
    covers: ["requires, applies_to_phase and parent_contract only on their obligation types"],
    failing: RuleExample(
      """
      proof_obligations:
        - type: invariant
          property: "the weights sum to 1"
          applies_to: softmax
          ⟪applies_to_phase⟫: normalize

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - type: loop_invariant
          property: "the running sum is positive"
          applies_to: softmax
          applies_to_phase: normalize

      """)
  ).inContract { context in
    homes.flatMap { key, types in
      context.obligationNodes.compactMap { item -> Finding? in
        guard let entry = item.entry(key), !types.contains(item["type"]?.text ?? "") else { return nil }
        let names = types.map { "`\($0)`" }.joined(separator: " or ")
        return Finding(
          context.range(entry.key), "`\(key)` belongs to an obligation of type \(names)",
          help: "change the type, or remove `\(key)`")
      }
    }
  }
}

/// The types of obligation that each key belongs to, by key in ascending order.
private let homes = [
  ("applies_to_phase", ["loop_invariant", "loop_variant"]), ("parent_contract", ["subcontract"]),
  ("requires", ["postcondition"]),
]
