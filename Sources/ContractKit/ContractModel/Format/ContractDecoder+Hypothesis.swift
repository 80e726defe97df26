extension ContractDecoder {
  /// The hypotheses below a file's root mapping.
  func hypotheses(_ root: YAMLNode) -> [Hypothesis] {
    let question = text("question", of: root)
    return root.mappings("hypotheses").compactMap { hypothesis($0, question: question) }
  }

  /// - Parameter question: what it answers where it does not say itself.
  private func hypothesis(_ node: YAMLNode, question: Located<String>?) -> Hypothesis? {
    guard let id = text("id", of: node) else { return nil }
    return Hypothesis(
      id: id, question: text("question", of: node) ?? question, statement: text("statement", of: node),
      source: text("source", of: node), refines: texts("refines", of: node), supersedes: texts("supersedes", of: node),
      opened: date("opened", of: node), closed: date("closed", of: node),
      predictions: node.mappings("predicts").map(prediction), state: text("state", of: node), range: range(node))
  }

  private func prediction(_ node: YAMLNode) -> Hypothesis.Prediction {
    let outcome = text("outcome", of: node)
    return Hypothesis.Prediction(
      falsifier: text("falsifier", of: node), check: text("check", of: node), mutant: text("mutant", of: node),
      outcome: outcome.flatMap { Hypothesis.Prediction.Outcome(rawValue: $0.value) }, hasOutcome: outcome != nil,
      statement: text("statement", of: node), unbound: text("unbound", of: node), range: range(node))
  }
}
