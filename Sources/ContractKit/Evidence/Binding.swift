import Provenance

/// To what the results of a contract's falsifiers belong: the content of evidence/CONTRACT/binding.txt.
///
/// One digest a line, sorted, so that two branches meet in lines. The form is described in
/// docs/evidence-format.md.
public struct Binding: Equatable, Sendable {
  /// The file's name in the folder of a contract's evidence.
  public static let fileName = "binding.txt"
  /// The latest version of the form that this `pv` writes and reads.
  public static let version = 1

  /// What one result belongs to.
  public struct Entry: Equatable, Sendable {
    /// What the run depended on in the contract.
    public var claim: Digest
    /// What it depended on in the checkout.
    public var key: Digest
    /// The digest of the evidence file.
    public var result: Digest

    /// A result with what it belongs to.
    public init(claim: Digest, key: Digest, result: Digest) {
      self.claim = claim
      self.key = key
      self.result = result
    }

    /// The digest of the three, so that a hand edit is seen.
    var seal: Digest { Digest(of: Array("\(claim)\(key)\(result)".utf8)) }
  }

  /// By the falsifier's id; those whose lines are complete and whose seal is right.
  public private(set) var entries: [String: Entry] = [:]
  /// Falsifiers of which some lines stand there, and which are not in `entries`.
  public private(set) var broken: Set<String> = []
  /// By the falsifier's id: the wording that somebody has vouched for.
  public private(set) var wordings: [String: Digest] = [:]
  /// By the member's name: the digests or versions that it had when a falsifier was bound; more than one
  /// where some falsifier has not been run since it moved.
  public private(set) var members: [String: Set<String>] = [:]

  /// By the falsifier's id: who has vouched for a wording that was not entered by a run.
  public private(set) var acceptances: [String: Acceptance] = [:]

  /// Somebody's word for a wording.
  public struct Acceptance: Equatable, Sendable {
    /// The wording's digest.
    public var wording: Digest
    /// Who answers for it: see ``Answer``.
    public var owner: String
    /// Why the words still say what was measured; one line.
    public var reason: String

    /// Somebody's word for a wording.
    public init(wording: Digest, owner: String, reason: String) {
      self.wording = wording
      self.owner = owner
      self.reason = reason
    }
  }

  /// A binding of nothing.
  public init() {}

  /// Every falsifier that a line names.
  public var falsifiers: Set<String> {
    broken.union(entries.keys).union(wordings.keys).union(acceptances.keys)
  }

  /// Whether a falsifier's wording is the one that was entered or accepted last; also where there is nothing to hold
  /// it against, since no result is bound.
  func vouches(for wording: Digest, of falsifier: String) -> Bool {
    guard entries[falsifier] != nil || wordings[falsifier] != nil || acceptances[falsifier] != nil else { return true }
    return wordings[falsifier] == wording && acceptances[falsifier].map { $0.wording == wording } ?? true
  }

  /// Enters a wording that somebody has read and answers for.
  mutating func accept(_ acceptance: Acceptance, of falsifier: String) {
    wordings[falsifier] = acceptance.wording
    acceptances[falsifier] = acceptance
  }

  /// Binds a falsifier's result, in place of what bound it before.
  ///
  /// - Parameters:
  ///   - wording: entered where the falsifier was not bound before, and has none.
  ///   - keys: of all falsifiers of the contract, nil where one has none; lines of others are dropped, and so
  ///     are members that none needs.
  public mutating func bind(
    _ falsifier: String, to entry: Entry, wording: Digest, keys: [String: EvidenceKey?]
  ) {
    let known = Set(keys.keys)
    entries = entries.filter { known.contains($0.key) }
    wordings = wordings.filter { known.contains($0.key) }
    acceptances = acceptances.filter { known.contains($0.key) }
    // A run of what was bound before never says anything of its words: who takes the line away has to answer for them.
    if !falsifiers.contains(falsifier) { wordings[falsifier] = wording }
    broken = broken.intersection(known).subtracting([falsifier])
    entries[falsifier] = entry
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
  func moved(in key: EvidenceKey, others: Set<String>) -> (members: [EvidenceKey.Member], gone: [String]) {
    let moved = key.members.filter { members[$0.name] != [$0.value] }
    return (moved, members.keys.filter { !others.contains($0) }.sorted(by: Files.utf8Order))
  }
}

// MARK: The file

extension Binding {
  /// Why a file is no binding.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    case unreadable(line: Int, String)
    case newer(String)

    /// What is wrong, with the line.
    public var description: String {
      switch self {
      case .unreadable(let line, let reason): "line \(line) \(reason)"
      case .newer(let version):
        "newer pv needed: it has version \(version), this pv knows \(Binding.version)"
      }
    }
  }

