/// The differences between two versions of one contract, clause by clause.
package struct ContractDiff {
  let old: Contract
  let new: Contract
  package private(set) var changes: [ClaimChange] = []
  private let oldSource: SourceText
  private let newSource: SourceText

  /// Compares two versions; nil where a file is no readable contract.
  package init?(_ before: ContractFile, _ after: ContractFile) {
    guard let old = before.contract, let oldRoot = before.root, let oldSource = before.source,
      let new = after.contract, let newRoot = after.root, let newSource = after.source
    else { return nil }
    (self.old, self.oldSource) = (old, oldSource)
    (self.new, self.newSource) = (new, newSource)
    compareFormats()
    compareEquations(oldRoot, newRoot)
    compareObligations(oldRoot, newRoot)
    compareHarnesses(oldRoot, newRoot)
    compareFaults()
    compareFalsifiers()
    compareBindings()
    compareGates()
    changes += HypothesisDiff.changes(old.hypotheses, new.hypotheses)
    changes += RemainingText.changes(oldRoot, newRoot)
    for index in changes.indices where changes[index].isLoosening && changes[index].waiver == nil {
      changes[index].waiver = new.waiver(ofLoosening: changes[index].subject)
    }
  }

  mutating func add(_ change: ClaimChange) { changes.append(change) }

  /// A change of what only the trees have; a mapping is shown by its first value, which tells which one it is.
  mutating func add(
    _ subject: String, _ direction: ClaimChange.Direction, _ message: String, from was: YAMLNode?, to now: YAMLNode?
  ) {
    func head(_ node: YAMLNode) -> Range<Int> { (node.entries?.first?.value ?? node).offsets }
    add(
      ClaimChange(
        subject, direction, message, at: now.map { newSource.range(head($0)) },
        was: was.map { oldSource.range(head($0)) }))
  }

  /// What stands on either side, paired by name, in the order of the new version; what was removed last.
  static func pairs<Value>(
    _ old: [Value], _ new: [Value], by name: (Value) -> String
  ) -> [(name: String, old: Value?, new: Value?)] {
    let before = Dictionary(old.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.map(name))
    return new.map { (name($0), before[name($0)], $0) }
      + old.filter { !after.contains(name($0)) }.map { (name($0), $0, nil) }
  }

  /// A text that carries the claim: blanks and line ends aside, it is the same or it is not.
  mutating func compareText(_ subject: String, _ key: String, _ old: Located<String>?, _ new: Located<String>?) {
    let (before, after) = (Self.folded(old?.value), Self.folded(new?.value))
    guard before != after else { return }
    let direction = key == "domain" ? DomainChange.direction(from: before, to: after) : .unclear
    let what =
      switch direction {
      case .easier: "the domain became narrower: "
      case .harder: "the domain became wider: "
      case .neutral, .mixed, .unclear: "the \(key) reads differently: "
      }
    add(
      ClaimChange(
        subject, direction, what + Self.quoted(before) + " became " + Self.quoted(after), at: new?.range,
        was: old?.range))
  }

  package static func folded(_ text: String?) -> String {
    (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static func quoted(_ text: String) -> String {
    text.isEmpty ? "nothing" : text.count > 100 ? "\"\(text.prefix(99))…\"" : "\"\(text)\""
  }

  private mutating func compareFormats() {
    guard old.isStrict != new.isStrict else { return }
    add(
      ClaimChange(
        "metadata.format", new.isStrict ? .harder : .easier,
        new.isStrict
          ? "the contract is held to all rules of pv/1" : "the contract is no longer held to the rules of pv/1",
        at: new.metadata.format?.range, was: old.metadata.format?.range))
  }

  private mutating func compareGates() {
    for (name, before, after) in Self.pairs(old.gates, new.gates, by: \.id.value) {
      guard let before, let after else {
        add(
          ClaimChange(
            name, after == nil ? .easier : .harder, after == nil ? "the gate was removed" : "the gate was added",
            at: after?.id.range, was: before?.id.range))
        continue
      }
      compareLists(name, before.requires, after.requires, at: after.id.range) { item, isAdded in
        isAdded ? "requires `\(item)`, too" : "no longer requires `\(item)`"
      }
    }
  }

  /// A list each of whose elements makes a claim harder to pass.
  mutating func compareLists(
    _ subject: String, _ old: [Located<String>], _ new: [Located<String>], at place: SourceRange,
    _ say: (_ item: String, _ isAdded: Bool) -> String
  ) {
    for (name, before, after) in Self.pairs(old, new, by: \.value) where (before == nil) != (after == nil) {
      add(
        ClaimChange(
          "\(subject)/\(name)", after == nil ? .easier : .harder, say(name, after != nil),
          at: after?.range ?? place, was: before?.range))
    }
  }
}

extension Contract {
  /// Who answers for a change that made a claim easier to pass.
  func waiver(ofLoosening subject: String) -> Falsifier.Waiver? {
    loosenings.first { $0.change.value == subject || subject.hasPrefix($0.change.value + "/") }?.waiver
  }
}
