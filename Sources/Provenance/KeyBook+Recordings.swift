import Base
import Synchronization

extension KeyBook {
  /// The key of a recording; see "Recordings" in docs/evidence-keys.md.
  ///
  /// - Throws: `KeyProblem`.
  func take(_ request: Request, _ words: [String]) throws -> EvidenceKey {
    let scripts = try recorded.scripts(namedBy: words)
    guard let own = scripts.first else { throw KeyProblem.noScript(words.joined(separator: " ")) }
    let checkout = Checkout(root: root)
    var seen: Set<Bytewise> = []
    let implementation = try request.implementation.filter { seen.insert(Bytewise($0)).inserted }
      .map { (path: $0, files: try checkout.files(named: $0)) }
    let named = Set(implementation.flatMap(\.files).map(Bytewise.init)).map(\.text)
    let reached = try recorded.reached(from: scripts + named, scripts: scripts)
    let exact = Self.exactCases(testFile: own, falsifier: request.falsifier)
    var fixtures = Set(try request.fixtures.flatMap(checkout.files(named:)).map(Bytewise.init))
    if checkout.kind(exact) != nil { fixtures.formUnion(try checkout.files(named: exact).map(Bytewise.init)) }

    var members: [EvidenceKey.Member] = []
    func add(_ name: String, _ value: String, _ kind: EvidenceKey.Kind) {
      members.append(EvidenceKey.Member(name: name, value: value, kind: kind))
    }
    let isOwn = Set(scripts.map(Bytewise.init))
    var words: Set<Word> = []
    for path in reached where !fixtures.contains(Bytewise(path)) {
      let name = path.parts.last ?? ""
      let kind: EvidenceKey.Kind =
        isOwn.contains(Bytewise(path)) ? .falsifier : RecordedSources.everywhere.contains(name) ? .build : .source
      add(path, try digest(of: path, checkout).description, kind)
      if RecordedSources.kind(of: path) != nil || kind == .falsifier {
        words.formUnion(Word.all(in: try checkout.read(path)))
      }
    }
    for path in fixtures.map(\.text) { add(path, try digest(ofBytes: path, checkout).description, .input) }
    add("recorder", MeasurementVersions.recorder, .recorder)
    for metric in MeasurementVersions.metrics
    where request.metrics.contains(metric.name) || words.contains(Word(metric.name)) {
      add("metric#\(metric.name)", metric.version, .recorder)
    }

    let alone = Set(try recorded.reached(from: scripts, scripts: scripts).map(Bytewise.init))
    let ofImplementation = named.isEmpty ? [] : try recorded.reached(from: named, scripts: [])
    return EvidenceKey(
      members: members,
      implementation: EvidenceKey.digest(
        "pv-implementation/1",
        try ofImplementation.map { (name: $0, value: try digest(of: $0, checkout).description) }),
      // Whoever records a kernel of the package's own names it, or imports it.
      reachesKernels: !named.isEmpty || reached.contains { !isOwn.contains(Bytewise($0)) },
      paths: implementation.map { path, files in
        .init(
          path: path, files: files, isReached: !alone.isDisjoint(with: files.map(Bytewise.init)),
          isOwn: !isOwn.isDisjoint(with: files.map(Bytewise.init)))
      })
  }

  /// Of the bare text of a source by its name, of the bytes of any other file.
  private func digest(of path: String, _ checkout: Checkout) throws -> Digest {
    guard SourceFile.isSource(path) else { return try digest(ofBytes: path, checkout) }
    return Digest(of: BareText.of(try checkout.read(path), isSwift: path.ends(in: ".swift")))
  }
}

/// Where the keys of a package's recordings begin, for those who only ask that.
public final class RecordingStart: Sendable {
  private let root: String
  /// What is in the package, looked at when the first recording asks.
  private let sources = Mutex<RecordedSources?>(nil)

  /// The recordings of the package at a folder; nothing is read before the first question.
  public init(root: String) { self.root = root }

  /// The text files of the package that the words of `run` name, from its root; none where one of them is a link.
  public func scripts(namedBy words: [String]) -> [String] {
    sources.withLock { sources in
      if sources == nil { sources = RecordedSources(Checkout(root: root)) }
      return (try? sources?.scripts(namedBy: words)) ?? []
    }
  }
}
