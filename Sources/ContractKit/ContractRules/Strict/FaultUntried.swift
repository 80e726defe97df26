extension CheckedRule {
  static let faultUntried = Rule(
    "fault-untried", .contract, .strict,
    reason: "if no mutant tries a class of faults on a clause, nothing shows that the clause is tested for such faults",
    details: """
      Each entry of `faults` lists mutants of one class and, under `violates`, the clauses that these mutants violate. \
      For each of these clauses, a falsifier that binds the clause must run one of the entry's mutants. In pv/1, a \
      mutant that no entry lists is a finding too, because nobody knows its class.
      """,
    failing: RuleExample(
      """
      faults:
        - {class: missing_maximum, violates: [softmax], mutants: [no_max]}
        - {class: tail_dropped, violates: [⟪softmax/sums_to_one⟫], mutants: [tail]}
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {bits_differing: 240 f32}}
          checks: [{metric: bits_differing, equals: 0}]
          mutants: [no_max, ⟪no_sum⟫]
        - id: FALSIFY-SM-002
          rule: "Formula"
          prediction: "the formula holds"
          if_fails: "the tail is dropped"
          binds_to: softmax
          test: Falsifiers.FalsifySoftmax/testFalsifySM002
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {bits_differing: 240 f32}}
          checks: [{metric: bits_differing, equals: 0}]
          mutants: [tail]

      """),
    passing: RuleExample(
      """
      faults:
        - {class: missing_maximum, violates: [softmax], mutants: [no_max]}
        - {class: tail_dropped, violates: [softmax/sums_to_one], mutants: [no_sum]}
      falsification_tests:
        - id: FALSIFY-SM-001
          rule: "Normalization"
          prediction: "the weights sum to 1"
          if_fails: "the maximum is not subtracted"
          binds_to: [softmax, softmax/sums_to_one]
          test: Falsifiers.FalsifySoftmax/testFalsifySM001
          domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {bits_differing: 240 f32}}
          checks: [{metric: bits_differing, equals: 0}]
          mutants: [no_max, no_sum]

      """)
  ).amongContracts { context in
    let contract = context.contract
    guard contract.isStrict || !contract.faults.isEmpty else { return [] }
    var clauses = ClauseNames(context)
    var tried = TriedFaults(contract)
    let unbindable = Set(contract.unjustifiedClauses.map { "\($0.reference)" })
    let untried = contract.faults.indices.flatMap { position -> [Finding] in
      let fault = contract.faults[position]
      return tried.untriedClauses(ofFault: position).filter { clause in
        // A clause that nothing binds is a finding of its own.
        clauses.problem(clause.value) == nil && (tried.isBound(clause.value) || !unbindable.contains(clause.value))
      }.map { clause in
        Finding(
          clause.range, "no falsifier of `\(clause.value)` runs a mutant of `\(fault.faultClass.value)`",
          help: tried.help(for: fault))
      }
    }
    return untried + tried.unlistedMutants(contract)
  }
}

extension TriedFaults {
  fileprivate func help(for fault: Fault) -> String {
    let mutants = fault.mutants.lazy.map(\.value).filter { isRun($0) }.prefix(4).map { "`\($0)`" }
    return "run \(mutants.joined(separator: " or ")) in a falsifier that binds it"
  }

  /// Findings for mutants that have no class; one where the contract lists no fault at all.
  fileprivate func unlistedMutants(_ contract: Contract) -> [Finding] {
    guard contract.isStrict else { return [] }
    var seen = Set(contract.faults.flatMap { $0.mutants.map(\.value) })
    // A mutant that a fault misspells is a finding there.
    var names = NameSearch(contract.falsifiers.flatMap { $0.mutants.map(\.value) })
    for mutant in contract.faults.flatMap(\.mutants) where !isRun(mutant.value) {
      if let near = names.nearest(to: mutant.value) { seen.insert(near) }
    }
    let unlisted = contract.falsifiers.flatMap(\.mutants).filter { mutant in
      Identifier.isMutantName(mutant.value) && seen.insert(mutant.value).inserted
    }
    guard contract.faults.isEmpty, let first = unlisted.first else {
      return unlisted.map { mutant in
        Finding(
          mutant.range, "no fault lists the mutant `\(mutant.value)`",
          help: "add it under `faults:`: `{class: ..., violates: [...], mutants: [\(mutant.value)]}`")
      }
    }
    // `fault-required` says it of an operation.
    if contract.equations.contains(where: { $0.operation != nil }) { return [] }
    return [
      Finding(
        first.range, "the contract has no `faults`, so none of its mutants has a class",
        help: "add `faults:` with, for instance, `{class: wrong_element, violates: [...], mutants: [\(first.value)]}`")
    ]
  }
}
