extension CheckedRule {
  static let faultUnresolved = Rule(
    "fault-unresolved", .contract, .strict,
    reason: """
      if an entry of `faults` names a clause that does not exist, or a mutant that no falsifier runs, nothing tries \
      the fault
      """,
    failing: RuleExample(
      """
      faults:
        - {class: missing_maximum, violates: [softmax, ⟪softmax/sum_to_one⟫], mutants: [no_max, ⟪no_maximum⟫]}

      """),
    passing: RuleExample(
      """
      faults:
        - {class: missing_maximum, violates: [softmax, softmax/sums_to_one], mutants: [no_max]}

      """)
  ).amongContracts { context in
    guard !context.contract.faults.isEmpty else { return [] }
    var clauses = ClauseNames(context)
    let falsifiers = context.contract.falsifiers
    var mutants = NameSearch(falsifiers.flatMap { $0.mutants.map(\.value) })
    // Where a falsifier names no mutant at all, that is the finding.
    let isOpen = falsifiers.contains { context.contract.isExtended($0) && $0.mutants.isEmpty }
    return context.contract.faults.flatMap { fault -> [Finding] in
      let unknownClauses = fault.violates.compactMap { clause in
        clauses.problem(clause.value).map { Finding(clause.range, $0.message, help: $0.help) }
      }
      let unknownMutants = fault.mutants.filter { !mutants.contains($0.value) }.compactMap { mutant -> Finding? in
        let near = mutants.nearest(to: mutant.value)
        guard near != nil || !isOpen else { return nil }
        return Finding(
          mutant.range, "no falsifier runs the mutant `\(mutant.value)`",
          help: near.map { "did you mean `\($0)`?" } ?? "list it under `mutants:` of a falsifier")
      }
      return unknownClauses + unknownMutants
    }
  }
}
