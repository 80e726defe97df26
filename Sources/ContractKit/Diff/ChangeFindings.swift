/// Findings that come from comparing two versions of a contract.
enum ChangeFindings {
  /// What is wrong with one contract's change.
  ///
  /// - Parameter contracts: those of the new version, any of which may answer for a removed contract.
  static func findings(
    for entry: ContractSetDiff.Entry, in contracts: [Contract], asOf day: CalendarDate
  ) -> [Diagnostic] {
    let reading = [entry.old, entry.new].compactMap(\.self).flatMap { file in
      file.diagnostics.filter { $0.severity == .error && file.contract == nil }
    }
    guard let changes = entry.changes else { return reading }
    return changes.compactMap { finding(for: $0, entry, contracts, day) } + [versionFinding(entry)].compactMap(\.self)
  }

  private static func finding(
    for change: ClaimChange, _ entry: ContractSetDiff.Entry, _ contracts: [Contract], _ day: CalendarDate
  ) -> Diagnostic? {
    guard change.isLoosening || change.direction == .unclear else { return nil }
    var waiver = change.waiver ?? entry.new?.contract?.waiver(ofLoosening: change.subject)
    if entry.new == nil { waiver = contracts.lazy.compactMap { $0.waiver(ofLoosening: entry.id) }.first }
    if let waiver, day <= waiver.until.value, waiver.isAnswered(on: day) { return nil }
    let rule = change.isLoosening ? Rule.claimLoosened : Rule.wordingChanged
    let path = entry.new?.path ?? entry.old?.path ?? entry.id
    // What is gone is shown where it stood.
    let isHere = entry.new != nil && change.place != nil
    var finding = rule.diagnostic(
      "\(change.subject): \(change.message)", path: isHere || change.oldPlace == nil ? path : entry.old?.path ?? path,
      range: isHere ? change.place : change.oldPlace, help: help(for: change, waiver, day))
    if isHere, let before = change.oldPlace, let old = entry.old {
      finding.related = [.init(message: "before", path: old.path, range: before)]
    }
    return finding
  }

  private static func help(for change: ClaimChange, _ waiver: Falsifier.Waiver?, _ day: CalendarDate) -> String {
    if let waiver, !waiver.isAnswered(on: day) {
      return "its entry under `loosened:` is no answer: give a reason of more than one word, "
        + "an owner who can be asked, and an end within a year"
    }
    if let waiver {
      return "\(waiver.owner.value) answered for it until \(waiver.until.value): restore it, or renew that"
    }
    let write = "under `loosened:` with reason, owner and until"
    return change.isLoosening
      ? "restore it, or say who answers for `\(change.subject)` \(write)"
      : "read both; where it claims less, say who answers for `\(change.subject)` \(write)"
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
        "a change calls for a \(entry.bump.rawValue) version, and there is none of three numbers",
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
