/// Who answers for changes of claims outside of the contracts: items of CHANGELOG.md, and words that were accepted.
public struct ChangeAnswers: Sendable {
  /// The page that items stand on, in the project's folder.
  package static let pageName = "CHANGELOG.md"

  /// Whether there is a page on which answers can stand.
  let reads: Bool
  /// What the items answer for: `CONTRACT`, or `CONTRACT#SUBJECT`.
  private let subjects: Set<String>
  private let evidenceFolder: String?

  /// Nobody.
  public init() { (reads, subjects, evidenceFolder) = (false, [], nil) }

  /// Those of a project.
  ///
  /// - Parameters:
  ///   - changelog: CHANGELOG.md now and in the old version; nothing that stood there then answers for what came later.
  ///   - evidenceFolder: where accepted words stand; nil where they are not asked about.
  public init(changelog: String, before: String, evidenceFolder: String?) {
    let earlier = Set(Self.items(of: before))
    subjects = Set(Self.items(of: changelog).filter { !earlier.contains($0) }.flatMap(Self.subjects))
    (reads, self.evidenceFolder) = (true, evidenceFolder)
  }

  /// The items of all lists, each on one line.
  private static func items(of text: String) -> [String] {
    MarkdownPage(Array(text.utf8)).itemTexts
  }

  /// What an item answers for: the code spans in it, where it ends with an owner in parentheses and has a reason.
  private static func subjects(of item: String) -> [String] {
    var text = Substring(item)
    while let last = text.last, last == "." || last == " " { text.removeLast() }
    guard text.last == ")", let open = text.lastIndex(of: "(") else { return [] }
    let owner = text[text.index(after: open)...].dropLast()
    let pieces = text[..<open].split(separator: "`", omittingEmptySubsequences: false)
    let spans = pieces.indices.filter { !$0.isMultiple(of: 2) && $0 < pieces.count - 1 }
    let words = pieces.indices.filter { $0.isMultiple(of: 2) }.flatMap { pieces[$0].split { !$0.isLetter } }
    guard Answer.isOwner(String(owner)), words.count > 1 else { return [] }
    return spans.map { String(pieces[$0]) }
  }

  /// How an item names a change.
  static func name(_ change: ClaimChange, _ contract: String) -> String {
    change.subject == contract ? contract : "\(contract)#\(change.subject)"
  }

  /// Whether somebody answers for a change: an item that names it or what it belongs to, or for other words of a clause
  /// or a prediction alone, all of its falsifiers' acceptances of the words of now.
  func has(for change: ClaimChange, of contract: String, now: Contract?) -> Bool {
    let name = Self.name(change, contract)
    if subjects.contains(where: { name == $0 || $0.contains("#") && name.hasPrefix($0 + "/") }) { return true }
    guard change.direction == .unclear || change.isOfPrediction, let now, let evidenceFolder else { return false }
    let path = Binding.relativePath(contract: contract)
    guard let bytes = try? Files.read(path, below: evidenceFolder), let binding = try? Binding(reading: bytes) else {
      return false
    }
    let bound = now.falsifiers.filter { falsifier in
      falsifier.id.value == change.predicting
        || falsifier.clauses.contains { $0.qualified(in: contract) == "\(contract)#\(change.subject)" }
    }
    return !bound.isEmpty
      && bound.allSatisfy { falsifier in
        binding.entries[falsifier.id.value]?.acceptance?.wording
          == WordingDigest.digest(of: falsifier, in: now, library: [contract: now])
      }
  }
}
