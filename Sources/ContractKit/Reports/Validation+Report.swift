extension Validation {
  /// The judgement as a report.
  public func report(warningsReject: Bool = false) -> Report {
    let outcome = outcome(warningsReject: warningsReject)
    return Report(
      command: "validate", diagnostics: diagnostics,
      denominators: [
        .init("contracts", summary.contracts), .init("readable", summary.readable),
        .init("equations", summary.equations), .init("invariants", summary.invariants),
        .init("clauses", summary.clauses), .init("falsifiers", summary.falsifiers),
        .init("hypotheses", summary.hypotheses), .init("unknown_keys", summary.unknownKeys),
      ], outcome: outcome, conclusion: conclusion(outcome), sources: sources, suppressed: suppressed,
      rejects: warningsReject ? .warning : .error, details: files.map(Self.detail))
  }

  /// What `--verbose` says of a file.
  private static func detail(_ file: JudgedFile.Summary) -> String {
    guard file.isReadable else { return "\(file.path): not readable as a contract" }
    let hypotheses = Plural.count(file.hypotheses, "hypothesis", plural: "hypotheses")
    guard file.isContract else { return "\(file.path): \(hypotheses)" }
    return """
      \(file.path): \(Plural.count(file.equations + file.invariants, "clause")), \
      \(Plural.count(file.falsifiers, "falsifier")), \
      \(Plural.count(file.unknownKeys, "key")) outside the format
      """
  }

  private func conclusion(_ outcome: Outcome) -> String {
    let word =
      switch outcome {
      case .accepted: "accepted"
      case .nothingJudged: summary.readable + summary.investigations == 0 ? "nothing judged" : "incomplete"
      default: "rejected"
      }
    let unknown =
      summary.unknownKeys == 0 ? "" : "; \(Plural.count(summary.unknownKeys, "key")) outside the format kept"
    let notes = summary.notes == 0 ? "" : ", \(Plural.count(summary.notes, "note"))"
    let comments = suppressed.count { $0.origin != .baseline }
    let baselined = suppressed.count - comments
    let passed =
      (comments == 0 ? "" : ", \(comments) suppressed") + (baselined == 0 ? "" : ", \(baselined) in the baseline")
    let hypotheses =
      summary.hypotheses == 0 ? "" : ", " + Plural.count(summary.hypotheses, "hypothesis", plural: "hypotheses")
    return """
      \(word): \(Plural.count(summary.contracts, "contract")) (\(summary.readable) readable), \
      \(Plural.count(summary.clauses, "clause")), \(Plural.count(summary.falsifiers, "falsifier"))\(hypotheses): \
      \(Plural.count(summary.errors, "error")), \(Plural.count(summary.warnings, "warning"))\(notes)\(passed)\(unknown)
      """
  }
}

/// Counts with their nouns.
enum Plural {
  /// `1 error`, `2 errors`.
  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
