/// What a rule sees that is about hypotheses: those of one file, among all others and the falsifiers that they name.
package struct HypothesisContext {
  package let outline: ContractOutline
  package let index: ContractIndex

  package init(outline: ContractOutline, index: ContractIndex) {
    (self.outline, self.index) = (outline, index)
  }

  /// The hypotheses of the file.
  var hypotheses: [Hypothesis] { outline.hypotheses }

  /// All hypotheses of all files.
  var graph: HypothesisGraph { index.hypotheses }

  /// The file's hypotheses with their positions in the graph, those left out whose id stands elsewhere first.
  var placed: [(hypothesis: Hypothesis, position: Int)] {
    hypotheses.compactMap { hypothesis in
      guard let position = graph.positions[hypothesis.id.value] else { return nil }
      let first = graph.nodes[position]
      return first.path == outline.path && first.hypothesis.id.range == hypothesis.id.range
        ? (hypothesis, position) : nil
    }
  }

  /// The place of a hypothesis, to point at.
  func related(_ message: String, _ position: Int) -> Diagnostic.Related {
    let node = graph.nodes[position]
    return .init(message: message, path: node.path, range: node.hypothesis.id.range)
  }
}
