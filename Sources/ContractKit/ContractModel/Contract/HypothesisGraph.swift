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
    cyclic = Cycles.candidates(
      Dictionary(uniqueKeysWithValues: parents.enumerated().filter { !$1.isEmpty }.map { ($0, $1) }))
  }

  /// A question as it is compared: ASCII's blanks, tabs and line ends do not count.
  package static func folded(_ question: String) -> String {
    question.unicodeScalars.split { [" ", "\t", "\n", "\r"].contains($0) }.map { String(String.UnicodeScalarView($0)) }
      .joined(separator: " ")
  }

  /// All that is reached from a node, at any distance; the node itself where it is on a cycle.
  private func reached(from node: Int, _ next: [[Int]]) -> Set<Int> {
    var found: Set<Int> = []
    var open = next[node]
    while let other = open.popLast() {
      if found.insert(other).inserted { open += next[other] }
    }
    return found
  }

  /// Those of some others that are about the same question and neither come from a node nor it from them.
  package func rivals(of node: Int, among others: [Int]) -> [Int] {
    let asked = others.filter { $0 != node && questions[$0] == questions[node] && !questions[node].isEmpty }
    guard !asked.isEmpty else { return [] }
    let (above, below) = (reached(from: node, parents), reached(from: node, children))
    return asked.filter { !above.contains($0) && !below.contains($0) }
  }

  /// A shortest way from a node back to itself, starting with it; nil where there is none.
  package func cycle(through node: Int) -> [Int]? {
    guard cyclic.contains(node) else { return nil }
    return Cycles.shortest(through: node) { parents[$0] }
  }

  /// Of each of some nodes the first before it that predicts the same and is its rival; none of a node that stands alone,
  /// or predicts something that no falsifier tests, which only a reader can compare.
  package func twins(of some: [Int]) -> [Int: Int] {
    guard !some.isEmpty else { return [:] }
    let alike = Dictionary(grouping: nodes.indices.filter { !nodes[$0].hypothesis.hasUnbound }) {
      nodes[$0].hypothesis.predicted
    }
    var twins: [Int: Int] = [:]
    for node in some where !nodes[node].hypothesis.hasUnbound {
      let predicted = nodes[node].hypothesis.predicted
      guard !predicted.isEmpty, let others = alike[predicted], others.count > 1 else { continue }
      twins[node] = rivals(of: node, among: others.filter { $0 < node }).first
    }
    return twins
  }
}

extension Hypothesis {
  /// Whether it predicts something that no falsifier tests.
  package var hasUnbound: Bool { predictions.contains { $0.unbound != nil } }
}
