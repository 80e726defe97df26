/// How many contracts, clauses, falsifiers and gates there are and hold, whichever run is asked about.
struct ProjectCounts {
  /// By noun, of all contracts.
  let total: [String: Int]
  /// By the id of a contract, of which the first counts, and noun.
  let byContract: [String: [String: Int]]
  /// By `contracts`, `clauses` or `falsifiers`, every number of them that the scoreboard has.
  let byNoun: [String: Set<Int>]

  init(_ verification: Verification) {
    let rows = Scoreboard(verification).rows
    let gates = Dictionary(grouping: verification.gates, by: \.contract.path)
    let entries = Dictionary(grouping: verification.entries, by: \.contract.path)
    var byContract: [String: [String: Int]] = [:]
    var total: [String: Int] = [:]
    for (contract, row) in zip(verification.standings, rows) {
      let own = entries[contract.path] ?? []
      var counts = [
        "clauses": contract.clauseCount, "falsifiers": contract.falsifiers.count,
        "clauses_holding": contract.holdingClauseCount,
        "judged": contract.falsifiers.count(where: \.isJudged), "holding": contract.falsifiers.count(where: \.holds),
        "live": contract.falsifiers.count { $0.isLive && $0.isJudged }, "waived": row.waived,
        "checks": own.reduce(0) { $0 + $1.falsifier.checks.count },
        "mutants": own.reduce(0) { $0 + $1.falsifier.mutants.count },
        "gates": (gates[contract.path] ?? []).count,
        "gates_passing": (gates[contract.path] ?? []).count(where: \.passes),
      ]
      for status in Status.allCases {
        let name = status == .partial ? "partial" : status.rawValue.lowercased()
        counts[name] = row.counts[status] ?? 0
      }
      byContract[contract.id] = byContract[contract.id] ?? counts
      total.merge(counts, uniquingKeysWith: +)
    }
    total["contracts"] = verification.contractCount
    (self.total, self.byContract) = (total, byContract)
    let ofFalsifiers =
      ["falsifiers", "judged", "holding", "live", "waived"] + Status.allCases.map { $0.rawValue.lowercased() }
      + ["partial"]
    byNoun = [
      "contracts": [verification.contractCount, verification.standings.count],
      "clauses": Set([verification.clauseCount, verification.holdingClauseCount])
        .union(verification.standings.map(\.clauseCount)),
      "falsifiers": Set(ofFalsifiers.compactMap { total[$0] })
        .union(rows.flatMap { [$0.falsifiers, $0.waived, 0] + $0.counts.values }),
    ]
  }
}
