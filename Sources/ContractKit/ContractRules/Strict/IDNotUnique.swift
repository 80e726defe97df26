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
    return context.taken(
      context.index.contractPlace(contract.id), context.outline.firstLine, "the contract id `\(contract.id)` is taken")
      + falsifiers(context)
      + contract.gates.flatMap {
        context.taken(context.index.gatePlace($0.id.value), $0.id.range, "the gate id `\($0.id.value)` is taken")
      }
  }

  /// The ids of falsifiers that are taken. Two contracts of the public format that number theirs alike are told once.
  private static func falsifiers(_ context: NameContext) -> [Finding] {
    let taken = context.outline.falsifierIDs.compactMap { id in
      context.earlierFile(context.index.falsifierPlace(id.value)).map { (id: id, file: $0) }
    }
    guard !taken.isEmpty else { return [] }
    let groups =
      context.contract.isStrict
      ? taken.map { [$0] } : Array(Dictionary(grouping: taken) { $0.file }.values)
    return groups.flatMap { group in
      let (id, ids) = (group[0].id, group.map { "`\($0.id.value)`" }.joined(separator: ", "))
      return context.taken(
        context.index.falsifierPlace(id.value), id.range,
        group.count == 1 ? "the falsifier id \(ids) is taken" : "the falsifier ids \(ids) are taken")
    }
  }
}

extension NameContext {
  /// The file of a place among those that are judged; nil unless it is judged before this one.
  fileprivate func earlierFile(_ place: ContractIndex.Place?) -> Int? {
    guard let place, let file = place.file, file < position, place.path != outline.path else { return nil }
    return file
  }

  /// A finding where something was declared in such a file.
  fileprivate func taken(
    _ place: ContractIndex.Place?, _ range: SourceRange?, _ message: @autoclosure () -> String
  ) -> [Finding] {
    guard let place, earlierFile(place) != nil else { return [] }
    return [
      Finding(
        range, message(), help: "choose another one; it is in \(place.path)",
        related: [.init(message: "first here", path: place.path, range: place.range)])
    ]
  }
}
