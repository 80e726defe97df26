extension CheckedRule {
  static let equationsMissing = Rule(
    "equations-missing", .contract, .error,
    reason: "a kernel's contract without an equation claims nothing",
    details: "Contracts whose `kind` is registry, model-family, pattern or schema need no equation.",
    covers: ["SCHEMA-003"],
    failing: .complete(
      """
      ⟪metadata⟫:
        format: pv/1
        version: "1.0.0"
        description: "Softmax"
        references: ["Bridle (1990)"]
      falsification_tests: []

      """),
    passing: .complete(
      """
      metadata:
        format: pv/1
        version: "1.0.0"
        description: "Names of tensors"
        references: ["GGUF specification"]
        kind: registry
      falsification_tests: []

      """)
  ).inContract { context in
    let kind = context.contract.metadata.kind?.value ?? "kernel"
    guard kind == "kernel", context.root["metadata"]?["registry"]?.text != "true",
      // What is a list is a finding of its own.
      context.root.isBlank("equations"), context.root["equations"]?.elements == nil
    else { return [] }
    return [
      Finding(
        context.section("equations"), "the contract has no equation",
        help: "add one to `equations`, or say what the file is: `kind: registry`")
    ]
  }
}
