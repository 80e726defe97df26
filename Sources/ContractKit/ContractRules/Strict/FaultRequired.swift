extension CheckedRule {
  static let faultRequired = Rule(
    "fault-required", .contract, .strict,
    reason: """
      kernels of each operation are known to have faults of certain classes; if a contract does not try a class, \
      faults of this class may be missed
      """,
    details: "An equation names its operation under `operation`. For each class that the operation requires, the "
      + "contract must have an entry under `faults`. The operations require these classes: "
      + Operation.builtIn.map { "\($0.name) (\($0.requiredFaults.joined(separator: ", ")))" }.joined(separator: "; ")
      + ". A project adds its own operations and classes under `operations` and `faults` in pv.yaml; "
      + "`pv explain NAME` says what a name means.",
    failing: RuleExample(
      """
      equations:
        softmax:
          operation: ⟪exponential⟫
          formula: "y = exp(x)"
          domain: "binary32"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}
      faults:
        - {class: missing_maximum, violates: [softmax], mutants: [no_max]}

      """),
    passing: RuleExample(
      """
      equations:
        softmax:
          operation: exponential
          formula: "y = exp(x)"
          domain: "binary32"
          invariants:
            - {id: sums_to_one, statement: "the weights sum to 1"}
      faults:
        - {class: function, violates: [softmax], mutants: [no_max]}
        - {class: order, violates: [softmax], mutants: [no_max]}
        - {class: path, violates: [softmax], mutants: [no_max]}

      """)
  ).inContract { context in
    let tried = Set(context.contract.faults.map(\.faultClass.value))
    return context.equations.compactMap { equation in
      let terms = context.contract.terms
      guard let written = equation.operation, let operation = terms.operation(written.value) else { return nil }
      let missing = operation.requiredFaults.filter { !tried.contains($0) }.compactMap(terms.faultClass)
      guard let first = missing.first else { return nil }
      return Finding(
        written.range,
        "the contract of `\(equation.id.value)` tries no fault of the class \(missing.map { "`\($0.name)`" }.joined(separator: ", "))",
        help: "add to `faults:` for instance `\(first.name)`: \(first.meaning)")
    }
  }
}
