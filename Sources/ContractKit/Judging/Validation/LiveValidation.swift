/// A project's contracts, judged again while they are edited: what `pv validate` finds of the same bytes, with less work.
///
/// A file that changes is judged by itself and among the others; of the others, only those are judged again that name what
/// it declares or declared.
package final class LiveValidation {
  /// What a path leads to.
  package enum Content: Sendable {
    case text([UInt8])
    /// Why it cannot be read.
    case unreadable(String)
    case absent
  }

  /// Where packages are looked for: below these folders, and nowhere else.
  private let packages: Packages
  private let filter: FindingFilter
  private let today: CalendarDate
  private var entries: [String: Entry] = [:]
  /// Contracts that can be named, and are not judged.
  private var beside: [String: ContractOutline] = [:]
  /// The paths of the files that are judged, in ascending order.
  package private(set) var paths: [String] = []
  private var index = ContractIndex([])
  /// What was said once of the project at the last judgment.
  private var notes = ProjectNotes()
  /// Files that have been read since the last judgment.
  private var changed: Set<String> = []
  /// What is declared otherwise, or by others, since then.
  private var moved: Set<DeclaredName> = []
  /// Whether there are other names than then.
  private var hasOtherNames = false

  private struct Entry {
    let file: JudgedFile
    let declared: [DeclaredName: DeclaredName.Place]
    let mentioned: [DeclaredName]
    /// Whether the rules about names found something; their help lists names, which come and go.
    var hasNameFindings = false
    var findings: [Diagnostic] = []

    init(_ file: JudgedFile) {
      self.file = file
      declared = DeclaredName.places(file.outline)
      mentioned = DeclaredName.mentioned(by: file.outline)
    }
  }

  /// A project without files.
  ///
  /// - Parameters:
  ///   - filter: what the project says about findings.
  ///   - folders: absolute paths of the folders outside of which no package is looked for.
  ///   - today: the day on which contracts are judged, in UTC.
  package init(filter: FindingFilter, below folders: [String], today: CalendarDate) {
    packages = Packages(below: folders)
    (self.filter, self.today) = (filter, today)
  }

  /// Reads files that are new or have changed, and forgets those that are gone.
  package func read(_ paths: [String], _ content: @Sendable (String) -> Content) {
    let (packages, today, usesComments, terms) = (packages, today, filter.usesComments, terms)
    let read = Parallel.map(paths) { path -> Entry? in
      guard let file = Self.file(path, content(path), terms) else { return nil }
      return Entry(
        JudgedFile(
          .read(file), terms: terms, packages: packages, today: today, usesComments: usesComments,
          isOneOfMany: false))
    }
    var isOther = false
    for (path, entry) in zip(paths, read) {
      let before = entries[path]
      guard entry != nil || before != nil else { continue }
      note(before?.declared ?? [:], entry?.declared ?? [:])
      entries[path] = entry
      changed.insert(path)
      isOther = isOther || (before == nil) != (entry == nil)
    }
    guard isOther else { return }
    self.paths = entries.keys.sorted(by: Files.utf8Order)
    hasOtherNames = true
  }

  /// Reads files that can be named by those that are judged, and forgets those that are gone.
  package func readBeside(_ paths: [String], _ content: @Sendable (String) -> Content) {
    let terms = terms
    let read = Parallel.map(paths) { path in Self.file(path, content(path), terms).map({ ContractOutline($0) }) }
    for (path, outline) in zip(paths, read) {
      note(beside[path].map(DeclaredName.places) ?? [:], outline.map(DeclaredName.places) ?? [:])
      beside[path] = outline
    }
  }

  /// Takes note of what is declared otherwise than before.
  private func note(
    _ before: [DeclaredName: DeclaredName.Place], _ after: [DeclaredName: DeclaredName.Place]
  ) {
    for (name, place) in before where after[name] != place { moved.insert(name) }
    for (name, _) in after where before[name] == nil { moved.insert(name) }
    hasOtherNames = hasOtherNames || before.count != after.count || before.keys.contains { after[$0] == nil }
  }

  /// What contracts can name.
  private var terms: Terms { filter.project?.settings.terms ?? .builtIn }

  private static func file(_ path: String, _ content: Content, _ terms: Terms) -> ContractFile? {
    switch content {
    case .text(let bytes): return ContractFile(path: path, bytes: bytes, keepsProse: false, terms: terms)
    case .unreadable(let reason):
      return ContractFile(
        path: path, diagnostics: [Rule.fileUnreadable.diagnostic("the file cannot be read", path: path, help: reason)])
    case .absent: return nil
    }
  }

  /// Judges what has changed, and what that can have changed.
  ///
  /// - Returns: the paths of files whose findings may be others than before, those that are gone included, in ascending order.
  package func judge() -> [String] {
    guard !changed.isEmpty || !moved.isEmpty || hasOtherNames else { return [] }
    var again = changed
    if !moved.isEmpty || hasOtherNames {
      let before = index
      index = ContractIndex(paths.map { entries[$0]!.file.outline })
      index.external = filter.external
      if !beside.isEmpty { index.add(beside.sorted { Files.utf8Order($0.key, $1.key) }.map(\.value)) }
      let haveHypothesesMoved = moved.contains { $0.kind == .hypotheses }
      let haveGatesMoved = haveHypothesesMoved || moved.contains { $0.kind == .gate }
      for (path, entry) in entries where !again.contains(path) {
        let outline = entry.file.outline
        let id = outline.id ?? ""
        if haveHypothesesMoved && !outline.hypotheses.isEmpty
          || haveGatesMoved && outline.requiresBeyondFalsifiers(index)
          || entry.mentioned.contains(where: moved.contains) || hasOtherNames && entry.hasNameFindings
          || before.mayCycle(id) || index.mayCycle(id)
        {
          again.insert(path)
        }
      }
    }
    let notesBefore = notes
    notes = ProjectNotes(among: paths.map { entries[$0]!.file }, index)
    if notes != notesBefore { again.formUnion(paths) }
    (changed, moved, hasOtherNames) = ([], [], false)
    let ordered = again.sorted(by: Files.utf8Order)
    let positions = Dictionary(uniqueKeysWithValues: zip(paths, paths.indices))
    let files = ordered.compactMap { path in positions[path].map { (file: entries[path]!.file, position: $0) } }
    let (index, notes, filter, today) = (index, notes, filter, today)
    let judged = Parallel.map(files) { Self.judged($0.file, at: $0.position, in: index, notes, filter, today: today) }
    for (file, result) in zip(files, judged) {
      entries[file.file.outline.path]!.findings = result.findings
      entries[file.file.outline.path]!.hasNameFindings = result.hasNameFindings
    }
    return ordered
  }

  private static func judged(
    _ file: JudgedFile, at position: Int, in index: ContractIndex, _ notes: ProjectNotes, _ filter: FindingFilter,
    today: CalendarDate
  ) -> (findings: [Diagnostic], hasNameFindings: Bool) {
    var findings = file.findings
    file.outline.judge(in: index, at: position, into: &findings)
    let hasNameFindings = findings.count > file.findings.count
    notes.apply(to: &findings, of: file.outline)
    var filtered = filter.apply(to: findings, file.comments, today: today)
    filtered.diagnostics.sort(by: Diagnostic.inOrder)
    guard let baseline = filter.baseline else { return (filtered.diagnostics, hasNameFindings) }
    var sources = SourceTexts()
    sources.add(file.outline.path, file.text, stamp: nil)
    let split = baseline.split(filtered.diagnostics, sources: sources, judged: [file.outline.path])
    return (split.new, hasNameFindings)
  }

  /// The findings of a file, from top to bottom; none where it is not judged.
  package func findings(of path: String) -> [Diagnostic] { entries[path]?.findings ?? [] }

  /// The text of a file as it was read last; nil where it is not judged or could not be read.
  package func text(of path: String) -> SourceText? { entries[path]?.file.text }

  /// The ids of all contracts, in ascending order.
  package var contractIDs: [String] { index.contractIDs }

  /// The ids of all falsifiers, in ascending order.
  package var falsifierIDs: [String] { index.falsifierIDs }

  /// The ids of all that a gate can require, in ascending order.
  package var requirableIDs: [String] { index.requirableIDs }

  /// The ids of all hypotheses, in ascending order.
  package var hypothesisIDs: [String] { index.hypotheses.positions.keys.sorted(by: Files.utf8Order) }

  /// The outline of the contract with an id, without its prose; the first of several.
  package func contract(_ id: String) -> Contract? { index.contract(id) }

  /// The path and the place of a falsifier's id.
  package func falsifierPlace(_ id: String) -> ContractIndex.Place? { index.falsifierPlace(id) }
}

