import Provenance

/// A falsifier as one page of text: its claim, what was measured, and why it has its status.
package enum FalsifierText {
  /// The page.
  package static func explanation(_ entry: Verification.Entry, in verification: Verification) -> String {
    let falsifier = entry.falsifier
    var lines = ["\(falsifier.id.value) (\(entry.contract.path))", ""]
    lines.append("status    \(status(entry))")
    for reason in entry.verdict.reasons { lines.append("          \(reason)") }
    func field(_ name: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      lines.append(name + String(repeating: " ", count: max(1, 10 - name.count)) + value)
    }
    field("show it", Execution.advice(entry.verdict.reasons, falsifier))
    field("rule", (falsifier.rule?.value).map(ProseNumber.plain))
    field("predicts", falsifier.prediction.map { ProseNumber.plain($0.value) })
    for clause in falsifier.clauses { field("binds", "\(clause): \(statement(of: clause, entry, verification))") }
    for line in falsifier.domain?.lines ?? [] { field("domain", line) }
    field("exact", falsifier.exact?.value)
    field("if fails", (falsifier.ifFails?.value).map(ProseNumber.plain))
    field("run", falsifier.command)
    if falsifier.isRecorded { field("records", falsifier.runner) }
    field("bits", falsifier.varies.map { "vary: \($0.value)" })
    let path = EvidenceFile.relativePath(contract: entry.contract.id, falsifier: falsifier.id.value)
    field("evidence", "evidence/\(path)\(entry.verdict.evidence == nil ? " (none that can be read)" : "")")

    if let key = entry.key {
      let files = key.members.count { $0.kind == .source || $0.kind == .falsifier }
      field(
        "key",
        "\(Plural.count(files, "source file")), \(key.members.count - files) inputs, parts of Package.swift and versions; "
          + "pv explain \(falsifier.id.value) --members lists them")
    }

    if !entry.verdict.executed.isEmpty {
      lines += ["", "executed while the real kernel was measured"]
      lines += entry.verdict.executed.sorted { Files.utf8Order($0.key, $1.key) }.map {
        "  \($0.key): \($0.value.rawValue)"
      }
    }
    if entry.verdict.isJudged {
      lines += ["", "checks"]
      lines += entry.verdict.checks.map { result in
        let over = result.measurement?.over.map { " over \($0)" } ?? ""
        return "  \(word(result.outcome))  \(result.check.metric.value) = "
          + "\(result.measurement?.display ?? "?")\(over), "
          + "must be \(result.check.demand), margin \(Margin.text(result.margin))"
      }
    } else {
      lines += ["", "checks, not judged"]
      lines += falsifier.checks.map { "  \($0.metric.value) must be \($0.demand)" }
    }
    if !entry.verdict.mutants.isEmpty {
      lines += ["", "mutants"]
      lines += entry.verdict.mutants.map { mutant in
        let fault = entry.verdict.evidence?.mutants[mutant.name]?.fault ?? ""
        return "  \(mutant.name) (\(fault)): \(word(mutant.outcome))"
      }
    }
    if !entry.verdict.impostors.isEmpty {
      lines += ["", "impostors, under the first measurement of the array that they replace"]
      lines += ImpostorText.lines(entry.verdict.impostors)
    }
    return lines.map { SafeText.line($0) + "\n" }.joined()
  }

  private static func status(_ entry: Verification.Entry) -> String {
    var text = entry.verdict.status.rawValue
    if let declared = entry.falsifier.status?.value, declared != text { text += ", declared \(declared)" }
    if entry.isWaived, let waiver = entry.falsifier.waiver {
      text += ", waived by \(waiver.owner.value) until \(waiver.until.value): \(waiver.reason.value)"
    }
    return text
  }

  private static func statement(
    of clause: ClauseReference, _ entry: Verification.Entry, _ verification: Verification
  ) -> String {
    let home = clause.contract.map { id in verification.contracts.first { $0.id == id } } ?? entry.contract
    guard let equation = home?.equation(clause.equation) else { return "not found" }
    guard let invariant = clause.invariant else { return equation.formula?.value ?? "" }
    return equation.invariants.first { $0.id.value == invariant }?.statement.value ?? "not found"
  }

  private static func word(_ outcome: CheckResult.Outcome) -> String {
    switch outcome {
    case .holds: "holds       "
    case .violated: "VIOLATED    "
    case .notMeasured: "not measured"
    case .asserted: "asserted    "
    }
  }

  private static func word(_ outcome: MutantResult.Outcome) -> String {
    switch outcome {
    case .killed(let metric): "killed by \(metric)"
    case .survived: "SURVIVES"
    case .inactive: "INACTIVE: its output is that of the real kernel"
    case .didNotRun: "did not run"
    case .repeats(let other): "REPEATS \(other): its outputs are the same"
    }
  }
}

extension Domain {
  /// What is asked for, an input, output or metric a line.
  fileprivate var lines: [String] {
    inputs.map { name, input in
      let parts = [
        input.cases.map { "at least \($0.value) cases" }, input.over.map { "at least \($0.value)" },
        input.shape.map { "shape \($0)" },
        input.corners.isEmpty ? nil : "corners \(input.corners.map(\.value).joined(separator: ", "))",
        input.classes.isEmpty ? nil : "classes \(input.classes.map(\.value).joined(separator: ", "))",
      ].compactMap { $0 }
      return "input \(name.value): \(parts.isEmpty ? "as it is" : parts.joined(separator: "; "))"
    } + outputs.map { "output \($0.name.value): at least \($0.extent.value)" }
      + over.map { "\($0.name.value) over at least \($0.extent.value)" }
  }
}
