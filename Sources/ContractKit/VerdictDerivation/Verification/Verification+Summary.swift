/// What was judged and what holds: the counts behind every renderer.
extension Verification {
  /// How many falsifiers some count holds for.
  private func count(_ isCounted: (Standing) -> Bool) -> Int {
    standings.reduce(0) { $0 + $1.falsifiers.count(where: isCounted) }
  }

  /// The number of falsifiers.
  package var falsifierCount: Int { standings.reduce(0) { $0 + $1.falsifiers.count } }

  /// The number of falsifiers with a status.
  public func count(_ status: Status) -> Int { count { $0.status == status } }

  /// The falsifiers whose evidence was fresh and evaluated.
  package var judgedCount: Int { count(\.isJudged) }

  /// The falsifiers that hold.
  package var holdingCount: Int { count(\.holds) }

  /// The falsifiers with a waiver that stands.
  package var waivedCount: Int { count(\.isWaived) }

  /// Equations and invariants.
  package var clauseCount: Int { standings.reduce(0) { $0 + $1.clauseCount } }

  /// Clauses that some falsifier binds and whose falsifiers all hold.
  package var holdingClauseCount: Int { standings.reduce(0) { $0 + $1.holdingClauseCount } }

  /// The falsifiers on weights that were judged by evidence which the run asked about, if any, did not make.
  package var keptCount: Int { count(\.isKept) }

  /// The falsifiers that are FALSIFIED, and for which somebody answers for the time being.
  package var waivedFalsifiedCount: Int { count { $0.isWaived && $0.status == .falsified } }

  /// What was judged and what holds, with denominators, on one line.
  public var summary: String { summary(kept: keptCount) }

  /// The same whichever run is asked about: what stands in generated pages.
  package var summaryOfAnyRun: String { summary(kept: count { $0.isLive && $0.isJudged }) }

  private func summary(kept: Int) -> String {
    let (unreadable, falsifiers) = (contractCount - standings.count, falsifierCount)
    return "\(Plural.count(contractCount, "contract"))\(unreadable > 0 ? " (\(unreadable) unreadable)" : ""), "
      + "\(Plural.count(clauseCount, "clause")), \(Plural.count(falsifiers, "falsifier")): "
      + "\(judgedCount) of \(falsifiers) judged, \(holdingCount) hold"
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
