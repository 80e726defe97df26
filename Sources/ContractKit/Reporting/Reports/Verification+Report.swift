extension Verification {
  /// The judgment as a report.
  ///
  /// - Parameter waiversReject: whether what is FALSIFIED rejects although it is waived.
  public func report(waiversReject: Bool = false) -> Report {
    let outcome = waiversReject && waivedFalsifiedCount > 0 ? .rejected : outcome
    return Report(
      command: "verify", diagnostics: diagnostics,
      denominators: [
        .init("contracts", contractCount), .init("readable", standings.count), .init("clauses", clauseCount),
        .init("clauses_holding", holdingClauseCount), .init("falsifiers", falsifierCount),
        .init("judged", judgedCount), .init("holding", holdingCount), .init("waived", waivedCount),
        .init("waived_falsified", waivedFalsifiedCount),
        .init("kept", keptCount), .init("gates", gates.count), .init("gates_passing", gates.count(where: \.passes)),
        .init("hypotheses", questions.reduce(0) { $0 + $1.hypotheses.count }), .init("other_files", foreignCount),
      ], outcome: outcome, conclusion: "\(outcome.word): \(summary)", sources: sources,
      details: standings.flatMap { contract in
        contract.falsifiers.map { "\($0.id) (\(contract.id)): \($0.status.rawValue)" }
      }
        + questions.flatMap(\.hypotheses).map { "\($0.hypothesis.id.value) (\($0.path)): \($0.state.rawValue)" })
  }
}
