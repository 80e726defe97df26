extension Rule {
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
    passing: .falsifier(),
    names: { context in
      let contract = context.contract
      func clash(
        _ place: ContractIndex.Place?, _ range: SourceRange?, _ message: @autoclosure () -> String
      ) -> Finding? {
        guard let place, let first = place.file, place.path != context.outline.path, first < context.position else {
          return nil
        }
        return Finding(
          range, message(), help: "choose another one; it is in \(place.path)",
          related: [.init(message: "first here", path: place.path, range: place.range)])
      }
      return [
        clash(
          context.index.contractPlace(contract.id), context.outline.firstLine,
          "the contract id `\(contract.id)` is taken")
      ].compactMap { $0 }
        + context.outline.falsifierIDs.compactMap {
          clash(context.index.falsifierPlace($0.value), $0.range, "the falsifier id `\($0.value)` is taken")
        }
        + contract.gates.compactMap {
          clash(context.index.gatePlace($0.id.value), $0.id.range, "the gate id `\($0.id.value)` is taken")
        }
    })
}
