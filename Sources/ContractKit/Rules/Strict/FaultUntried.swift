extension Rule {
  static let faultUntried = Rule(
    "fault-untried", .contract, .strict,
    reason: "a clause that a known kind of fault can make false, and no mutant tries, is not seen to be tested",
    details: """
      `faults` is the contract's kill matrix. For each fault and each clause under `violates`, a falsifier that binds \
      the clause must run one of the fault's mutants. A mutant that no fault lists has no class: its place in the \
      matrix is not known.
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
          checks: [{metric: bits_differing, equals: 0}]
          mutants: [no_max, ⟪no_sum⟫]
        - id: FALSIFY-SM-002
          rule: "Formula"
          prediction: "the formula holds"
          if_fails: "the tail is dropped"
          binds_to: softmax
          test: Falsifiers.FalsifySoftmax/testFalsifySM002
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
          checks: [{metric: bits_differing, equals: 0}]
          mutants: [no_max, no_sum]

      """)
  ) { context in
    let contract = context.contract
    var clauses = ClauseNames(context)
    var mutantsByClause: [String: Set<String>] = [:]
    for falsifier in contract.falsifiers {
      for binding in falsifier.bindsTo {
        mutantsByClause[binding.value, default: []].formUnion(falsifier.mutants.lazy.map(\.value))
      }
    }
    let untried = contract.faults.flatMap { fault -> [Finding] in
      let mutants = Set(fault.mutants.map(\.value))
      return fault.violates.filter { clause in
        clauses.problem(clause.value) == nil && mutantsByClause[clause.value]?.isDisjoint(with: mutants) ?? true
      }.map { clause in
        Finding(
          clause.range, "no falsifier of `\(clause.value)` runs a mutant of `\(fault.faultClass.value)`",
          help: "run \(mutants.sorted().map { "`\($0)`" }.joined(separator: " or ")) in a falsifier that binds it")
      }
    }
    let classified = Set(contract.faults.flatMap { $0.mutants.map(\.value) })
    let known = Set(contract.falsifiers.flatMap { $0.mutants.map(\.value) })
    var seen: Set<String> = []
    let unclassified = contract.falsifiers.flatMap(\.mutants).filter { mutant in
      context.contract.isStrict && !classified.contains(mutant.value) && Identifier.isMutantName(mutant.value)
        && known.contains(mutant.value) && seen.insert(mutant.value).inserted
    }.map { mutant in
      Finding(
        mutant.range, "no fault lists the mutant `\(mutant.value)`",
        help: "add it under `faults:`: `{class: ..., violates: [...], mutants: [\(mutant.value)]}`")
    }
    return untried + unclassified
  }
}