extension ContractOutline {
  /// Whether one of its gates requires something else than falsifiers, of which cycles and files of hypotheses decide.
  fileprivate func requiresBeyondFalsifiers(_ index: ContractIndex) -> Bool {
    meantNames?.gates.contains { $0.requires.contains { !index.hasFalsifier($0.value) } } ?? false
  }
}

/// What one contract can name of another.
private struct DeclaredName: Hashable {
  enum Kind: UInt8 { case contract, falsifier, gate, weights, hypotheses }
  let kind: Kind
  let text: String

  /// Where and as what something is declared: what findings of other files show.
  struct Place: Equatable {
    var line = 0
    var column = 0
    /// What else findings about it depend on.
    var details: [String] = []

    init(_ range: SourceRange?, _ details: [String] = []) {
      line = range?.start.line ?? 0
      column = range?.start.column ?? 0
      self.details = details
    }
  }

  /// What a file declares.
  static func places(_ outline: ContractOutline) -> [DeclaredName: Place] {
    // Cycles and rivals go through many files: whoever has hypotheses depends on all of them.
    let hypotheses =
      outline.hypotheses.isEmpty
      ? [:]
      : [DeclaredName(kind: .hypotheses, text: outline.path): Place(nil, outline.hypotheses.map { "\($0)" })]
    if !outline.isContract { return hypotheses }
    guard let id = outline.id, let contract = outline.contract, let meant = outline.meantNames else {
      // What is named in a file that cannot be read is not called missing.
      return [DeclaredName(kind: .contract, text: ContractFile.stem(outline.path)): Place(nil)]
    }
    var places = [
      DeclaredName(kind: .contract, text: id): Place(
        outline.firstLine,
        contract.equations.flatMap { equation in
          [equation.id.value] + equation.invariants.map { "\($0.hasWrittenID ? "/" : "?")\($0.id.value)" }
        }
          // A cycle is told at one of its contracts, and points at the others.
          + contract.metadata.dependsOn.map { "> \($0.value) \($0.range.start.line):\($0.range.start.column)" })
    ]
    for id in meant.falsifierIDs { places[DeclaredName(kind: .falsifier, text: id.value)] = Place(id.range) }
    for falsifier in contract.falsifiers {
      // Predictions are about checks and mutants.
      places[DeclaredName(kind: .falsifier, text: falsifier.id.value)]?.details =
        falsifier.checks.map(\.metric.value) + [""] + falsifier.mutants.map(\.value)
    }
    for gate in meant.gates {
      // A cycle is told at one of its gates, and points at the others.
      places[DeclaredName(kind: .gate, text: gate.id.value)] = Place(gate.id.range, gate.requires.map(\.value))
    }
    for weights in contract.falsifiers.flatMap(\.weights) {
      guard let digest = weights.sha256 else { continue }
      places[DeclaredName(kind: .weights, text: weights.name.value)] = Place(digest.range, [digest.value])
    }
    return places.merging(hypotheses) { $1 }
  }

