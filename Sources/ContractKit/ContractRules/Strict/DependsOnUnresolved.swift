extension CheckedRule {
  package static let dependsOnUnresolved = Rule(
    "depends-on-unresolved", .contract, .strict,
    reason: "what a contract builds on must exist to be verified with it",
    details: """
      Contracts in the same folder `contracts` as the given ones count too. List those of other repositories under \
      `external:` in pv.yaml, as names or as patterns such as `*-kernel-v1`. In the public format, names that \
      resemble no contract here are reported once for the whole project, in the form in which pv.yaml takes them.
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