  private static let header = "pv-binding "

  /// Whether a text is a positive decimal number without leading zeros.
  private static func isVersion(_ text: some StringProtocol) -> Bool {
    text.utf8.first.map { $0 != UInt8(ascii: "0") } == true && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
  }

  private static let accepted = "accepted"

  /// What stands behind the falsifier of an acceptance: a digest, an owner and a reason, with one blank between.
  private static func acceptance(_ text: Substring) -> Acceptance? {
    let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let wording = Digest(parts[0]), Answer.isOwner(parts[1]), Answer.isReason(parts[2])
    else { return nil }
    return Acceptance(wording: wording, owner: parts[1], reason: parts[2])
  }

  private static let ofFalsifiers = ["claim", "key", "result", "seal"]

  /// The bytes of the file.
  ///
  /// - Precondition: nothing in it is broken.
  public var bytes: [UInt8] {
    var lines: [String] = []
    for (id, entry) in entries {
      lines += ["claim \(id) \(entry.claim)", "key \(id) \(entry.key)", "result \(id) \(entry.result)"]
      lines.append("seal \(id) \(entry.seal)")
    }
    lines += wordings.map { "wording \($0) \($1)" }
    lines += acceptances.map { "\(Self.accepted) \($0) \($1.wording) \($1.owner) \($1.reason)" }
    lines += members.flatMap { name, values in values.map { "member \(name) \($0)" } }
    let sorted = lines.sorted(by: Files.utf8Order)
    return Array(([Self.header + "\(Self.version)"] + sorted).map { $0 + "\n" }.joined().utf8)
  }

  /// The binding in a file's bytes.
  ///
  /// - Throws: `Problem`.
  public init(reading bytes: [UInt8]) throws(Problem) {
    // A later form may be anything behind its first line.
    let first = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let version = first.dropFirst(Self.header.count)
    guard first.hasPrefix(Self.header), first.utf8.count < bytes.count, Self.isVersion(version) else {
      throw .unreadable(line: 1, "is not \(Self.header)\(Self.version)")
    }
    guard version == "\(Self.version)" else { throw .newer(String(version)) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable(line: 1, "is not UTF-8") }
    guard text.utf8.last == UInt8(ascii: "\n") else { throw .unreadable(line: 1, "or the last has no end") }
    let lines = text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    var parts: [String: [String: Digest]] = [:]
    var taken: Set<String> = []
    for (index, line) in lines.enumerated().dropFirst() {
      func refuse(_ reason: String) -> Problem { .unreadable(line: index + 1, reason) }
      guard index == 1 || Files.utf8Order(lines[index - 1], line) else { throw refuse("is not in order") }
      guard let first = line.firstIndex(of: " "), let last = line.lastIndex(of: " "), first < last else {
        throw refuse("is not a word, a subject and a digest")
      }
      if line.hasPrefix(Self.accepted + " ") {
        let rest = line.dropFirst(Self.accepted.count + 1)
        guard let end = rest.firstIndex(of: " "), end > rest.startIndex,
          let acceptance = Self.acceptance(rest[rest.index(after: end)...])
        else { throw refuse("is not a falsifier, a digest, an owner and a reason") }
        guard acceptances.updateValue(acceptance, forKey: String(rest[..<end])) == nil else {
          throw refuse("says again what another says")
        }
        continue
      }
      let (word, value) = (String(line[..<first]), String(line[line.index(after: last)...]))
      let subject = String(line[line.index(after: first)..<last])
      guard !subject.isEmpty, word == "member" || !subject.contains(" ") else { throw refuse("has no proper subject") }
      if word == "member" {
        guard Digest(value) != nil || Self.isVersion(value) else { throw refuse("has neither a digest nor a version") }
        members[subject, default: []].insert(value)
        continue
      }
      guard let digest = Digest(value) else { throw refuse("has no SHA-256 digest at its end") }
      guard taken.insert("\(word) \(subject)").inserted else { throw refuse("says again what another says") }
      switch word {
      case "wording": wordings[subject] = digest
      case _ where Self.ofFalsifiers.contains(word): parts[subject, default: [:]][word] = digest
      default: throw refuse("begins with no word of the form")
      }
    }
    for (id, digests) in parts {
      if let claim = digests["claim"], let key = digests["key"], let result = digests["result"] {
        let entry = Entry(claim: claim, key: key, result: result)
        if digests["seal"] == entry.seal {
          entries[id] = entry
          continue
        }
      }
      broken.insert(id)
    }
  }

  /// The path of a contract's binding below the evidence folder.
  public static func relativePath(contract: String) -> String { "\(contract)/\(fileName)" }
}
