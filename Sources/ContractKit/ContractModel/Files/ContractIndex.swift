/// What contracts can name in one another; of the contracts themselves it has outlines.
public struct ContractIndex: Sendable {
  /// Where something was declared.
  public struct Place: Sendable {
    /// The position of the contract among those given; nil for one that was only looked up.
    public let file: Int?
    /// The path of its file.
    public let path: String
    /// Its place there; nil for the file as a whole.
    public let range: SourceRange?
  }

  private var outlines: [String: ContractOutline] = [:]
  /// Ids of files that are no readable contracts; what is named in them cannot be called missing.
  private var unreadable: Set<String> = []
  private var contractPlaces: [String: Place] = [:]
  private var falsifierPlaces: [String: Place] = [:]
  private var gatePlaces: [String: Place] = [:]
  private var weightPlaces: [String: (digest: String, place: Place)] = [:]
  private var cyclic: Set<String> = []
  /// Ids of contracts of other repositories, as patterns.
  package var external: [PathPattern] = []
  /// The falsifiers of all contracts by id, in the contracts' order.
  private var falsifiers: [String: [Falsifier]] = [:]
  /// What each gate requires, by its id.
  private var gates: [String: [String]] = [:]
  private var nodes: [HypothesisGraph.Node] = []
  /// The hypotheses of all files together.
  package private(set) var hypotheses = HypothesisGraph([])
  private var searches = Searches()

  /// What names resemble is asked by hardly any contract, so names are sorted when the first one asks, and then for all.
  private struct Searches {
    let contracts = SharedNameSearch()
    let falsifiers = SharedNameSearch()
    let requirable = SharedNameSearch()
    let hypotheses = SharedNameSearch()
  }

  /// The contracts that are judged; the first declaration of an id counts.
  package init(_ judged: [ContractOutline]) {
    outlines.reserveCapacity(judged.count)
    contractPlaces.reserveCapacity(judged.count)
    for (position, outline) in judged.enumerated() { add(outline, position) }
    cyclic = Self.cyclic(outlines)
    hypotheses = HypothesisGraph(nodes)
  }

  /// The contracts that are judged, and those beside them that they name.
  package init(among judged: [ContractOutline]) {
    self.init(judged)
    let others = Neighbors.needed(by: judged, given: self)
    if !others.isEmpty { add(others) }
  }

  /// Adds contracts that may be named, and are not judged.
  package mutating func add(_ others: [ContractOutline]) {
    for outline in others { add(outline, nil) }
    searches = Searches()
    cyclic = Self.cyclic(outlines)
    hypotheses = HypothesisGraph(nodes)
  }

  private mutating func add(_ outline: ContractOutline, _ position: Int?) {
    nodes += outline.hypotheses.map { HypothesisGraph.Node(hypothesis: $0, path: outline.path) }
    guard let id = outline.id else {
      guard outline.isContract else { return }
      unreadable.insert(ContractFile.stem(outline.path))
      return
    }
    func place(_ range: SourceRange?) -> Place { Place(file: position, path: outline.path, range: range) }
    // The first of equal ids counts.
    if outlines[id] == nil {
      outlines[id] = outline
      contractPlaces[id] = place(nil)
    }
    for id in outline.falsifierIDs where falsifierPlaces[id.value] == nil {
      falsifierPlaces[id.value] = place(id.range)
    }
    for falsifier in outline.meant?.falsifiers ?? [] {
      falsifiers[falsifier.id.value, default: []].append(falsifier)
    }
    for gate in outline.meant?.gates ?? [] where gates[gate.id.value] == nil {
      gates[gate.id.value] = gate.requires.map(\.value)
    }
    for weights in outline.contract?.falsifiers.flatMap(\.weights) ?? [] where weightPlaces[weights.name.value] == nil {
      guard let digest = weights.sha256 else { continue }
      weightPlaces[weights.name.value] = (digest.value.lowercased(), place(digest.range))
    }
    for gate in outline.gateIDs where gatePlaces[gate.value] == nil { gatePlaces[gate.value] = place(gate.range) }
  }

  /// The outline of the contract with an id; the first of several.
  public func contract(_ id: String) -> Contract? { outlines[id]?.contract }

  /// Whether a contract has a file that cannot be read, and no other.
  package func isUnreadable(_ id: String) -> Bool { outlines[id] == nil && unreadable.contains(id) }

