/// What builds on what: contracts on contracts, falsifiers on the clauses that they bind, gates on
/// falsifiers.
public struct ContractGraph: Sendable {
  /// What a node is.
  public enum Kind: String, Sendable {
    case contract, clause, falsifier, gate
    /// Something that is named and not there.
    case missing
  }

  /// A node, by an id that is unique among all of them.
  package struct Node: Hashable, Sendable {
    /// `softmax-v1`, `softmax-v1#softmax/sums_to_one`, `FALSIFY-SM-001` and the like.
    package let id: String
    /// What it is.
    package let kind: Kind
  }

  /// What an edge says of its start.
  package enum Relation: String, Sendable {
    case dependsOn = "depends_on"
    case states, binds, requires
  }

  /// An edge from what needs to what is needed.
  package struct Edge: Hashable, Sendable {
    /// The node that needs.
    package let from: String
    /// The node that is needed.
    package let to: String
    /// What the one does to the other.
    package let relation: Relation
  }

  /// In the order of the contracts; what is missing last.
  package let nodes: [Node]
  /// In the order of the contracts.
  package let edges: [Edge]
  /// The contracts themselves.
  let contracts: [Contract]
  /// By the id of a contract what it names: the contracts under `depends_on`, and those whose clauses its falsifiers bind.
  /// Of contracts with one id the first counts.
  private let needed: [String: Set<String>]

  /// The graph of contracts.
  public init(_ contracts: [Contract]) {
    self.contracts = contracts
    var nodes: [Node] = []
    var edges: [Edge] = []
    for contract in contracts {
      nodes.append(Node(id: contract.id, kind: .contract))
      edges += contract.metadata.dependsOn.map { Edge(from: contract.id, to: $0.value, relation: .dependsOn) }
      for clause in contract.clauses {
        let id = clause.qualified(in: contract.id)
        nodes.append(Node(id: id, kind: .clause))
        edges.append(Edge(from: contract.id, to: id, relation: .states))
      }
      for falsifier in contract.falsifiers {
        nodes.append(Node(id: falsifier.id.value, kind: .falsifier))
        edges += falsifier.clauses.map {
          Edge(from: falsifier.id.value, to: $0.qualified(in: contract.id), relation: .binds)
        }
      }
      for gate in contract.gates {
        nodes.append(Node(id: gate.id.value, kind: .gate))
        edges += gate.requires.map { Edge(from: gate.id.value, to: $0.value, relation: .requires) }
      }
    }
    var known = Set(nodes.map(\.id))
    for edge in edges where known.insert(edge.to).inserted { nodes.append(Node(id: edge.to, kind: .missing)) }
    self.nodes = nodes
    self.edges = edges
    needed = Dictionary(
      contracts.map { contract in
        let bound = contract.falsifiers.flatMap(\.clauses).compactMap(\.contract)
        return (contract.id, Set(contract.metadata.dependsOn.map(\.value) + bound))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The contracts that one is built on, directly or through others, itself left out.
  public func dependencies(of id: String) -> Set<String> { reachable(from: id) { needed[$0] ?? [] } }

  /// The contracts that are built on one, directly or through others, itself left out.
  package func dependents(of id: String) -> Set<String> {
    var users: [String: Set<String>] = [:]
    for (id, others) in needed { for other in others { users[other, default: []].insert(id) } }
    return reachable(from: id) { users[$0] ?? [] }
  }

  private func reachable(from id: String, by next: (String) -> Set<String>) -> Set<String> {
    var seen: Set<String> = []
    var open = [id]
    while let current = open.popLast() {
      for other in next(current) where other != id && seen.insert(other).inserted { open.append(other) }
    }
    return seen
  }
}
