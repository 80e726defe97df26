extension Rule {
  static let harnessObligationUnresolved = Rule(
    "harness-obligation-unresolved", .contract, .strict,
    reason: "a harness that checks an obligation which is not there proves nothing that the contract says",
    details: """
      `obligation` of a Kani harness is the `id` or the `property` of an entry of `proof_obligations`, or an equation, of which \
      it then checks all obligations. A contract without any \
      obligation is reported by other rules. If most contracts give obligations no ids, one note says so, `feature-unused`.
      """,
    failing: RuleExample(
      """
      proof_obligations:
        - {id: SM-BND-001, type: bound, property: "weights are at most 1", applies_to: softmax}
      kani_harnesses:
        - {id: KANI-SM-001, obligation: ⟪SM-BND-002⟫, bound: 4}

      """),
    passing: RuleExample(
      """
      proof_obligations:
        - {id: SM-BND-001, type: bound, property: "weights are at most 1", applies_to: softmax}
      kani_harnesses:
        - {id: KANI-SM-001, obligation: SM-BND-001, bound: 4}
        - {id: KANI-SM-002, obligation: "weights are at most 1", bound: 4}

      """)
  ) { context in
    let named = context.harnessNodes.compactMap { node in node["obligation"].flatMap { $0.text == nil ? nil : $0 } }
    guard !named.isEmpty, !context.obligationNodes.isEmpty else { return [] }
    let ids = context.obligationNodes.compactMap { $0["id"]?.text }
    let known = Set(
      ids + context.obligationNodes.compactMap { $0["property"]?.text } + context.contract.equations.map(\.id.value))
    let unresolved = named.filter { !known.contains($0.text!) }
    guard let first = unresolved.first else { return [] }
    // Where no obligation has an id, that is one mistake, not one for each harness.
    if ids.isEmpty {
      let others = unresolved.count == 1 ? "" : ", nor do \(unresolved.count - 1) other harnesses name any"
      return [
        Finding(
          context.range(first),
          "`\(first.text!)` is no equation and no obligation's property\(others), and no obligation has an id",
          help: "add `id:` to the entries of `proof_obligations`, and name these")
      ]
    }
    var names = NameSearch(ids)
    return unresolved.map { node in
      Finding(
        context.range(node), "no obligation has the id `\(node.text!)`",
        help: names.nearest(to: node.text!).map { "did you mean `\($0)`?" }
          ?? "ids: \(ids.joined(separator: ", "))")
    }
  }
}
