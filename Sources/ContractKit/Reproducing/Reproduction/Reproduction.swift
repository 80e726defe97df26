/// What became of evidence when falsifiers were run again under varied conditions.
public struct Reproduction: Sendable {
  /// How one falsifier came out under one variation.
  public enum Outcome: Equatable, Sendable {
    /// The same bytes as the committed file, whose own digest this is.
    case same(Digest)
    /// At least one leaf differs; the element is known where an array differs and was recorded twice.
    case differs([EvidenceDifference], element: ElementDifference?)
    /// The run did not finish it.
    case notFinished(Ledger.Outcome)
    /// Nothing that can be read was committed.
    case noEvidence(String)
  }

  /// One falsifier under one variation.
  public struct Result: Sendable {
    /// The variation's name.
    package let variation: String
    /// Which falsifier.
    public let key: Ledger.Key
    /// The clauses that it binds.
    package let clauses: [String]
    /// Whether the committed evidence was fresh: else other bytes are no fault of the machine.
    package let wasFresh: Bool
    /// How it came out.
    public var outcome: Outcome

    /// A falsifier's outcome under a variation.
    public init(variation: String, key: Ledger.Key, clauses: [String], wasFresh: Bool = true, outcome: Outcome) {
      self.variation = variation
      self.key = key
      self.clauses = clauses
      self.wasFresh = wasFresh
      self.outcome = outcome
    }

    /// Whether every byte was the same.
    package var isSame: Bool { if case .same = outcome { true } else { false } }
  }

  /// The variations that were asked for and that this machine can run, in the order of running.
  package let variations: [Variation]
  /// Those that move nothing on this machine; nothing is run under them, and they count for nothing.
  package let void: [Variation]
  /// The falsifiers that were asked for.
  public let falsifiers: [Ledger.Key]
  /// In the order in which they came in; fewer than asked for where the run was interrupted.
  package private(set) var results: [Result] = []

  /// A reproduction of which nothing has been run yet.
  public init(variations: [Variation], void: [Variation] = [], falsifiers: [Ledger.Key]) {
    self.variations = variations
    self.void = void
    self.falsifiers = falsifiers
  }

  /// Adds what came out.
  public mutating func add(_ new: [Result]) { results += new }

  /// What is shown of it, and written down.
  public var table: ReproductionTable {
    ReproductionTable(
      variations: variations.map(\.name), void: void.map { .init(name: $0.name, test: $0.moves ?? "it") },
      falsifiers: falsifiers.count, rows: results.map(\.row))
  }

  /// Accepted where everything asked for was reproduced; nothing judged where nothing was asked for.
  package var judgment: SourceReading.Outcome { table.judgment }
}

extension Reproduction.Result {
  /// What is shown of it.
  public var row: ReproductionTable.Row {
    let state: ReproductionTable.State =
      switch outcome {
      case .same: .same
      case .differs: .differs
      case .notFinished, .noEvidence: .notCompared
      }
    return .init(variation: variation, key: key, state: state, details: details)
  }

  /// What to show of a result that is not the committed bytes: clause, measurement, first differing element.
  package var details: [String] {
    switch outcome {
    case .same: return []
    case .notFinished(let outcome): return ["\(outcome)"]
    case .noEvidence(let reason): return ["nothing to compare with: \(reason)"]
    case .differs(let differences, let element):
      var lines = ["binds \(clauses.joined(separator: ", "))"]
      if !wasFresh { lines.append("the committed evidence is stale; run the falsifier first") }
      if let element { lines.append("first element that differs: \(element)") }
      lines += differences.prefix(Self.shown).map(\.description)
      if differences.count > Self.shown { lines.append("and \(differences.count - Self.shown) more") }
      return lines
    }
  }

  private static var shown: Int { 5 }
}
