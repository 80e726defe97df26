/// What was judged and what holds: the counts behind every renderer.
extension Verification {
  /// The number of falsifiers with a status.
  public func count(_ status: Status) -> Int { entries.count { $0.verdict.status == status } }

  /// The falsifiers whose evidence was fresh and evaluated.
  public var judgedCount: Int { entries.count(where: \.verdict.isJudged) }

  /// The falsifiers that hold.
  public var holdingCount: Int { entries.count(where: \.holds) }

  /// Equations and invariants.
  public var clauseCount: Int { contracts.reduce(0) { $0 + $1.clauses.count } }

  /// Clauses that some falsifier binds and whose falsifiers all hold.
  public var holdingClauseCount: Int { holdingClauses.count }

  /// The same by their names, each with its contract; a name that two contracts have is there twice.
  package var holdingClauses: [String] {
    var falsifiers: [String: [Entry]] = [:]
    for entry in entries {
      for clause in entry.falsifier.clauses {
        falsifiers[clause.qualified(in: entry.contract.id), default: []].append(entry)
      }
    }
    return contracts.flatMap { contract in
      contract.clauses.map { $0.qualified(in: contract.id) }.filter { clause in
        falsifiers[clause]?.allSatisfy(\.holds) == true
      }
    }
  }

  /// The falsifiers on weights that were judged by evidence which the run asked about, if any, did not make.
  public var keptCount: Int { entries.count(where: \.isKept) }

  /// The falsifiers that are FALSIFIED, and for which somebody answers for the time being.
  public var waivedFalsifiedCount: Int { entries.count { $0.isWaived && $0.verdict.status == .falsified } }

  /// The files among the contracts that other tools read.
  package var foreignCount: Int { self.set.files.count { $0.foreign != nil } }

  /// What was judged and what holds, with denominators, on one line.
  public var summary: String { summary(kept: keptCount) }

  /// The same whichever run is asked about: what stands in generated pages.
  package var summaryOfAnyRun: String { summary(kept: entries.count { $0.falsifier.isLive && $0.verdict.isJudged }) }

  private func summary(kept: Int) -> String {
    let unreadable = contractCount - contracts.count
    return "\(Plural.count(contractCount, "contract"))\(unreadable > 0 ? " (\(unreadable) unreadable)" : ""), "
      + "\(Plural.count(clauseCount, "clause")), \(Plural.count(entries.count, "falsifier")): "
      + "\(judgedCount) of \(entries.count) judged, \(holdingCount) hold"
      + "\(kept > 0 ? "; \(kept) live, evidence kept" : ""); "
      + "\(holdingClauseCount) of \(clauseCount) clauses hold"
      + (waivedFalsifiedCount > 0 ? "; \(waivedFalsifiedCount) FALSIFIED and waived" : "")
      + ForeignFile.leftOut(foreignCount)
  }

  /// Rejected where something is wrong; nothing judged where no evidence was fresh or a path is missing.
  public var outcome: Outcome {
    let errors = diagnostics.filter { $0.severity == .error }
    let missing = [Rule.pathNotFound.id, Rule.noContracts.id]
    if errors.contains(where: { !missing.contains($0.rule) }) { return .rejected }
    return errors.isEmpty && judgedCount > 0 ? .accepted : .nothingJudged
  }
}
