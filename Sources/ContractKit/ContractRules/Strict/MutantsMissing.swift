extension CheckedRule {
  static let mutantsMissing = Rule(
    "mutants-missing", .contract, .strict,
    reason: "a falsifier that has never been seen to fail may be unable to fail",
    failing: .falsifier(["id": "⟪FALSIFY-SM-001⟫"], without: ["mutants"]),
    passing: .falsifier()
  ).inContract { context in
    // What the contract's faults name first is tried first.
    let example = context.contract.faults.lazy.flatMap(\.mutants).first?.value ?? "off_by_one"
    return context.falsifiers.compactMap { falsifier, _ in
      guard context.contract.isExtended(falsifier), falsifier.mutants.isEmpty else { return nil }
      return Finding(
        falsifier.id.range, "the falsifier `\(falsifier.id.value)` names no mutant",
        help: "add `mutants:` with the wrong kernels that the checks must catch, for instance `mutants: [\(example)]`")
    }
  }
}
