/// What a rule sees that is about names: what one file says, and all that is named in the others given.
package struct NameContext {
  package let outline: ContractOutline
  package let index: ContractIndex
  /// The file's place among those that are judged.
  package let position: Int
  /// The contract as it was meant, as far as the outline has it: without clauses where it names none itself. Of a file of
  /// hypotheses, one that says nothing.
  package let contract: Contract
  /// Those of all its falsifiers; the outline has only those that use what `pv/1` adds.
  package let falsifierIDs: [Located<String>]

  package init(_ outline: ContractOutline, among index: ContractIndex, at position: Int) {
    (self.outline, self.index, self.position) = (outline, index, position)
    let meant = outline.meantAmongOthers
    contract =
      meant?.outline
      ?? Contract(
        id: "", path: outline.path, metadata: .init(), equations: [], obligations: [], falsifiers: [], gates: [])
    falsifierIDs = meant?.falsifierIDs ?? []
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
