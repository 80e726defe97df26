extension CheckedRule {
  package static let dependsOnUnresolved = Rule(
    "depends-on-unresolved", .contract, .strict,
    reason: "a contract that another one depends on must exist, so that the two can be verified together",
    details: """
      A contract counts as existing if it is judged, or if it is in the same `contracts` folder as a contract that is \
      judged. List contracts of other repositories under `external:` in pv.yaml, as names or as patterns such as \
      `*-kernel-v1`. If contracts of the public format depend on two or more missing contracts whose names do not \
      resemble the name of any existing contract, a single finding for the whole project lists these names, in a form \
      that can be copied into pv.yaml.
      """,
    failing: RuleExample(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]
        depends_on: [⟪exponential-v1⟫]

      """),
    passing: RuleExample(
      files: [
        .init(
          "contracts/softmax-v1.yaml",
          """
          metadata:
            format: pv/1
            version: "1.0.0"
            description: "Softmax"
            references: ["Bridle (1990)"]
            depends_on: [exponential-v1]

          """),
        .init(
          "contracts/exponential-v1.yaml",
          """
          equations:
            exponential: {formula: "e^x", not_falsified: "an example"}
          falsification_tests: []
          faults: []

          """),
      ])
  ).amongContracts { context in
    let unresolved = context.contract.metadata.dependsOn.filter {
      !context.index.hasContract($0.value) && !context.index.isUnreadable($0.value)
        && !context.index.isExternal($0.value)
    }
    guard !unresolved.isEmpty else { return [] }
    lazy var contracts = context.index.contractSearch
    return unresolved.map { dependency in
      // A file's name is an easy mistake, and however long it is, it is clear what is meant.
      let stem = ContractFile.stem(dependency.value)
      let named = context.index.hasContract(stem) || context.index.isUnreadable(stem) ? stem : nil
      return Finding(
        dependency.range, "there is no contract `\(dependency.value)`",
        help: (named ?? contracts.nearest(to: dependency.value))
          .map { "did you mean `\($0)`?" }
          ?? "a contract's id is the stem of its file; name it under `external:` in pv.yaml if it is in another repository"
      )
    }
  }
}
