/// The page that a reviewer finds on opening the evidence folder.
package enum EvidenceIndex {
  /// The page: every falsifier with its claim, what was measured, the threshold, the margin and the
  /// status, smallest margin first, equalities last, ties by id.
  package static func markdown(_ verification: Verification) -> String {
    var lines = [
      "# Evidence",
      "",
      "Written by `pv status --write` from the contracts and the files in this folder; do not edit. Each falsifier has a",
      "JSON file, and each contract a `binding.txt`, which says to which claim and sources these belong; only falsifier",
      "runs write them. `pv verify` computes every verdict below again from a checkout, without building or running a",
      "kernel. [docs/evidence-format.md](../docs/evidence-format.md) describes the files and how each digest is taken.",
      "",
      verification.summaryOfAnyRun + ".",
      "",
      "The margin says how often the measured error can double before the check fails: log2(T/m) for an upper bound,",
      "log2((1-T)/(1-m)) for a cosine, log2(W/|m-V|) for V ± W; `inf` where the measured error is 0. An equality without",
      "tolerance has no margin: `exact`.",
      "",
      "## Checks, smallest margin first",
      "",
      "| falsifier | claim | metric | measured | threshold | margin | status |",
      "| --- | --- | --- | ---: | --- | ---: | --- |",
    ]
    lines += verification.checksByMargin.map(line)
    lines += SensitivityTables.windows(verification)
    let unjudged = verification.entries.filter { !$0.verdict.isJudged }
    if !unjudged.isEmpty {
      lines += ["", "## Not judged", "", "| falsifier | claim | status | why |", "| --- | --- | --- | --- |"]
      lines += unjudged.map { entry in
        "| \(entry.falsifier.id.value) | \(claim(entry)) | \(entry.verdict.status.rawValue) | \(escape(entry.verdict.why)) |"
      }
    }
    lines += ["", "## Mutants", ""]
    lines += [
      "A mutant is the real kernel with one fault planted. Each must violate a check of its falsifier, or the",
      "falsifier could not have seen the fault.", "",
      "| falsifier | mutant | fault | first differs at | outcome |", "| --- | --- | --- | --- | --- |",
    ]
    lines += verification.entries.flatMap(mutantLines)
    lines += SensitivityTables.killMatrix(verification)
    lines += ImpostorText.table(verification)
    lines += ["", "## Reproduce one", "", "| falsifier | evidence | command |", "| --- | --- | --- |"]
    lines += verification.entries.compactMap { entry in
      guard let command = entry.falsifier.command, entry.verdict.evidence != nil else { return nil }
      let path = EvidenceFile.relativePath(contract: entry.contract.id, falsifier: entry.falsifier.id.value)
      return "| \(entry.falsifier.id.value) | [\(path)](\(path)) | `\(command)` |"
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ row: Verification.RankedCheck) -> String {
    let waiver = row.entry.isWaived ? " (waived until \(row.entry.falsifier.waiver!.until.value))" : ""
    let cells = [
      row.entry.falsifier.id.value, claim(row.entry), "`\(row.result.check.metric.value)`",
      shortened(row.result.measurement?.display ?? "not measured"),
      shortened(row.result.check.demand), Margin.text(row.result.margin),
      row.entry.verdict.status.rawValue + (row.entry.falsifier.varies == nil ? "" : ", bits vary") + waiver,
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  private static func mutantLines(_ entry: Verification.Entry) -> [String] {
    entry.verdict.mutants.map { mutant in
      let run = entry.verdict.evidence?.mutants[mutant.name]
      let place = run?.firstDifference.map { "\($0.output)[\($0.index)]: \($0.real) → \($0.mutant)" } ?? "nowhere"
      let outcome: String
      switch mutant.outcome {
      case .killed(let metric): outcome = "killed by `\(metric)`"
      case .survived: outcome = "**survives**"
      case .inactive: outcome = "**inactive**"
      case .didNotRun: outcome = "**did not run**"
      case .repeats(let other): outcome = "**repeats `\(other)`**"
      }
      return "| \(entry.falsifier.id.value) | `\(mutant.name)` | \(escape(run?.fault ?? "")) | \(place) | \(outcome) |"
    }
  }

  private static func claim(_ entry: Verification.Entry) -> String {
    escape(
      (entry.falsifier.rule?.value).map(ProseNumber.plain)
        ?? entry.falsifier.bindsTo.map(\.value).joined(separator: ", "))
  }

  /// Digests are shown by their first 12 digits.
  static func shortened(_ text: String) -> String {
    text.utf8.count > 40 ? escape(String(text.prefix(text.hasPrefix("=") ? 14 : 12))) + "…" : escape(text)
  }

  static func escape(_ text: String) -> String {
    var result = ""
    for character in SafeText.line(text.split(whereSeparator: \.isNewline).joined(separator: " ")) {
      if "|<>[]`\\*".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
