import ContractKit

extension ConformanceReport {
  /// The result as a report of `pv`, which every format renders.
  public func report() -> Report {
    Report(
      command: "conform", diagnostics: clauses.compactMap(finding) + operations.flatMap(findings),
      denominators: [
        .init("contracts", contracts.count), .init("falsifiers", clauses.count), .init("holds", count(.holds)),
        .init("other_bits", count(.otherBits)), .init("falsified", count(.falsified)),
        .init("not_exported", count(.notExported)), .init("not_applicable", count(.notApplicable)),
        .init("calls", operations.reduce(0) { $0 + $1.record.calls }),
      ], outcome: outcome, conclusion: conclusion, sources: SourceTexts(), details: clauses.map(Self.detail))
  }

  private var conclusion: String {
    return
      "\(outcome.word): \(clauses.count) falsifiers of \(contracts.count) contracts: \(summary); seed \(head.seed)"
  }

  private func finding(_ result: ClauseResult) -> Diagnostic? {
    let name = "\(result.contract) \(result.falsifier) (\(result.clauses.joined(separator: ", ")))"
    func related(_ lines: [String]) -> [Diagnostic.Related] {
      lines.map { Diagnostic.Related(message: $0, path: head.path, range: nil) }
    }
    switch result.verdict {
    case .holds, .notExported, .notApplicable: return nil
    case .otherBits:
      return Rule.conformanceOtherBits.diagnostic(
        "\(name): other bits than our order of operations gives, within the bound; "
          + ([result.report.first, result.reason].compactMap { $0 }.joined(separator: "; ")), path: head.path,
        help: result.command)
    case .falsified:
      let first = result.incidents.first
      let what = first.map { "\($0.call) \($0.what)" } ?? result.counterexample?.report.first ?? result.report.first
      var notes = result.report
      if let found = result.counterexample {
        notes = ["smallest counterexample, \(found.origin):"] + found.members + found.report
      }
      if result.incidents.count > 1 { notes.append("and \(result.incidents.count - 1) other calls of this falsifier") }
      return Rule.conformanceFalsified.diagnostic(
        "\(name): falsified: " + [what, result.reason].compactMap { $0?.trimmed }.joined(separator: "; ")
          + (result.diagnosis.map { "; it looks like \($0)" } ?? ""),
        path: head.path, help: result.command, related: related(notes.map(\.trimmed)))
    }
  }

  private func findings(_ result: OperationResult) -> [Diagnostic] {
    let manners = Manner.allCases.compactMap { manner in
      result.record.breaches[manner].map { breaches in
        Rule.conformanceManner.diagnostic(
          "\(breaches.first.call) \(breaches.first.what): \(manner.statement)\(Self.times(breaches.count))",
          path: head.path, help: Self.help(breaches.first, head.path, head.seed))
      }
    }
    let invariances = Invariance.allCases.compactMap { invariance in
      result.record.differences[invariance].map { breaches in
        Rule.conformanceInvariance.diagnostic(
          "\(breaches.first.call) \(breaches.first.what)\(Self.times(breaches.count, of: result.record.compared[invariance]))",
          path: head.path, help: Self.help(breaches.first, head.path, head.seed))
      }
    }
    return manners + invariances
  }

  private static func times(_ count: Int, of all: Int? = nil) -> String {
    if let all { return " (\(count) of \(all) comparisons)" }
    return count > 1 ? " (\(count) calls)" : ""
  }

  private static func help(_ incident: Occurrence, _ library: String, _ seed: String) -> String {
    "pv conform \(library) --falsifier \(incident.falsifier) --seed \(seed)"
  }

  /// What `--verbose` says of a falsifier.
  private static func detail(_ result: ClauseResult) -> String {
    let why = result.reason.map { " (\($0))" } ?? ""
    return "\(result.contract) \(result.falsifier): \(result.verdict.rawValue)\(why), \(result.calls) calls; "
      + result.clauses.joined(separator: ", ")
  }
}

extension String {
  /// Without blanks around it.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
