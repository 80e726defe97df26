extension CheckedRule {
  static let idNotUnique = Rule(
    "id-not-unique", .contract, .strict,
    reason: "evidence, gates and people name contracts and falsifiers by their ids alone",
    details: "A contract's id is its file name without the extension.",
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
      + contract.gates.filter { context.earlierFile(context.index.gateFile($0.id.value)) != nil }.flatMap {
        context.taken(context.index.gatePlace($0.id.value), $0.id.range, "the gate id `\($0.id.value)` is taken")
      }
  }

  /// The ids of falsifiers that are taken. Two contracts of the public format that number theirs alike are told once.
  private static func falsifiers(_ context: NameContext) -> [Finding] {
    let ids = context.falsifierIDs
    var groups: [(file: Int, ids: [Int])] = []
    // The groups by their files; most contracts have one, if any.
    var places: [Int: Int] = [:]
    for position in ids.indices {
      guard let file = context.earlierFile(context.index.falsifierFile(ids[position].value)) else { continue }
      if !context.contract.isStrict, let place = groups.last?.file == file ? groups.count - 1 : places[file] {
        groups[place].ids.append(position)
      } else {
        places[file] = groups.count
        groups.append((file, [position]))
      }
    }
    return groups.flatMap { group in
      let first = ids[group.ids[0]]
      return context.taken(
        context.index.falsifierPlace(first.value), first.range,
        group.ids.count == 1
          ? "the falsifier id `\(first.value)` is taken"
          : "the falsifier ids \(group.ids.map { "`\(ids[$0].value)`" }.joined(separator: ", ")) are taken")
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
        range, message(), help: "choose another one; this one is in \(place.path)",
        related: [.init(message: "first here", path: place.path, range: place.range)])
    ]
  }
}