  /// What the findings of a file depend on: what it names, and what others may declare as well.
  static func mentioned(by outline: ContractOutline) -> [DeclaredName] {
    var names = Set(places(outline).keys)
    func add(_ kind: Kind, _ texts: some Sequence<String>) {
      for text in texts { names.insert(DeclaredName(kind: kind, text: text)) }
    }
    for contract in [outline.contract, outline.meant].compactMap({ $0 }) {
      add(.contract, contract.metadata.dependsOn.map(\.value))
      add(.contract, contract.falsifiers.flatMap { $0.clauses.compactMap(\.contract) })
      add(.contract, contract.faults.flatMap { $0.violates.compactMap { ClauseReference($0.value)?.contract } })
      add(.contract, contract.obligations.compactMap { $0.appliesTo.flatMap { ClauseReference($0.value)?.contract } })
      for gate in contract.gates {
        add(.falsifier, gate.requires.map(\.value))
        add(.gate, gate.requires.map(\.value))
      }
    }
    add(.contract, outline.bindings.map(\.contract.value))
    add(.falsifier, outline.hypotheses.flatMap { $0.predictions.compactMap { $0.falsifier?.value } + [$0.id.value] })
    add(.gate, outline.hypotheses.map(\.id.value))
    return Array(names)
  }
}
