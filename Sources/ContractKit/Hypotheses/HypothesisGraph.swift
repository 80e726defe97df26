/// Hypotheses of all files together: what comes from what, and which are rivals.
struct HypothesisGraph: Sendable {
  /// A hypothesis where it stands.
  struct Node: Sendable {
    let hypothesis: Hypothesis
    let path: String
  }

  /// In the order in which they were given, those with an id that is taken included.
  let nodes: [Node]
  /// The first node of each id.
  let positions: [String: Int]
  /// The positions of the nodes that each comes from.
  private let parents: [[Int]]
  /// The positions of all that each comes from, at any distance; its own where it is on a cycle.
  private let ancestors: [Set<Int>]
  /// The positions of the nodes that have one question, in order; under nothing those that have none.
  private let byQuestion: [String: [Int]]

  init(_ nodes: [Node]) {
    self.nodes = nodes
    let positions = Dictionary(
      nodes.enumerated().map { ($1.hypothesis.id.value, $0) }, uniquingKeysWith: { first, _ in first })
    self.positions = positions
    let parents = nodes.map { node in node.hypothesis.parents.compactMap { positions[$0.value] } }
    self.parents = parents
    ancestors = parents.map { start in
      var found: Set<Int> = []
      var open = start
      while let next = open.popLast() {
        if found.insert(next).inserted { open += parents[next] }
      }
      return found
    }
    byQuestion = Dictionary(grouping: nodes.indices) { Self.folded(nodes[$0].hypothesis.question?.value ?? "") }
  }

  /// A question as it is compared: blanks and line ends do not count.
  static func folded(_ question: String) -> String {
    question.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The other hypotheses about the same question that neither come from it nor it from them, in order.
  func rivals(of node: Int) -> [Int] {
    let question = Self.folded(nodes[node].hypothesis.question?.value ?? "")
    guard !question.isEmpty else { return [] }
    return (byQuestion[question] ?? []).filter { other in
      other != node && !ancestors[node].contains(other) && !ancestors[other].contains(node)
    }
  }

  /// A shortest way from a node back to itself, starting with it; nil where there is none.
  func cycle(through node: Int) -> [Int]? {
    var previous: [Int: Int] = [:]
    var queue = [node]
    var next = 0
    while next < queue.count {
      let current = queue[next]
      next += 1
      for parent in parents[current] {
        if parent == node {
          var path = [current]
          while let last = path.last, last != node, let before = previous[last] { path.append(before) }
          return path.reversed()
        }
        if previous[parent] == nil {
          previous[parent] = current
          queue.append(parent)
        }
      }
    }
    return nil
  }

  /// The first node that predicts the same as a later one that is its rival; nil where it stands alone, or predicts
  /// something that no falsifier tests, which only a reader can compare.
  func twin(of node: Int) -> Int? {
    let predicted = nodes[node].hypothesis.predicted
    guard !predicted.isEmpty, !nodes[node].hypothesis.hasUnbound else { return nil }
    return rivals(of: node).first { other in
      other < node && !nodes[other].hypothesis.hasUnbound && nodes[other].hypothesis.predicted == predicted
    }
  }
}

extension Hypothesis {
  /// Whether it predicts something that no falsifier tests.
  var hasUnbound: Bool { predictions.contains { $0.unbound != nil } }
}
