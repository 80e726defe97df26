/// Hypotheses of all files together: what comes from what, and which are rivals.
package struct HypothesisGraph: Sendable {
  /// A hypothesis where it stands.
  package struct Node: Sendable {
    package let hypothesis: Hypothesis
    package let path: String

    package init(hypothesis: Hypothesis, path: String) {
      (self.hypothesis, self.path) = (hypothesis, path)
    }
  }

  /// In the order in which they were given, those with an id that is taken included.
  package let nodes: [Node]
  /// The first node of each id.
  package let positions: [String: Int]
  /// The question of each, as it is compared; empty where it answers none.
  private let questions: [String]
  /// The positions of the nodes that each comes from.
  private let parents: [[Int]]
  /// The positions of the nodes that come from each.
  private let children: [[Int]]
  /// The nodes that may be on a cycle.
  private let cyclic: Set<Int>
  /// The nodes that say the same, but for those that predict something which no falsifier tests; in ascending order.
  private let alike: [Claim: [Int]]

  /// What a hypothesis says of a question.
  package struct Claim: Hashable {
    let question: String
    let predicted: [Hypothesis.Test: Hypothesis.Prediction.Outcome]
  }

  package init(_ nodes: [Node]) {
    self.nodes = nodes
    let positions = Dictionary(
      nodes.enumerated().map { ($1.hypothesis.id.value, $0) }, uniquingKeysWith: { first, _ in first })
    self.positions = positions
    questions = nodes.map { Self.folded($0.hypothesis.question?.value ?? "") }
    let parents = nodes.map { node in node.hypothesis.parents.compactMap { positions[$0.value] } }
    var children = [[Int]](repeating: [], count: nodes.count)
    for (node, above) in parents.enumerated() { for parent in above { children[parent].append(node) } }
    (self.parents, self.children) = (parents, children)
    alike = Dictionary(grouping: nodes.indices.filter { !nodes[$0].hypothesis.hasUnbound }) { [questions] in
      Claim(question: questions[$0], predicted: nodes[$0].hypothesis.predicted)
    }
    cyclic = Cycles.candidates(
      Dictionary(uniqueKeysWithValues: parents.enumerated().filter { !$1.isEmpty }.map { ($0, $1) }))
  }

  /// A question as it is compared: ASCII's blanks, tabs and line ends do not count.
  package static func folded(_ question: String) -> String {
    question.unicodeScalars.split { [" ", "\t", "\n", "\r"].contains($0) }.map { String(String.UnicodeScalarView($0)) }
      .joined(separator: " ")
  }

  /// Of each node whether it is reached from one, at any distance; of the node itself where it is on a cycle.
  private func reached(from node: Int, _ next: [[Int]]) -> [Bool] {
    // A flag a node, since a chain of refinements makes this a step for each pair of hypotheses.
    var found = [Bool](repeating: false, count: nodes.count)
    var open = next[node]
    while let other = open.popLast() {
      guard !found[other] else { continue }
      found[other] = true
      open += next[other]
    }
    return found
  }

  /// What a node says, if these are the predictions that count.
  package func claim(of node: Int, _ predicted: [Hypothesis.Test: Hypothesis.Prediction.Outcome]) -> Claim {
    Claim(question: questions[node], predicted: predicted)
  }

  /// Those of some others that are about the same question and neither come from a node nor it from them.
  package func rivals(of node: Int, among others: [Int]) -> [Int] {
    let asked = others.filter { $0 != node && questions[$0] == questions[node] && !questions[node].isEmpty }
    guard !asked.isEmpty else { return [] }
    let (above, below) = (reached(from: node, parents), reached(from: node, children))
    return asked.filter { !above[$0] && !below[$0] }
  }

  /// A shortest way from a node back to itself, starting with it; nil where there is none.
  package func cycle(through node: Int) -> [Int]? {
    guard cyclic.contains(node) else { return nil }
    return Cycles.shortest(through: node) { parents[$0] }
  }

  /// Of each of some nodes the first before it that predicts the same and is its rival; none of a node that stands alone,
  /// or predicts something that no falsifier tests, which only a reader can compare.
  package func twins(of some: [Int]) -> [Int: Int] {
    var twins: [Int: Int] = [:]
    for node in some where !nodes[node].hypothesis.hasUnbound {
      let predicted = nodes[node].hypothesis.predicted
      guard !predicted.isEmpty, let others = alike[claim(of: node, predicted)],
        others.count > 1
      else { continue }
      twins[node] = rivals(of: node, among: others.filter { $0 < node }).first
    }
    return twins
  }
}

extension Hypothesis {
  /// Whether it predicts something that no falsifier tests.
  package var hasUnbound: Bool { predictions.contains { $0.unbound != nil } }
}
