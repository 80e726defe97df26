extension CheckedRule {
  static let idNotUnique = Rule(
    "id-not-unique", .contract, .strict,
    reason: "evidence, gates and people name contracts and falsifiers by their ids alone",
    details: "A contract's id is the stem of its file.",
    failing: RuleExample(
      files: [
        .init("contracts/a/softmax-v1.yaml", ""),
        .init(
          "contracts/b/softmax-v2.yaml",
          """
          falsification_tests:
            - id: ⟪FALSIFY-SM-001⟫
              rule: "Normalization"
              prediction: "the weights sum to 1"
              if_fails: "the maximum is not subtracted"
              binds_to: [softmax, softmax/sums_to_one]
              test: Falsifiers.FalsifySoftmax/testFalsifySM001
              domain: {inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}
              checks: [{metric: max_abs_error, at_most: 1.0e-6}]
              orders: [sequential, reversed, sorted]
              mutants: [no_max]

          """),
      ]),
    passing: .falsifier()
  ).amongContracts { context in
    let contract = context.contract
    func clash(_ place: ContractIndex.Place?, _ range: SourceRange?, _ message: String) -> Finding? {
      guard let place, let first = place.file, place.path != context.outline.path, first < context.position else {
        return nil
      }
      return Finding(
        range, message, help: "choose another one; it is in \(place.path)",
        related: [.init(message: "first here", path: place.path, range: place.range)])
    }
    return [
      clash(
        context.index.contractPlace(contract.id), context.outline.firstLine,
        "the contract id `\(contract.id)` is taken")
    ].compactMap { $0 }
      + falsifiers(context, clash)
      + contract.gates.compactMap {
        clash(context.index.gatePlace($0.id.value), $0.id.range, "the gate id `\($0.id.value)` is taken")
      }
  }

  /// The ids of falsifiers that are taken. Two contracts of the public format that number theirs alike are told once.
  private static func falsifiers(
    _ context: NameContext, _ clash: (ContractIndex.Place?, SourceRange?, String) -> Finding?
  ) -> [Finding] {
    let taken = context.falsifierIDs.compactMap { id -> (id: String, finding: Finding)? in
      clash(context.index.falsifierPlace(id.value), id.range, "the falsifier id `\(id.value)` is taken")
        .map { (id.value, $0) }
    }
    guard !context.contract.isStrict else { return taken.map(\.finding) }
    let groups = Dictionary(grouping: taken) { $0.finding.related.first?.path ?? "" }
    return groups.values.map { group in
      var finding = group[0].finding
      if group.count > 1 {
        finding.message = "the falsifier ids \(group.map { "`\($0.id)`" }.joined(separator: ", ")) are taken"
      }
      return finding
    }
  }
}
