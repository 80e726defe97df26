extension Rule {
  static let faultUnresolved = Rule(
    "fault-unresolved", .contract, .strict,
    reason: "a fault that names a clause or a mutant that is not there is tried by nothing",
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
  ) { context in
    var clauses = ClauseNames(context)
    var mutants = NameSearch(context.contract.falsifiers.flatMap { $0.mutants.map(\.value) })
    return context.contract.faults.flatMap { fault -> [Finding] in
      let unknownClauses = fault.violates.compactMap { clause in
        clauses.problem(clause.value).map { Finding(clause.range, $0.message, help: $0.help) }
      }
      let unknownMutants = fault.mutants.filter { !mutants.contains($0.value) }.map { mutant in
        Finding(
          mutant.range, "no falsifier runs the mutant `\(mutant.value)`",
          help: mutants.help(for: mutant.value) ?? "list it under `mutants:` of a falsifier")
      }
      return unknownClauses + unknownMutants
    }
  }
}
