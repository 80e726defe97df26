extension ConformanceReport {
  /// For people: what each contract's clauses came to, and what was seen of each operation.
  package var overview: String {
    var lines: [String] = []
    for contract in contracts {
      let results = clauses.filter { $0.contract == contract.id }
      let tried = results.filter { $0.verdict != .notExported && $0.verdict != .notApplicable }
      guard !tried.isEmpty else { continue }
      lines.append("\(contract.id) \(contract.version)")
      for result in results where result.verdict != .notApplicable {
        let verdict = result.verdict.rawValue
        let padding = String(repeating: " ", count: max(1, 14 - verdict.count))
        let margin = result.checks.compactMap(Self.margin).first ?? result.reason ?? ""
        lines.append(
          "  \(verdict)\(padding)\(result.falsifier)  \(result.clauses.joined(separator: ", "))  \(margin)".trimmedEnd)
      }
    }
    for each in operations { lines.append(contentsOf: Self.lines(each)) }
    let untouched = Set(contracts.map(\.id)).subtracting(
      clauses.filter { $0.verdict != .notExported && $0.verdict != .notApplicable }.map(\.contract))
    if !untouched.isEmpty { lines.append("not exported: \(untouched.sorted().joined(separator: ", "))") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func margin(_ check: ClauseResult.Check) -> String? {
    guard let measured = check.measured else { return nil }
    return "\(check.metric) \(measured)"
  }

  private static func lines(_ result: OperationResult) -> [String] {
    let record = result.record
    let same = Invariance.allCases.filter { record.compared[$0] != nil }.map { invariance in
      let what = invariance.circumstance
      return record.differences[invariance].map {
        "\(what): other bits in \($0.count) of \(record.compared[invariance] ?? 0)"
      }
        ?? what
    }
    let kept = same.filter { !$0.contains(": other bits") }
    let broken = same.filter { $0.contains(": other bits") }
    var lines = ["\(result.operation.symbol): \(record.calls) calls; the same bits \(kept.joined(separator: ", "))"]
    if kept.isEmpty { lines = ["\(result.operation.symbol): \(record.calls) calls"] }
    return lines + broken.map { "  \($0)" }
      + Manner.allCases.compactMap { manner in
        record.breaches[manner].map { "  not so: \(manner.statement): \($0.first.call) \($0.first.what)" }
      }
  }
}

extension String {
  fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
