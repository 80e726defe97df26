extension Binding {
  /// Why a file is no binding.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    case unreadable(line: Int, String)
    case newer(String)
    case older(String)

    /// What is wrong, with the line.
    public var description: String {
      switch self {
      case .unreadable(let line, let reason): "line \(line) \(reason)"
      case .newer(let version):
        "newer pv needed: it has version \(version), this pv knows \(Binding.version)"
      case .older(let version):
        "an older form: it has version \(version), and this pv reads \(Binding.version)"
      }
    }
  }

  private static let header = "pv-binding "

  /// The bytes of the file.
  ///
  /// - Precondition: nothing in it is broken.
  public var bytes: [UInt8] {
    var lines: [String] = []
    for (id, entry) in entries {
      let own = entry.lines(of: id)
      lines += own + ["seal \(id) \(Self.seal(own))"]
    }
    lines += members.flatMap { name, values in values.map { "member \(name) \($0)" } }
    let sorted = lines.sorted(by: Files.utf8Order)
    return Array(([Self.header + "\(Self.version)"] + sorted).map { $0 + "\n" }.joined().utf8)
  }

  /// The digest of all lines of a falsifier but the seal itself, so that a hand edit is seen.
  ///
  /// - Parameter lines: sorted, without their ends.
  private static func seal(_ lines: [String]) -> Digest { Digest(of: Array(lines.map { $0 + "\n" }.joined().utf8)) }

  /// The binding in a file's bytes.
  ///
  /// - Throws: `Problem`.
  public init(reading bytes: [UInt8]) throws(Problem) {
    // Another form may be anything behind its first line.
    let first = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    let version = first.dropFirst(Self.header.count)
    guard first.hasPrefix(Self.header), first.utf8.count < bytes.count, Self.isVersion(version) else {
      throw .unreadable(line: 1, "is not \(Self.header)\(Self.version)")
    }
    guard version == "\(Self.version)" else { throw version == "1" ? .older("1") : .newer(String(version)) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable(line: 1, "is not UTF-8") }
    guard text.utf8.last == UInt8(ascii: "\n") else { throw .unreadable(line: 1, "or the last has no end") }
    let lines = text.utf8.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    var read: [String: Lines] = [:]
    for (index, line) in lines.enumerated().dropFirst() {
      func refuse(_ reason: String) -> Problem { .unreadable(line: index + 1, reason) }
      guard index == 1 || Files.utf8Order(lines[index - 1], line) else { throw refuse("is not in order") }
      do { try take(line, into: &read) } catch { throw refuse(error.reason) }
    }
    for (id, lines) in read {
      if let entry = lines.entry, lines.seal == Self.seal(lines.sealed) {
        entries[id] = entry
      } else {
        broken.insert(id)
      }
    }
  }

  /// What the lines of a falsifier say.
  private struct Lines {
    var digests: [String: Digest] = [:]
    var acceptance: Acceptance?
    var executed: [String: Execution] = [:]
    var seal: Digest?
    /// As they stand in the file, all but the seal.
    var sealed: [String] = []

    /// nil where one is missing that every result has.
    var entry: Entry? {
      guard let claim = digests["claim"], let key = digests["key"], let result = digests["result"] else { return nil }
      return Entry(
        claim: claim, key: key, result: result, executed: executed, wording: digests["wording"], acceptance: acceptance)
    }
  }

  private struct Refusal: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static let ofFalsifiers = ["claim", "key", "result", "wording"]

  private mutating func take(_ line: String, into read: inout [String: Lines]) throws(Refusal) {
    guard let (word, rest) = line[...].cut() else { throw Refusal("is not a word, a subject and more") }
    if word == "member" {
      guard let last = rest.utf8.lastIndex(of: UInt8(ascii: " ")), last > rest.startIndex else {
        throw Refusal("has no proper subject")
      }
      let value = String(rest[rest.utf8.index(after: last)...])
      guard Digest(value) != nil || Self.isVersion(value) else { throw Refusal("has neither a digest nor a version") }
      members[String(rest[..<last]), default: []].insert(value)
      return
    }
    guard let (subject, value) = rest.cut(), !subject.isEmpty else { throw Refusal("has no proper subject") }
    var known = read[subject] ?? Lines()
    let again = Refusal("says again what another says")
    switch word {
    case "accepted":
      guard let acceptance = Acceptance(value) else {
        throw Refusal("is not a falsifier, a digest, an owner and a reason")
      }
      guard known.acceptance == nil else { throw again }
      known.acceptance = acceptance
    case "executed":
      guard let (answer, path) = value.cut(), let execution = Execution(rawValue: answer), !path.isEmpty else {
        throw Refusal("is not a falsifier, yes, no or unseen, and a path")
      }
      guard known.executed.updateValue(execution, forKey: String(path)) == nil else { throw again }
    default:
      guard word == "seal" || Self.ofFalsifiers.contains(word) else { throw Refusal("begins with no word of the form") }
      guard let digest = Digest(String(value)) else { throw Refusal("has no SHA-256 digest at its end") }
      if word == "seal" {
        guard known.seal == nil else { throw again }
        known.seal = digest
      } else {
        guard known.digests.updateValue(digest, forKey: word) == nil else { throw again }
      }
    }
    if word != "seal" { known.sealed.append(line) }
    read[subject] = known
  }

  /// Whether a text is a positive decimal number without leading zeros.
  private static func isVersion(_ text: some StringProtocol) -> Bool {
    text.utf8.first.map { $0 != UInt8(ascii: "0") } == true && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
  }
}

extension Binding.Entry {
  /// All that is sealed, sorted.
  fileprivate func lines(of id: String) -> [String] {
    var lines = ["claim \(id) \(claim)", "key \(id) \(key)", "result \(id) \(result)"]
    lines += executed.map { "executed \(id) \($1.rawValue) \($0)" }
    if let wording { lines.append("wording \(id) \(wording)") }
    if let acceptance {
      lines.append("accepted \(id) \(acceptance.wording) \(acceptance.owner) \(acceptance.reason)")
    }
    return lines.sorted(by: Files.utf8Order)
  }
}

extension Binding.Acceptance {
  /// What stands behind the falsifier of an acceptance: a digest, an owner and a reason, with one blank between.
  fileprivate init?(_ text: Substring) {
    guard let (digest, rest) = text.cut(), let (owner, reason) = rest.cut(), let wording = Digest(digest),
      Answer.isOwner(owner), Answer.isReason(String(reason))
    else { return nil }
    self.init(wording: wording, owner: owner, reason: String(reason))
  }
}

extension Substring {
  /// What stands before the first blank, and what behind it; nil where there is none. By bytes: a mark that joins a blank
  /// hides it from a search for characters.
  fileprivate func cut() -> (String, Substring)? {
    guard let blank = utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    return (String(self[..<blank]), self[utf8.index(after: blank)...])
  }
}
