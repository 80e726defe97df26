/// Findings that come from comparing contracts with evidence.
package enum VerdictFindings {
  /// What is wrong with one falsifier: violated checks, damaged evidence, a run that did not finish
  /// it, a lapsed waiver, and a declared status that is not the derived one.
  package static func findings(for entry: Verification.Entry, _ options: Verification.Options) -> [Diagnostic] {
    let falsifier = entry.falsifier
    let id = falsifier.id.value
    let path = entry.contract.path
    let evidencePath =
      options.evidenceFolder + "/" + EvidenceFile.relativePath(contract: entry.contract.id, falsifier: id)
    let runAgain = falsifier.command.map { "run it again: \($0)" }
    var found: [Diagnostic] = []

    for result in entry.verdict.checks where result.outcome == .violated {
      var finding = Rule.falsified.diagnostic(
        "\(id) is FALSIFIED: \(result.check.metric.value) is \(result.measurement?.display ?? "missing"), "
          + result.check.condition.description,
        path: path, range: result.check.range, help: (falsifier.ifFails?.value).map(ProseNumber.plain),
        related: [.init(message: "measured here", path: evidencePath, range: nil)])
      if entry.isWaived { finding.severity = .warning }
      found.append(finding)
    }
    if entry.verdict.status != .falsified { found += SensitivityFindings.findings(for: entry) }
    for input in entry.verdict.isJudged ? entry.verdict.evidence?.inputs ?? [] : [] {
      for corner in input.missedCorners {
        found.append(
          Rule.cornerMissed.diagnostic(
            "\(id): no case of \(input.name) lies in the corner \"\(corner)\"", path: path, range: falsifier.id.range,
            help: "draw more cases, draw them so that they hit the corner, or declare a domain without it",
            related: [.init(message: "recorded here", path: evidencePath, range: nil)]))
      }
    }
    for reason in entry.verdict.reasons {
      if let rule = evidenceRule(reason) {
        let isOfBinding = reason == .bindingEdited
        let binding = options.evidenceFolder + "/" + Binding.relativePath(contract: entry.contract.id)
        let file = isOfBinding ? binding : evidencePath
        let converted = ConvertedLineEnds(at: file)
        found.append(
          rule.diagnostic(
            "\(id): \(converted?.message ?? reason.description)", path: file, help: converted?.help ?? runAgain))
      } else if reason.isOfARun {
        found.append(
          Rule.runIncomplete.diagnostic(
            "\(id), \(reason)", path: path, range: falsifier.id.range, help: runAgain ?? "name its test under `test:`"))
      }
    }
    if let waiver = falsifier.waiver, !entry.isWaived {
      found.append(
        Rule.waiverExpired.diagnostic(
          "\(id): the waiver of \(waiver.owner.value) ended on \(waiver.until.value)", path: path,
          range: waiver.until.range, help: "fix the cause, or renew the waiver with a reason"))
    }
    return found + [statusFinding(for: entry, runAgain: runAgain)].compactMap { $0 }
  }

  /// The rule that damaged or foreign evidence breaks; nil where the reason is another.
  private static func evidenceRule(_ reason: Verdict.Reason) -> Rule? {
    switch reason {
    case .edited, .bindingEdited: .evidenceEdited
    case .unreadable: .evidenceUnreadable
    case .misfiled: .evidenceMisfiled
    case .newerSchema: .evidenceNewerSchema
    case .olderSchema: .evidenceOlderForm
    default: nil
    }
  }

  private static func statusFinding(for entry: Verification.Entry, runAgain: String?) -> Diagnostic? {
    let falsifier = entry.falsifier
    let derived = entry.verdict.status
    let because = entry.verdict.reasons.isEmpty ? "" : " (\(entry.verdict.why))"
    let write = "pv verify --write sets the derived status"
    guard let declared = falsifier.status else {
      guard entry.contract.isStrict else { return nil }
      return Rule.statusMissing.diagnostic(
        "\(falsifier.id.value) declares no discharge_status; derived is \(derived.rawValue)\(because)",
        path: entry.contract.path, range: falsifier.id.range, help: write)
    }
    guard declared.value != derived.rawValue else {
      guard derived == .pending else { return nil }
      return Rule.falsifierPending.diagnostic(
        "\(falsifier.id.value) is PENDING\(because)", path: entry.contract.path, range: falsifier.id.range,
        help: runAgain)
    }
    let help: String
    if declared.value == Status.blocked.rawValue {
      help =
        "BLOCKED may be declared only with `needs:`, with a reason and a review date that has not passed under "
        + "`blocked:`, and without an evidence file"
    } else if derived == .pending, let runAgain {
      help = "\(runAgain); or \(write)"
    } else {
      help = write
    }
    return Rule.statusMismatch.diagnostic(
      "\(falsifier.id.value) says \(declared.value), derived is \(derived.rawValue)\(because)",
      path: entry.contract.path, range: declared.range, help: help)
  }

  /// A contract whose falsifiers are not judged because it does not declare its format.
  package static func undeclared(_ contract: Contract, _ options: Verification.Options) -> Diagnostic? {
    guard !contract.isStrict, !contract.falsifiers.isEmpty else { return nil }
    let written = contract.metadata.format
    let binding = "\(options.evidenceFolder)/\(Binding.relativePath(contract: contract.id))"
    var finding = Rule.formatUndeclared.diagnostic(
      "the contract does not declare `format: pv/1`: \(Plural.count(contract.falsifiers.count, "falsifier")) not judged",
      path: contract.path, range: written?.range,
      help: "write `format: pv/1` under `metadata`, and fix what pv validate then finds")
    // Results that were judged once are not given up in silence.
    if Files.kind(of: binding) != nil {
      finding.severity = .error
      finding.related = [.init(message: "results of it are bound here", path: binding, range: nil)]
    }
    return finding
  }

  /// A gate whose declared verdict is missing, or one that says of itself what is not derived.
  package static func findings(for result: Verification.GateResult) -> [Diagnostic] {
    let gate = result.gate
    let why = result.missing.isEmpty ? "" : "; \(result.basis)"
    func mismatch(_ what: String, _ declared: Located<String>, _ derived: String, _ help: String) -> Diagnostic? {
      guard declared.value != derived else { return nil }
      return Rule.gateMismatch.diagnostic(
        "\(gate.id.value) says \(what)\(declared.value), derived is \(derived)\(why)", path: result.contract.path,
        range: declared.range, help: help)
    }
    let write = "pv verify --write sets the derived values"
    var found = [
      gate.verdict.flatMap { mismatch("", $0, result.verdict, write) },
      gate.status.flatMap { mismatch("discharge_status ", $0, result.status.rawValue, write) },
    ].compactMap(\.self)
    if let basis = gate.basis, HypothesisGraph.folded(basis.value) != result.basis {
      found.append(
        Rule.gateMismatch.diagnostic(
          "\(gate.id.value) rests on \"\(result.basis)\", but its verdict_basis says something else",
          path: result.contract.path, range: basis.range, help: write))
    }
    // The public format's own verdict is one, too.
    if gate.verdict == nil && gate.status == nil {
      found.append(
        Rule.gateVerdictMissing.diagnostic(
          "\(gate.id.value) declares no verdict; derived is \(result.verdict)", path: result.contract.path,
          range: gate.id.range, strict: result.contract.isStrict,
          help: "write verdict: \(result.verdict), or let pv verify --write do it"))
    }
    return found
  }

  /// A gate that fails, where somebody asks for those.
  package static func failing(_ result: Verification.GateResult) -> Diagnostic? {
    guard !result.passes, result.gate.blocks else { return nil }
    return Rule.gateFails.diagnostic(
      "\(result.gate.id.value) fails: \(result.basis)", path: result.contract.path, range: result.gate.id.range)
  }

  /// Files below evidence/ that belong to no falsifier: a renamed one leaves its old evidence behind.
  ///
  /// - Parameter unreadable: ids of contracts that cannot be read.
  package static func orphans(
    _ standings: [Verification.ContractStanding], unreadable: Set<String>, _ options: Verification.Options
  ) -> [Diagnostic] {
    guard Files.isFolder(options.evidenceFolder) else { return [] }
    let contracts = Dictionary(grouping: standings.indices) { standings[$0].id }
    /// What belongs into the folder of a contract.
    func known(in folder: String) -> Set<String> {
      let own = (contracts[folder] ?? []).flatMap { standings[$0].falsifiers.map { "\($0.id).json" } }
      return own.isEmpty ? [] : Set(own + [Binding.fileName])
    }
    func finding(_ path: String, _ message: String) -> Diagnostic {
      Rule.evidenceOrphan.diagnostic(
        message, path: "\(options.evidenceFolder)/\(path)",
        help: "remove the file, or restore the falsifier that it is evidence of")
    }
    func walk(_ folder: String) -> [Diagnostic] {
      let entries = (try? Files.entries(in: "\(options.evidenceFolder)/\(folder)")) ?? []
      let known = known(in: folder)
      return entries.flatMap { name, kind -> [Diagnostic] in
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        switch kind {
        // What an unreadable contract demands is not known: its evidence is not called an orphan.
        case .folder: return folder.isEmpty && unreadable.contains(name) ? [] : walk(path)
        case .link where !known.contains(name): return [finding(path, "there is a symbolic link among the evidence")]
        case .file where name.contains(".json.tmp.") || name.contains(".txt.tmp."):
          return [finding(path, "a write was interrupted here; the file that it was for is unchanged")]
        case .file where !known.contains(name) && path != EvidenceFile.indexName:
          return [finding(path, "this evidence belongs to no falsifier of the contracts")]
        case .other: return [finding(path, "something among the evidence is neither a file nor a folder")]
        default: return []
        }
      }
    }
    return walk("")
  }
}

extension Verdict.Reason {
  /// Whether it is about the run that is asked about, not about the evidence as such.
  fileprivate var isOfARun: Bool {
    switch self {
    case .notFinished, .notPromoted, .enteredOtherwise: true
    default: false
    }
  }
}
