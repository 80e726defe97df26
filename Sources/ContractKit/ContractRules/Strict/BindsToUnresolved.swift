extension CheckedRule {
  static let bindsToUnresolved = Rule(
    "binds-to-unresolved", .contract, .strict,
    reason: "a binding to a clause that does not exist leaves the intended clause without a falsifier",
    details: """
      Write a clause as EQUATION or EQUATION/INVARIANT. For a clause of another contract, put CONTRACT# in front, and \
      list that contract under `depends_on`.
      """,
    failing: .falsifier(["binds_to": "[softmax, softmax/sums_to_one, ⟪softmax/sum_to_one⟫]"]),
    passing: .falsifier()
  ).amongContracts { context in
    guard !context.contract.falsifiers.isEmpty else { return [] }
    var clauses = ClauseNames(context)
    return context.contract.falsifiers.flatMap { falsifier in
      falsifier.bindsTo.compactMap { binding in
        guard let problem = clauses.problem(binding.value) else { return nil }
        return Finding(binding.range, problem.message, help: problem.help)
      }
    }
  }
}
