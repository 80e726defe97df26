extension Validation {
  /// The judgment as a report.
  public func report(warningsReject: Bool = false) -> Report {
    let outcome = outcome(warningsReject: warningsReject)
    return Report(
      command: "validate", diagnostics: diagnostics,
      denominators: [
        .init("contracts", summary.contracts), .init("readable", summary.readable),
        .init("equations", summary.equations), .init("invariants", summary.invariants),
        .init("clauses", summary.clauses), .init("falsifiers", summary.falsifiers),
        .init("hypotheses", summary.hypotheses), .init("other_files", summary.foreign),
        .init("unknown_keys", summary.unknownKeyCount),
      ], outcome: outcome, conclusion: conclusion(outcome), sources: sources, suppressed: suppressed,
      rejects: warningsReject ? .warning : .error, unknownKeys: summary.unknownKeys,
      details: files.map(Self.detail) + summary.unknownKeyLines)
  }

  /// What `--verbose` says of a file.
  private static func detail(_ file: ContractOutline) -> String {
    guard file.isReadable else { return "\(file.path): not readable as a contract" }
    if let foreign = file.foreign { return "\(file.path): \(foreign)" }
    let hypotheses = Plural.count(file.counts.hypotheses, "hypothesis", plural: "hypotheses")
    guard file.isContract else { return "\(file.path): \(hypotheses)" }
    return """
      \(file.path): \(Plural.count(file.counts.equations + file.counts.invariants, "clause")), \
      \(Plural.count(file.counts.falsifiers, "falsifier")), \
      \(Plural.count(file.unknownKeys.values.reduce(0, +), "key")) outside the format
      """
  }

  private func conclusion(_ outcome: Outcome) -> String {
    // A path may be missing beside what was judged.
    let isIncomplete = outcome == .nothingJudged && summary.readable + summary.investigations > 0
    let word = isIncomplete ? "incomplete" : outcome.word
    let keys = summary.unknownKeyCount
    let unknown =
      (keys == 0 ? "" : "; \(Plural.count(keys, "key")) outside the format kept")
      + ForeignFile.leftOut(summary.foreign)
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

extension ValidationSummary {
  /// How many keys of all files no rule knows.
  package var unknownKeyCount: Int { unknownKeys.values.reduce(0, +) }

  /// What `--verbose` says of these keys, the most frequent first.
  fileprivate var unknownKeyLines: [String] {
    guard !unknownKeys.isEmpty else { return [] }
    let names = unknownKeys.sorted { $0.value == $1.value ? Files.utf8Order($0.key, $1.key) : $0.value > $1.value }
    return [
      "keys outside the format: " + names.map { "`\(SafeText.line($0.key))` \($0.value)" }.joined(separator: ", ")
    ]
  }
}