  /// Whether the project says that a contract is another repository's.
  package func isExternal(_ id: String) -> Bool { external.contains { $0.covers(id) } }

  /// Whether a contract has a file that can be read.
  package func hasContract(_ id: String) -> Bool { outlines[id] != nil }

  /// The ids of all contracts, in ascending order.
  public var contractIDs: [String] { unreadable.union(outlines.keys).sorted(by: Files.utf8Order) }

  /// The ids of all falsifiers, in ascending order.
  public var falsifierIDs: [String] { falsifierPlaces.keys.sorted(by: Files.utf8Order) }

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
  public func contractPlace(_ id: String) -> Place? { contractPlaces[id] }

  /// Where a falsifier was first declared.
  public func falsifierPlace(_ id: String) -> Place? { falsifierPlaces[id] }

  /// The falsifiers with an id, whichever contract has them; without what the public format's have beyond their names.
  package func falsifiers(_ id: String) -> [Falsifier] { falsifiers[id] ?? [] }

  /// Where a hypothesis was first put down.
  package func hypothesisPlace(_ id: String) -> (path: String, range: SourceRange)? {
    hypotheses.positions[id].map { (hypotheses.nodes[$0].path, hypotheses.nodes[$0].hypothesis.id.range) }
  }

  /// Whether something has an id that a gate can require.
  package func canBeRequired(_ id: String) -> Bool {
    falsifierPlaces[id] != nil || gatePlaces[id] != nil || hypotheses.positions[id] != nil
  }

  /// The ids of all that a gate can require, in ascending order.
  package var requirableIDs: [String] {
    Set(falsifierPlaces.keys).union(gatePlaces.keys).union(hypotheses.positions.keys).sorted(by: Files.utf8Order)
  }

  /// A shortest way from a gate over what gates require back to it, starting with it; nil where there is none.
  package func gateCycle(through id: String) -> [String]? {
    Cycles.shortest(through: id) { gate in
      // An id that a falsifier bears as well is that falsifier's.
      (gates[gate] ?? []).filter { falsifierPlaces[$0] == nil && gates[$0] != nil }
    }
  }

  /// Where a gate was first declared.
  public func gatePlace(_ id: String) -> Place? { gatePlaces[id] }

  /// The digest that a name of weights has first, in lower case, and where.
  package func weights(_ name: String) -> (digest: String, place: Place)? { weightPlaces[name] }

  /// The clause that a reference names.
  ///
  /// - Parameter home: the contract in which the reference is written.
  public func clause(_ reference: ClauseReference, from home: Contract) -> Clause? {
    guard let contract = reference.contract.map({ self.contract($0) }) ?? home,
      let equation = contract.equation(reference.equation)
    else { return nil }
    guard let id = reference.invariant else { return Clause(contract: contract, equation: equation, invariant: nil) }
    guard let invariant = equation.invariant(id) else { return nil }
    return Clause(contract: contract, equation: equation, invariant: invariant)
  }
}

/// An equation, or one of its invariants, that a reference was resolved to.
public struct Clause: Sendable {
  /// The contract that it belongs to.
  public let contract: Contract
  /// The equation that it is, or that it is about.
  public let equation: Equation
  /// Nil for the equation itself.
  public let invariant: Invariant?

  /// The reference to it from within its own contract.
  public var reference: ClauseReference {
    ClauseReference(equation: equation.id.value, invariant: invariant?.id.value)
  }
}

extension ContractIndex {
  /// Ids of contracts that may be on a cycle of `depends_on`.
  package static func cyclic(_ outlines: [String: ContractOutline]) -> Set<String> {
    Cycles.candidates(
      outlines.mapValues { $0.dependencies.map(\.value).filter { outlines[$0] != nil } }.filter { !$0.value.isEmpty })
  }

  /// Whether a contract may be on a cycle of `depends_on`; one that is not certainly is on none.
  package func mayCycle(_ id: String) -> Bool { cyclic.contains(id) }

  /// A shortest cycle of `depends_on` that a contract is on, starting with it; nil where there is none.
  package func cycle(through id: String) -> [String]? {
    guard cyclic.contains(id) else { return nil }
    return Cycles.shortest(through: id) { (outlines[$0]?.dependencies.map(\.value) ?? []).filter(hasContract) }
  }
}
