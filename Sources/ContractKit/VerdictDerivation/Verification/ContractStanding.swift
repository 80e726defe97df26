extension Verification {
  /// What is kept of a falsifier that has been judged.
  public struct Standing: Sendable {
    /// The falsifier's id.
    public let id: String
    /// What was derived.
    package let status: Status
    /// Whether fresh evidence was there and its checks were evaluated.
    package let isJudged: Bool
    /// A waiver stands whose last day has not passed.
    package let isWaived: Bool
    /// It needs weights and was judged by evidence that the run asked about, if any, did not make.
    package let isKept: Bool
    /// Whether it needs weights.
    package let isLive: Bool

    /// What is kept of an entry.
    package init(_ entry: Entry) {
      id = entry.falsifier.id.value
      status = entry.verdict.status
      (isJudged, isWaived, isKept) = (entry.verdict.isJudged, entry.isWaived, entry.isKept)
      isLive = entry.falsifier.isLive
    }

    /// Whether it counts as holding: discharged, and not merely waived.
    public var holds: Bool { status == .discharged && !isWaived }
  }

  /// What is kept of a contract that has been judged, so that very many can be counted.
  public struct ContractStanding: Sendable {
    /// The contract's id.
    public let id: String
    /// The path of its file.
    public let path: String
    /// The place of its file among all.
    package let file: Int
    /// In the contract's order.
    public let falsifiers: [Standing]
    /// In the order of ``Contract/clauses``.
    package private(set) var clauses: [ClauseState]

    /// What is kept of a contract; of its clauses what its own falsifiers come to.
    package init(_ contract: Contract, file: Int, _ entries: [Entry]) {
      (id, path, self.file) = (contract.id, contract.path, file)
      falsifiers = entries.map(Standing.init)
      var bound: [ClauseReference: Bool] = [:]
      for entry in entries {
        for clause in entry.falsifier.clauses where clause.contract ?? contract.id == contract.id {
          let own = ClauseReference(equation: clause.equation, invariant: clause.invariant)
          bound[own] = bound[own, default: true] && entry.holds
        }
      }
      clauses = contract.clauses.map { ClauseState(bound[$0]) }
    }

    /// Takes a falsifier of another contract into account that binds a clause.
    package mutating func bind(_ clause: Int, holds: Bool) {
      clauses[clause] = ClauseState(holds && clauses[clause] != .fails)
    }

    /// How many clauses it has.
    package var clauseCount: Int { clauses.count }

    /// Clauses that some falsifier binds and whose falsifiers all hold.
    package var holdingClauseCount: Int { clauses.count { $0 == .holds } }
  }

  /// What the falsifiers of a clause come to.
  package enum ClauseState: UInt8, Sendable {
    case unbound, holds, fails

    /// - Parameter holds: whether all hold; nil where there are none.
    init(_ holds: Bool?) { self = holds.map { $0 ? .holds : .fails } ?? .unbound }
  }

  /// The contract that something stands in.
  package struct Home: Sendable {
    /// The contract's id.
    package let id: String
    /// The path of its file.
    package let path: String
    /// Whether it declares `format: pv/1`.
    package let isStrict: Bool

    /// What is kept of a contract as the place of something.
    package init(_ contract: Contract) { (id, path, isStrict) = (contract.id, contract.path, contract.isStrict) }
  }

  /// A gate as its contract declares it, without the places of what it requires: very many gates are kept.
  package final class DeclaredGate: Sendable {
    /// As in ``Contract/Gate``, here and below.
    package let id: Located<String>
    package let requires: [String]
    package let verdict, basis, status: Located<String>?
    package let blocks: Bool
    package let range: SourceRange

    package init(_ gate: Contract.Gate) {
      (id, requires, range) = (gate.id, gate.requires.map(\.value), gate.range)
      (verdict, basis, status, blocks) = (gate.verdict, gate.basis, gate.status, gate.blocks)
    }
  }

  /// Where falsifiers stand, by their ids.
  package struct Bearers: Sendable {
    /// A falsifier of a contract, by their places.
    package struct Place: Hashable, Sendable {
      fileprivate let storedContract: Int32
      fileprivate let storedFalsifier: Int32

      package var contract: Int { Int(storedContract) }
      package var falsifier: Int { Int(storedFalsifier) }
    }

    private let standings: [ContractStanding]
    /// By their ids, those with one id in the order of the contracts: a dictionary would take several times the memory.
    private let places: [Place]
    /// Whether each id is that of one falsifier only.
    package let areUnique: Bool

    package init(_ standings: [ContractStanding]) {
      self.standings = standings
      var places: [Place] = []
      places.reserveCapacity(standings.reduce(0) { $0 + $1.falsifiers.count })
      for (contract, standing) in standings.enumerated() {
        for falsifier in standing.falsifiers.indices {
          places.append(Place(storedContract: Int32(contract), storedFalsifier: Int32(falsifier)))
        }
      }
      places.sort { left, right in
        let (id, other) = (Self.id(left, standings), Self.id(right, standings))
        return id == other
          ? (left.storedContract, left.storedFalsifier) < (right.storedContract, right.storedFalsifier) : id < other
      }
      self.places = places
      areUnique = zip(places, places.dropFirst()).allSatisfy { Self.id($0, standings) != Self.id($1, standings) }
    }

    private static func id(_ place: Place, _ standings: [ContractStanding]) -> String {
      standings[place.contract].falsifiers[place.falsifier].id
    }

    /// In the order of the contracts.
    package subscript(id: String) -> [Place] {
      let first = places.partitioningIndex { Self.id($0, standings) >= id }
      return Array(places[first...].prefix { Self.id($0, standings) == id })
    }
  }
}
