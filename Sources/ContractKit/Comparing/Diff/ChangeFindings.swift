/// Findings that come from comparing two versions of a contract.
struct ChangeFindings {
  /// Those of the new version, any of which may answer for a removed contract.
  let contracts: [Contract]
  /// The day on which waivers are judged.
  let day: CalendarDate
  /// Who answers for changes outside of the contracts.
  let answers: ChangeAnswers
  /// Whether the old version is the last release.
  let isRelease: Bool

  /// What is wrong with one contract's change.
  func findings(for entry: ContractSetDiff.Entry) -> [Diagnostic] {
    let reading = [entry.old, entry.new].compactMap(\.self).flatMap { file in
      file.diagnostics.filter { $0.severity == .error && !file.isReadable }
    }
    guard let changes = entry.changes else { return reading }
    return changes.compactMap { finding(for: $0, entry) } + [Self.versionFinding(entry)].compactMap(\.self)
  }

  private func finding(for change: ClaimChange, _ entry: ContractSetDiff.Entry) -> Diagnostic? {
    guard change.isLoosening || change.direction == .unclear || isRelease && change.isOfPrediction else { return nil }
    var waiver = change.waiver ?? entry.new?.contract?.waiver(ofLoosening: change.subject)
    if entry.new == nil { waiver = contracts.lazy.compactMap { $0.waiver(ofLoosening: entry.id) }.first }
    if let waiver, day <= waiver.until.value, waiver.isAnswered(on: day) { return nil }
    guard !answers.has(for: change, of: entry.id, now: entry.new?.contract) else { return nil }
    let rule = change.isLoosening ? Rule.claimLoosened : Rule.wordingChanged
    let path = entry.new?.path ?? entry.old?.path ?? entry.id
    // What is gone is shown where it stood.
    let isHere = entry.new != nil && change.place != nil
    var finding = rule.diagnostic(
      "\(change.subject): \(change.message)", path: isHere || change.oldPlace == nil ? path : entry.old?.path ?? path,
      range: isHere ? change.place : change.oldPlace, help: help(for: change, entry, waiver))
    // What was published is relied on: other words are somebody's decision.
    if isRelease { finding.severity = .error }
    if isHere, let before = change.oldPlace, let old = entry.old {
      finding.related = [.init(message: "before", path: old.path, range: before)]
    }
    return finding
  }

  private func help(
    for change: ClaimChange, _ entry: ContractSetDiff.Entry, _ waiver: Falsifier.Waiver?
  ) -> String {
    if let waiver, !waiver.isAnswered(on: day) {
      return "its entry under `loosened:` is not an answer: give a reason of more than one word, "
        + "an owner who can be asked, and an end within a year"
    }
    if let waiver {
      return "\(waiver.owner.value) answered for it until \(waiver.until.value): restore it, or renew the entry"
    }
    let write = "under `loosened:` with reason, owner and until"
    let changelog =
      answers.reads ? ", or in CHANGELOG.md: - `\(ChangeAnswers.name(change, entry.id))`: REASON (OWNER)" : ""
    return
      (change.isLoosening
      ? "restore it, or say who answers for `\(change.subject)` \(write)"
      : "read both; where it claims less, say who answers for `\(change.subject)` \(write)") + changelog
  }

  private static func versionFinding(_ entry: ContractSetDiff.Entry) -> Diagnostic? {
    guard let old = entry.old, let new = entry.new, let contract = new.contract else { return nil }
    func finding(_ message: String, help: String?) -> Diagnostic {
      let written = contract.metadata.version
      var finding = Rule.versionNotBumped.diagnostic(
        message, path: new.path, range: written?.range ?? new.source?.firstLine, strict: contract.isStrict, help: help)
      if let before = old.contract?.metadata.version {
        finding.related = [.init(message: "before", path: old.path, range: before.range)]
      }
      return finding
    }
    guard let before = entry.oldVersion, let after = entry.newVersion else {
      guard entry.bump > .none, entry.newVersion == nil else { return nil }
      return finding(
        "a change calls for a new \(entry.bump.rawValue) version, but the contract has no version of three numbers",
        help: "write `version: \"\(entry.oldVersion.map(entry.bump.next) ?? "MAJOR.MINOR.PATCH")\"`")
    }
    guard !entry.bump.isMade(from: before, to: after) else { return nil }
    let needed = entry.bump.next(after: before)
    let why = (entry.changes ?? []).first { $0.bump == entry.bump }
    return finding(
      entry.bump == .none
        ? "the version \(before) became \(after)"
        : "\(before) became \(after), and \(why.map { "`\($0.subject)`" } ?? "a change") calls for a "
          + "\(entry.bump.rawValue) version",
      help: "write `version: \"\(needed)\"` or a later one")
  }
}
