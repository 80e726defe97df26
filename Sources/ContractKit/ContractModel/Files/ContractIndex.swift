/// What contracts can name in one another; of the contracts themselves it has outlines.
public struct ContractIndex: Sendable {
  /// Where something was declared.
  package struct Place: Sendable {
    /// The position of the contract among those given; nil for one that was only looked up.
    package let file: Int?
    /// The path of its file.
    package let path: String
    /// Its place there; nil for the file as a whole.
    package let range: SourceRange?
  }

  /// In the order in which they were given, those that are judged first.
  private var outlines: [ContractOutline] = []
  private var judgedCount = 0
  /// By the id of a contract the position of its outline; of equal ids the first counts, here and below.
  private var contracts: [String: Int32] = [:]
  /// Ids of files that are no readable contracts; what is named in them cannot be called missing.
  private var unreadable: Set<String> = []
  /// Where falsifiers are: the place in the file is looked up when a finding points at it.
  private var falsifiers = FalsifierBearers()
  /// By the id of a gate the position of the outline.
  private var gates: [String: Int32] = [:]
  /// What gates require beyond falsifiers of their own contracts.
  private var requirements: [String: [String]] = [:]
  private var weights: [String: (digest: String, outline: Int32, range: SourceRange)] = [:]
  /// Of the contracts that may be on a cycle of `depends_on`, those of them that they depend on.
  private var cyclic: [String: [String]] = [:]
  /// Ids of contracts of other repositories, as patterns.
  package var external: [PathPattern] = []
  private var nodes: [HypothesisGraph.Node] = []
  /// The hypotheses of all files together.
  package private(set) var hypotheses = HypothesisGraph([])
  private var searches = Searches()

  /// Outlines that were unpacked: many names are looked up in few contracts.
  private let unpacked = Memo<Int32, Contract?>(capacity: 128)

  /// The places of what outlines declare, by id: many findings point into few files.
  private let declared = Memo<Int32, Declared>(capacity: 8)

  private struct Declared {
    let falsifiers: [String: SourceRange]
    let gates: [String: SourceRange]

    init(_ names: ContractNames?) {
      func places(_ ids: [Located<String>]) -> [String: SourceRange] {
        Dictionary(ids.map { ($0.value, $0.range) }, uniquingKeysWith: { first, _ in first })
      }
      falsifiers = places(names?.falsifierIDs ?? [])
      gates = places(names?.gates.map(\.id) ?? [])
    }
  }

  /// What names resemble is asked by hardly any contract, so names are sorted when the first one asks, and then for all.
  private struct Searches {
    let contracts = SharedNameSearch()
    let falsifiers = SharedNameSearch()
    let requirable = SharedNameSearch()
    let hypotheses = SharedNameSearch()
  }

  /// The contracts that are judged; the first declaration of an id counts.
  package init(_ judged: [ContractOutline]) {
    contracts.reserveCapacity(judged.count)
    falsifiers.reserveCapacity(judged.reduce(0) { $0 + $1.counts.falsifiers })
    judgedCount = judged.count
    add(judged)
  }

  /// The contracts that are judged, and those beside them that they name.
  package init(among judged: [ContractOutline]) {
    self.init(judged)
    let others = Neighbors.needed(by: judged, given: self)
    if !others.isEmpty { add(others) }
  }

  /// Adds contracts that may be named, and are not judged.
  package mutating func add(_ others: [ContractOutline]) {
    // Those that are here already may be on a cycle through the others.
    var dependencies: [String: [String]] = [:]
    for (id, position) in contracts {
      dependencies[id] = outlines[Int(position)].names?.metadata.dependsOn.map(\.value)
    }
    for outline in others { add(outline, &dependencies) }
    falsifiers.sort()
    searches = Searches()
    dependencies = dependencies.mapValues { $0.filter { contracts[$0] != nil } }.filter { !$0.value.isEmpty }
    let candidates = Cycles.candidates(dependencies)
    cyclic = dependencies.filter { candidates.contains($0.key) }.mapValues { $0.filter(candidates.contains) }
    hypotheses = HypothesisGraph(nodes)
  }

