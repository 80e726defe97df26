import Provenance

/// To what the results of a contract's falsifiers belong: the content of evidence/CONTRACT/binding.txt.
///
/// One digest a line, sorted, so that two branches meet in lines. The form is described in
/// docs/evidence-format.md.
public struct Binding: Equatable, Sendable {
  /// The file's name in the folder of a contract's evidence.
  package static let fileName = "binding.txt"
  /// The latest version of the form that this `pv` writes and reads.
  public static let version = 2

  /// What one result belongs to, and what is said of it beside.
  public struct Entry: Equatable, Sendable {
    /// What the run depended on in the contract.
    package var claim: Digest
    /// What it depended on in the checkout.
    public var key: Digest
    /// The digest of the evidence file.
    public var result: Digest
    /// What was executed, by the paths of the implementation as the contract wrote them.
    package var executed: [String: Execution]
    /// The wording that somebody has vouched for; nil where nobody has.
    package var wording: Digest?
    /// Who has vouched for a wording that was not entered by a run.
    package var acceptance: Acceptance?

    /// A result with what it belongs to.
    public init(
      claim: Digest, key: Digest, result: Digest, executed: [String: Execution], wording: Digest? = nil,
      acceptance: Acceptance? = nil
    ) {
      self.claim = claim
      self.key = key
      self.result = result
      self.executed = executed
      self.wording = wording
      self.acceptance = acceptance
    }
  }

  /// Somebody's word for a wording.
  public struct Acceptance: Equatable, Sendable {
    /// The wording's digest.
    package var wording: Digest
    /// Who answers for it: see ``Answer``.
    package var owner: String
    /// Why the words still say what was measured; one line.
    public var reason: String

    /// Somebody's word for a wording.
    public init(wording: Digest, owner: String, reason: String) {
      self.wording = wording
      self.owner = owner
      self.reason = reason
    }
  }

  /// By the falsifier's id; those whose lines are complete and whose seal is right.
  package internal(set) var entries: [String: Entry] = [:]
  /// Falsifiers of which some lines stand there, and which are not in `entries`.
  package internal(set) var broken: Set<String> = []
  /// By the member's name: the digests or versions that it had when a falsifier was bound; more than one
  /// where some falsifier has not been run since it moved.
  package internal(set) var members: [String: Set<String>] = [:]

  /// A binding of nothing.
  public init() {}

  /// Every falsifier that a line names.
  public var falsifiers: Set<String> { broken.union(entries.keys) }

  /// Whether a falsifier's wording is the one that was entered or accepted last; also where there is nothing to hold
  /// it against, since no result is bound.
  package func vouches(for wording: Digest, of falsifier: String) -> Bool {
    guard let entry = entries[falsifier] else { return true }
    return entry.wording == wording && entry.acceptance.map { $0.wording == wording } ?? true
  }

  /// Enters a wording that somebody has read and answers for; nothing where no result is bound.
  package mutating func accept(_ acceptance: Acceptance, of falsifier: String) {
    entries[falsifier]?.wording = acceptance.wording
    entries[falsifier]?.acceptance = acceptance
  }

  /// Binds a falsifier's result, in place of what bound it before.
  ///
  /// What was said of its words stays as it is: a run never says anything of them but for a falsifier of which no line
  /// stands there, whose `entry.wording` is entered. Where lines were edited nobody has vouched for any words, so that
  /// neither an edit nor a run after it can take the place of somebody who answers.
  ///
  /// What an earlier run saw counts on where this one could not look, in a release build say, if claim, key and result
  /// are the same: it ran the same sources.
  ///
  /// - Parameter keys: of all falsifiers of the contract, nil where one has none; lines of others are dropped, and so
  ///   are members that none needs.
  package mutating func bind(_ falsifier: String, to entry: Entry, keys: [String: EvidenceKey?]) {
    var entry = entry
    if let before = entries[falsifier] {
      (entry.wording, entry.acceptance) = (before.wording, before.acceptance)
      if (before.claim, before.key, before.result) == (entry.claim, entry.key, entry.result) {
        for (path, now) in entry.executed where now == .unseen { entry.executed[path] = before.executed[path] ?? now }
      }
    } else if broken.contains(falsifier) {
      (entry.wording, entry.acceptance) = (nil, nil)
    }
    let known = Set(keys.keys)
    entries = entries.filter { known.contains($0.key) }
    entries[falsifier] = entry
    broken = broken.intersection(known).subtracting([falsifier])
    var members: [String: Set<String>] = [:]
    for (id, bound) in entries {
      guard let key = keys[id] ?? nil else { continue }
      for member in key.members {
        if bound.key == key.digest {
          members[member.name, default: []].insert(member.value)
        } else if let before = self.members[member.name] {
          members[member.name, default: []].formUnion(before)
        }
      }
    }
    self.members = members
  }

  /// What became of the members of a key since a falsifier was bound under another one: those that had another
  /// value or were none, and those that no falsifier has any more.
  ///
  /// - Parameter others: the names of all members of the contract's falsifiers.
  package func moved(in key: EvidenceKey, others: Set<String>) -> (members: [EvidenceKey.Member], gone: [String]) {
    let moved = key.members.filter { members[$0.name] != [$0.value] }
    return (moved, members.keys.filter { !others.contains($0) }.sorted(by: Files.utf8Order))
  }

  /// The path of a contract's binding below the evidence folder.
  package static func relativePath(contract: String) -> String { "\(contract)/\(fileName)" }
}
