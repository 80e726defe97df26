extension CheckedRule {
  static let mutantName = Rule(
    "mutant-name", .contract, .strict,
    reason: "mutants are looked up by name, so each name must be well-formed and occur only once in a falsifier",
    details: "A well-formed name consists of lowercase letters, digits and `_`, and begins with a letter.",
    failing: .falsifier(["mutants": "[no_max, ⟪no max⟫]"]),
    passing: .falsifier()
  ).inContract { context in
    context.falsifiers.flatMap { falsifier, _ -> [Finding] in
      var seen: Set<String> = []
      return falsifier.mutants.compactMap { mutant in
        guard Identifier.isMutantName(mutant.value) else {
          return Finding(
            mutant.range, "`\(mutant.value)` cannot be a mutant's name",
            help: "use lower-case letters, digits and `_`: `\(Identifier.mutantName(from: mutant.value))`")
        }
        guard !seen.insert(mutant.value).inserted else { return nil }
        return Finding(mutant.range, "the mutant `\(mutant.value)` is named twice", help: "remove one of them")
      }
    }
  }
}