  /// - Parameter dependencies: of the contracts, by their ids, what they depend on.
  private mutating func add(_ outline: ContractOutline, _ dependencies: inout [String: [String]]) {
    nodes += outline.hypotheses.map { HypothesisGraph.Node(hypothesis: $0, path: outline.path) }
    let position = Int32(outlines.count)
    outlines.append(outline)
    guard let id = outline.id, let meant = outline.meantNames,
      let written = outline.isRespelled ? outline.names : meant
    else {
      guard outline.isContract else { return }
      unreadable.insert(ContractFile.stem(outline.path))
      return
    }
    if contracts[id] == nil {
      contracts[id] = position
      let named = written.metadata.dependsOn
      if !named.isEmpty { dependencies[id] = named.map(\.value) }
    }
    falsifiers.append(outline, at: position)
    let own = meant.gates.isEmpty ? [] : Set(meant.falsifierIDs.map(\.value))
    for gate in meant.gates where gates[gate.id.value] == nil {
      gates[gate.id.value] = position
      let required = gate.requires.map(\.value).filter { !own.contains($0) }
      if !required.isEmpty { requirements[gate.id.value] = required }
    }
    for weights in written.falsifiers.flatMap(\.weights) where self.weights[weights.name.value] == nil {
      guard let digest = weights.sha256 else { continue }
      self.weights[weights.name.value] = (digest.value.lowercased(), position, digest.range)
    }
  }

  private func place(_ position: Int32, _ range: SourceRange?) -> Place {
    let position = Int(position)
    return Place(file: position < judgedCount ? position : nil, path: outlines[position].path, range: range)
  }

  /// The outline of the contract with an id; the first of several.
  public func contract(_ id: String) -> Contract? {
    contracts[id].flatMap { position in unpacked.value(of: position) { outlines[Int(position)].contract } }
  }

  /// Whether a contract has a file that cannot be read, and no other.
  package func isUnreadable(_ id: String) -> Bool { contracts[id] == nil && unreadable.contains(id) }

  /// Whether the project says that a contract is another repository's.
  package func isExternal(_ id: String) -> Bool { external.contains { $0.covers(id) } }

  /// Whether a contract has a file that can be read.
  package func hasContract(_ id: String) -> Bool { contracts[id] != nil }

  /// The ids of all contracts, in ascending order.
  package var contractIDs: [String] { unreadable.union(contracts.keys).sorted(by: Files.utf8Order) }

  /// The ids of all falsifiers, in ascending order.
  package var falsifierIDs: [String] { allFalsifierIDs.sorted(by: Files.utf8Order) }

  private var allFalsifierIDs: Set<String> {
    outlines.reduce(into: []) { ids, outline in outline.forEachFalsifierID { id, _ in ids.insert(id) } }
  }

  /// A search among ``contractIDs``.
  package var contractSearch: NameSearch { searches.contracts.search { contractIDs } }

  /// A search among ``falsifierIDs``.
  package var falsifierSearch: NameSearch { searches.falsifiers.search { falsifierIDs } }

  /// A search among ``requirableIDs``.
  package var requirableSearch: NameSearch { searches.requirable.search { requirableIDs } }

  /// A search among the ids of all hypotheses.
  package var hypothesisSearch: NameSearch {
    searches.hypotheses.search { hypotheses.positions.keys.sorted(by: Files.utf8Order) }
  }

  /// Where a contract's file is.
  package func contractPlace(_ id: String) -> Place? { contracts[id].map { place($0, nil) } }

  /// The file in which a falsifier was first declared.
  package func falsifierFile(_ id: String) -> Place? { firstBearer(id).map { place($0, nil) } }

  /// Where a falsifier was first declared.
  package func falsifierPlace(_ id: String) -> Place? {
    firstBearer(id).map { place($0, declared(in: $0).falsifiers[id]) }
  }

  private func firstBearer(_ id: String) -> Int32? { falsifiers.first(id, in: outlines) }

  private func declared(in position: Int32) -> Declared {
    declared.value(of: position) { Declared(outlines[Int(position)].meantNames) }
  }

  /// Whether some contract has a falsifier with an id.
  package func hasFalsifier(_ id: String) -> Bool { firstBearer(id) != nil }

  /// The falsifiers with an id, whichever contract has them; without what the public format's have beyond their names.
  package func falsifiers(_ id: String) -> [Falsifier] {
    let kept = falsifiers.all(id, in: outlines).filter { outlines[Int($0)].keepsFalsifiers }
    return kept.flatMap { position in
      // Keys beside those of contracts as they are written.
      unpacked.value(of: ~position) { outlines[Int(position)].meant }?.falsifiers.filter { $0.id.value == id } ?? []
    }
  }

