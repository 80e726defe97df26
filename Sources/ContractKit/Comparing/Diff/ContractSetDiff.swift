/// Two versions of a set of contracts, compared one by one.
public struct ContractSetDiff: Sendable {
  /// One contract in both versions.
  public struct Entry: Sendable {
    /// The contract's id, that of the new version where the two differ.
    public let id: String
    /// The old version's file; nil where the contract was added.
    public let old: ContractFile?
    /// The new version's file; nil where the contract was removed.
    public let new: ContractFile?
    /// Whether a version is a contract.
    var isContract: Bool { [old, new].contains { $0?.isContract ?? false } }
    /// What changed, in the order of the sections; nil where a version is no readable contract.
    public let changes: [ClaimChange]?

    /// The version that the old file declares, where it is one.
    package var oldVersion: SemanticVersion? { Self.version(old) }
    /// The version that the new file declares, where it is one.
    package var newVersion: SemanticVersion? { Self.version(new) }
    /// What the changes together call for; nothing where a whole contract came or went.
    package var bump: VersionBump { old == nil || new == nil ? .none : changes?.map(\.bump).max() ?? .none }

    private static func version(_ file: ContractFile?) -> SemanticVersion? {
      (file?.contract?.metadata.version?.value).flatMap { SemanticVersion($0) }
    }
  }

  /// One for each contract that is in a version, in ascending order of their ids.
  package let entries: [Entry]
  /// What is wrong with the paths, the files and the changes.
  public let diagnostics: [Diagnostic]
  /// The day on which waivers are judged.
  public let asOf: CalendarDate

  /// Compares files by the ids of their contracts.
  ///
  /// - Parameters:
  ///   - isOnePair: whether the one old file and the one new file are versions of the same contract,
  ///     whatever they are called.
  ///   - diagnostics: what is wrong with the paths themselves.
  ///   - answers: who answers for changes outside of the contracts.
  ///   - isRelease: whether the old version is the last release, of whose claims other words need an answer as well.
  ///   - settings: what became of the project's settings, where they are asked about.
  public init(
    old: [ContractFile], new: [ContractFile], isOnePair: Bool = false, diagnostics: [Diagnostic] = [],
    asOf: CalendarDate, answers: ChangeAnswers = ChangeAnswers(), isRelease: Bool = false,
    settings: SettingsDiff? = nil
  ) {
    self.asOf = asOf
    func id(_ file: ContractFile) -> String { isOnePair ? "" : ContractFile.stem(file.path) }
    entries = ContractDiff.pairs(old, new, by: id)
      .compactMap { name, old, new in Self.entry(isOnePair ? ContractFile.stem((new ?? old)!.path) : name, old, new) }
      .sorted { Files.utf8Order($0.id, $1.id) }
    let findings = ChangeFindings(
      contracts: new.compactMap(\.contract), day: asOf, answers: answers, isRelease: isRelease)
    self.diagnostics = diagnostics + entries.flatMap(findings.findings) + (settings?.findings(answers) ?? [])
  }

  /// Nil for what makes no claim in either version: a file that another tool reads.
  private static func entry(_ id: String, _ old: ContractFile?, _ new: ContractFile?) -> Entry? {
    guard let old, let new, old.claims == new.claims || !old.isReadable || !new.isReadable else {
      guard [old, new].contains(where: { $0.map { $0.claims != nil || !$0.isReadable } ?? false }) else { return nil }
      // Claims that become another kind of file are gone, whatever stands in their place.
      let removed = old?.claims.map { ClaimChange(id, .easier, "\($0) was removed", bump: VersionBump.none) }
      let added = new?.claims.map { ClaimChange(id, .harder, "\($0) was added", bump: VersionBump.none) }
      let changes = [removed, added].compactMap(\.self)
      return Entry(id: id, old: old, new: new, changes: changes.isEmpty ? nil : changes)
    }
    if old.foreign != nil, new.foreign != nil { return nil }
    if let before = old.investigation, let after = new.investigation {
      return Entry(
        id: id, old: old, new: new, changes: HypothesisDiff.changes(before.hypotheses, after.hypotheses))
    }
    return Entry(id: id, old: old, new: new, changes: ContractDiff(old, new)?.changes)
  }

  /// All changes of all contracts.
  public var changes: [ClaimChange] { entries.flatMap { $0.changes ?? [] } }

  /// Rejected where something is wrong; nothing judged where nothing was compared or a path is missing.
  public var outcome: Outcome {
    let errors = diagnostics.filter { $0.severity == .error }
    if errors.contains(where: { $0.rule != Rule.pathNotFound.id && $0.rule != Rule.noContracts.id }) {
      return .rejected
    }
    return errors.isEmpty && entries.contains { $0.changes != nil } ? .accepted : .nothingJudged
  }

  /// The outcome where warnings reject, too.
  public func outcome(warningsReject: Bool) -> Outcome {
    outcome == .accepted && warningsReject && diagnostics.contains { $0.severity == .warning } ? .rejected : outcome
  }
}

extension ContractFile {
  /// What claims the file makes, in words; nil where it makes none, or cannot be read.
  fileprivate var claims: String? {
    contract != nil ? "the contract" : investigation != nil ? "the file of hypotheses" : nil
  }
}
