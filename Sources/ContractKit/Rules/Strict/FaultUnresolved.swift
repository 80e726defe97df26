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
    let known = context.contract.falsifiers.flatMap { $0.mutants.map(\.value) }
    return context.contract.faults.flatMap { fault -> [Finding] in
      fault.violates.compactMap { clause in
        ClauseProblem(clause.value, in: context).map { Finding(clause.range, $0.message, help: $0.help) }
      }
        + fault.mutants.filter { !known.contains($0.value) }.map { mutant in
          Finding(
            mutant.range, "no falsifier runs the mutant `\(mutant.value)`",
            help: Suggestion.help(for: mutant.value, among: known) ?? "list it under `mutants:` of a falsifier")
        }
    }
  }
}