  /// Where a hypothesis was first put down.
  package func hypothesisPlace(_ id: String) -> (path: String, range: SourceRange)? {
    hypotheses.positions[id].map { (hypotheses.nodes[$0].path, hypotheses.nodes[$0].hypothesis.id.range) }
  }

  /// Whether something has an id that a gate can require.
  package func canBeRequired(_ id: String) -> Bool {
    gates[id] != nil || hypotheses.positions[id] != nil || hasFalsifier(id)
  }

  /// The ids of all that a gate can require, in ascending order.
  package var requirableIDs: [String] {
    allFalsifierIDs.union(gates.keys).union(hypotheses.positions.keys).sorted(by: Files.utf8Order)
  }

  /// A shortest way from a gate over what gates require back to it, starting with it; nil where there is none.
  package func gateCycle(through id: String) -> [String]? {
    Cycles.shortest(through: id) { gate in
      // An id that a falsifier bears as well is that falsifier's.
      (requirements[gate] ?? []).filter { gates[$0] != nil && !hasFalsifier($0) }
    }
  }

  /// The file in which a gate was first declared.
  package func gateFile(_ id: String) -> Place? { gates[id].map { place($0, nil) } }

  /// Where a gate was first declared.
  package func gatePlace(_ id: String) -> Place? { gates[id].map { place($0, declared(in: $0).gates[id]) } }

  /// The digest that a name of weights has first, in lower case, and where.
  package func weights(_ name: String) -> (digest: String, place: Place)? {
    weights[name].map { ($0.digest, place($0.outline, $0.range)) }
  }

  /// The clause that a reference names.
  ///
  /// - Parameter home: the contract in which the reference is written.
  package func clause(_ reference: ClauseReference, from home: Contract) -> Clause? {
    guard let contract = reference.contract.map({ self.contract($0) }) ?? home,
      let equation = contract.equation(reference.equation)
    else { return nil }
    guard let id = reference.invariant else { return Clause(contract: contract, equation: equation, invariant: nil) }
    guard let invariant = equation.invariant(id) else { return nil }
    return Clause(contract: contract, equation: equation, invariant: invariant)
  }
}

/// An equation, or one of its invariants, that a reference was resolved to.
package struct Clause: Sendable {
  /// The contract that it belongs to.
  package let contract: Contract
  /// The equation that it is, or that it is about.
  package let equation: Equation
  /// Nil for the equation itself.
  package let invariant: Invariant?

  /// The reference to it from within its own contract.
  package var reference: ClauseReference {
    ClauseReference(equation: equation.id.value, invariant: invariant?.id.value)
  }
}

extension ContractIndex {
  /// Whether a contract may be on a cycle of `depends_on`; one that is not certainly is on none.
  package func mayCycle(_ id: String) -> Bool { cyclic[id] != nil }

  /// A shortest cycle of `depends_on` that a contract is on, starting with it; nil where there is none.
  package func cycle(through id: String) -> [String]? {
    guard cyclic[id] != nil else { return nil }
    return Cycles.shortest(through: id) { cyclic[$0] ?? [] }
  }
}

extension ContractIndex {
  /// The contracts that are judged and are built on one, directly or through others, itself left out: they name it under
  /// `depends_on`, or bind one of its clauses.
  package func dependents(of id: String) -> Set<String> {
    // The outlines that name those before them, by position: names take more memory.
    var users = [[Int32]](repeating: [], count: judgedCount)
    var open: [Int32] = []
    for (position, outline) in outlines[..<judgedCount].enumerated() {
      guard let own = outline.id, own != id, contracts[own] == Int32(position), let contract = outline.contract else {
        continue
      }
      let named =
        contract.metadata.dependsOn.map(\.value) + contract.falsifiers.flatMap(\.clauses).compactMap(\.contract)
      for other in Set(named) {
        // One that is named need not be there.
        if other == id {
          open.append(Int32(position))
        } else if let other = contracts[other], other < judgedCount {
          users[Int(other)].append(Int32(position))
        }
      }
    }
    var found = [Bool](repeating: false, count: judgedCount)
    while let position = open.popLast() {
      guard !found[Int(position)] else { continue }
      found[Int(position)] = true
      open += users[Int(position)]
    }
    return Set(found.indices.filter { found[$0] }.compactMap { outlines[$0].id })
  }
}
