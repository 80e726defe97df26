extension CheckedRule {
  package static let harnessObligationUnresolved = Rule(
    "harness-obligation-unresolved", .contract, .strict,
    reason: "a harness that checks an obligation that does not exist proves none of the contract's claims",
    details: """
      The `obligation` of a Kani harness is the `id` or the `property` of an entry of `proof_obligations`. If the \
      harness checks all obligations of an equation, it may name the equation instead. This rule does not apply to a \
      contract without `proof_obligations`. If most harnesses of a project name an obligation that does not exist, a \
      single note, `feature-unused`, replaces these findings.
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
  ).inContract { context in
    let unresolved = context.unresolvedHarnessNames
    guard let first = unresolved.first, !context.obligationNodes.isEmpty else { return [] }
    let ids = context.obligationNodes.compactMap { $0["id"]?.text }
    var listed: Set<String> = []
    let words = unresolved.compactMap(\.text).filter { listed.insert($0).inserted }
    lazy var properties = context.obligationNodes.compactMap { $0["property"]?.text }
    // The ids, or else the properties: what harnesses could name here.
    var names = NameSearch(ids.isEmpty ? properties : ids)
    var nearest: String?
    for word in words where nearest == nil {
      nearest = names.nearest(to: word).map {
        words.count == 1 ? "did you mean `\($0)`?" : "did you mean `\($0)` instead of `\(word)`?"
      }
    }
    if nearest == nil, words.count == 1 {
      nearest = alike(words[0], among: properties).map { "did you mean `\($0)`?" }
    }
    // Where the texts are ones that nothing reads, as of `invariants:`, they are obligations in the wrong place.
    let unread = Set(
      (context.root["invariants"]?.elements.map(Array.init) ?? []).flatMap { node in
        [node.text].compactMap(\.self) + (node.entries?.compactMap { $0.value.text } ?? [])
      })
    let isElsewhere = words.contains(where: unread.contains)
    return [
      Finding(
        context.range(first), "no obligation is called \(words.map { "`\($0)`" }.joined(separator: ", "))",
        help: isElsewhere
          ? "it is under `invariants:`, which nothing reads: make it an entry of `proof_obligations`"
          : nearest
            ?? (ids.isEmpty
              ? "name the property of an obligation, or give obligations ids" : "ids: \(ids.joined(separator: ", "))"))
    ]
  }

  /// The property that shares most words with a text, half of the text's at least; nil where none is alone in that.
  private static func alike(_ text: String, among properties: [String]) -> String? {
    let own = WordList(text)
    let shared = properties.map { own.count(in: $0, atLeast: (own.count + 1) / 2) }
    guard let most = shared.compactMap(\.self).max(), shared.count(where: { $0 == most }) == 1 else { return nil }
    return properties[shared.firstIndex(of: most)!]
  }
}
