/// Cycles of a graph whose nodes name one another.
enum Cycles {
  /// The nodes that may be on a cycle: what is left once those that name nothing, or that nothing names, have been taken
  /// away again and again.
  ///
  /// - Parameter next: what each node names; what is no node there is none.
  /// - Complexity: linear in the names, while a search from each node would be quadratic.
  static func candidates<Node: Hashable>(_ next: [Node: [Node]]) -> Set<Node> {
    guard !next.isEmpty else { return [] }
    var back: [Node: [Node]] = [:]
    for (node, others) in next { for other in others { back[other, default: []].append(node) } }
    return peeled(peeled(Set(next.keys), next, back), back, next)
  }

  /// What is left of some nodes once those that name none of them have been taken away again and again.
  private static func peeled<Node: Hashable>(
    _ nodes: Set<Node>, _ next: [Node: [Node]], _ back: [Node: [Node]]
  ) -> Set<Node> {
    var count = next.mapValues { $0.count { nodes.contains($0) } }
    var left = nodes
    var ready = nodes.filter { count[$0, default: 0] == 0 }
    while let node = ready.popFirst() {
      left.remove(node)
      for other in back[node] ?? [] where left.contains(other) {
        count[other]! -= 1
        if count[other] == 0 { ready.insert(other) }
      }
    }
    return left
  }

  /// A shortest way from a node back to itself, starting with it; nil where there is none.
  ///
  /// - Parameter next: what a node names.
  static func shortest<Node: Hashable>(through node: Node, _ next: (Node) -> [Node]) -> [Node]? {
    var previous: [Node: Node] = [:]
    var queue = [node]
    var position = 0
    while position < queue.count {
      let current = queue[position]
      position += 1
      for other in next(current) {
        if other == node {
          var path = [current]
          while let last = path.last, last != node, let before = previous[last] { path.append(before) }
          return path.reversed()
        }
        if previous[other] == nil {
          previous[other] = current
          queue.append(other)
        }
      }
    }
    return nil
  }
}
