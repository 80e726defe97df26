/// The findings that a project had when it began to use `pv`; they are counted, and weigh nothing.
public struct Baseline: Sendable {
  /// One finding of the start.
  public struct Entry: Hashable, Sendable {
    /// See ``Fingerprint``.
    package var fingerprint: String
    /// The id of the rule; for people.
    public var rule: String
    /// From the baseline's folder.
    public var path: String
    /// For people.
    public var message: String
  }

  /// The file's name where nobody gives another.
  package static let fileName = "pv-baseline.json"
  static let schema = "pv-baseline/1"

  /// The path of the file.
  public let path: String
  /// In ascending order of path, rule and fingerprint.
  package private(set) var entries: [Entry]
  /// What is wrong with the file.
  public let diagnostics: [Diagnostic]

  /// An empty baseline, to be written.
  public init(path: String) {
    self.path = path
    entries = []
    diagnostics = []
  }

  /// Reads a baseline.
  package static func load(path: String) -> Baseline {
    do {
      let file = try JSON(reading: try Files.read(path))
      guard file["schema"]?.string == schema, let list = file["findings"]?.array else {
        return Baseline(path: path, problem: "it does not say \"schema\": \"\(schema)\"")
      }
      let entries = list.compactMap { value -> Entry? in
        guard let fingerprint = value["fingerprint"]?.string, let rule = value["rule"]?.string,
          let path = value["path"]?.string, let message = value["message"]?.string
        else { return nil }
        return Entry(fingerprint: fingerprint, rule: rule, path: path, message: message)
      }
      guard entries.count == list.count else { return Baseline(path: path, problem: "an entry lacks a member") }
      return Baseline(path: path, entries: entries)
    } catch {
      return Baseline(path: path, problem: (error as? FileError)?.reason ?? "\(error)")
    }
  }

  private init(path: String, entries: [Entry]) {
    self.path = path
    self.entries = entries
    diagnostics = []
  }

  private init(path: String, problem: String) {
    self.path = path
    entries = []
    diagnostics = [
      Rule.baselineUnreadable.diagnostic(
        "the baseline cannot be read: \(problem)", path: path,
        help: "remove the file, then write it again: pv validate --write-baseline")
    ]
  }

  /// The rules whose findings a baseline can hold: those about a place in a contract.
  static func allows(_ diagnostic: Diagnostic) -> Bool {
    guard diagnostic.range != nil, let rule = RuleCatalogue.rule(diagnostic.rule) else { return false }
    return [.reading, .format, .contract].contains(rule.stage)
  }

  /// The file's text.
  public var text: String {
    let value = JSON.object([
      "schema": .string(Self.schema),
      "findings": .array(
        entries.map { entry in
          .object([
            "fingerprint": .string(entry.fingerprint), "rule": .string(entry.rule), "path": .string(entry.path),
            "message": .string(entry.message),
          ])
        }),
    ])
    return String(decoding: value.canonicalBytes, as: UTF8.self)
  }

  /// The entries of findings.
  private func entries(of diagnostics: [Diagnostic], _ sources: SourceTexts) -> [Entry] {
    let folder = PathText.absolute(Files.parent(of: path) ?? "")
    func key(_ path: String) -> String { PathText.shown(PathText.absolute(path), from: folder) }
    return zip(diagnostics, Fingerprint.all(of: diagnostics, sources: sources, path: key)).map {
      Entry(fingerprint: $1, rule: $0.rule, path: key($0.path), message: SafeText.line($0.message))
    }
  }

  /// Splits findings into those that are new and those that were there at the start.
  ///
  /// - Parameter judged: the paths of all files that were judged; entries of the others are not missed.
  package func split(
    _ diagnostics: [Diagnostic], sources: SourceTexts, judged: [String]
  ) -> (new: [Diagnostic], known: [Diagnostic], findings: [Diagnostic]) {
    let candidates = diagnostics.filter(Self.allows)
    let own = entries(of: candidates, sources).map(\.fingerprint)
    let listed = Set(entries.map(\.fingerprint))
    var position = 0
    var (new, known) = ([Diagnostic](), [Diagnostic]())
    for diagnostic in diagnostics {
      guard Self.allows(diagnostic) else {
        new.append(diagnostic)
        continue
      }
      if listed.contains(own[position]) { known.append(diagnostic) } else { new.append(diagnostic) }
      position += 1
    }
    return (new, known, self.diagnostics + stale(own, judged))
  }

  /// A finding where entries match nothing any more, so that the baseline only shrinks.
  private func stale(_ found: [String], _ judged: [String]) -> [Diagnostic] {
    let folder = PathText.absolute(Files.parent(of: path) ?? "")
    let judged = Set(judged.map { PathText.shown(PathText.absolute($0), from: folder) })
    let found = Set(found)
    let gone = entries.filter { entry in
      !found.contains(entry.fingerprint)
        && (judged.contains(entry.path) || Files.kind(of: PathText.join(folder, entry.path)) == nil)
    }
    guard let first = gone.first else { return [] }
    return [
      Rule.baselineStale.diagnostic(
        "\(Plural.count(gone.count, "entry", plural: "entries")) of the baseline \(gone.count == 1 ? "is" : "are") "
          + "no longer found, the first being `\(first.rule)` in \(first.path)",
        path: path, help: "remove them: pv validate --write-baseline")
    ]
  }

  /// Puts findings in place of the entries of the files that were judged.
  ///
  /// - Parameters:
  ///   - all: what was found, what the baseline let pass included.
  ///   - judged: the paths of the files.
  ///   - sources: the texts that findings are in.
  package mutating func update(with all: [Diagnostic], in judged: [String], _ sources: SourceTexts) {
    // In the order of the files, in which findings that are alike are numbered when they are compared.
    let candidates = all.filter(Self.allows).sorted {
      $0.path == $1.path ? Diagnostic.inOrder($0, $1) : Files.utf8Order($0.path, $1.path)
    }
    let folder = PathText.absolute(Files.parent(of: path) ?? "")
    let judged = Set(judged.map { PathText.shown(PathText.absolute($0), from: folder) })
    let kept = entries.filter {
      !judged.contains($0.path) && Files.kind(of: PathText.join(folder, $0.path)) != nil
    }
    let paths = sources.paths
    entries = (kept + entries(of: candidates.filter { paths.contains($0.path) }, sources)).sorted { left, right in
      (left.path, left.rule, left.fingerprint) < (right.path, right.rule, right.fingerprint)
    }
  }
}
