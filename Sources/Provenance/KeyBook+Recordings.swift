import Base
import Synchronization

extension KeyBook {
  /// What the falsifiers of some recordings have in common: their words and their implementation are the same.
  struct Recording: Sendable {
    /// The script that comes first, beside which exact cases stand.
    let script: String
    /// What is reached, with the metrics that it names.
    let members: [(path: Bytewise, member: EvidenceKey.Member, metrics: Set<String>)]
    let implementation: Digest
    let reachesKernels: Bool
    let paths: [EvidenceKey.ImplementationPath]
  }

  /// The key of a recording; see "Recordings" in docs/evidence-keys.md.
  ///
  /// - Throws: `KeyProblem`.
  func take(_ request: Request, _ words: [String]) throws -> EvidenceKey {
    let common = ([String(words.count)] + words + request.implementation).map(Bytewise.init)
    let recording = try known.recordings.value(of: common) {
      try findRecording(words, implementation: request.implementation)
    }
    let exact = Self.exactCases(testFile: recording.script, falsifier: request.falsifier)
    var fixtures = Set(try request.fixtures.flatMap(checkout.files(named:)).map(Bytewise.init))
    if checkout.kind(exact) != nil { fixtures.formUnion(try checkout.files(named: exact).map(Bytewise.init)) }

    var members: [EvidenceKey.Member] = []
    var metrics = request.metrics
    for reached in recording.members where !fixtures.contains(reached.path) {
      members.append(reached.member)
      metrics.formUnion(reached.metrics)
    }
    func add(_ name: String, _ value: String, _ kind: EvidenceKey.Kind) {
      members.append(EvidenceKey.Member(name: name, value: value, kind: kind))
    }
    for path in fixtures.map(\.text) { add(path, try digest(ofBytes: path).description, .input) }
    add("recorder", MeasurementVersions.recorder, .recorder)
    for metric in MeasurementVersions.metrics where metrics.contains(metric.name) {
      add("metric#\(metric.name)", metric.version, .recorder)
    }
    return EvidenceKey(
      members: members, implementation: recording.implementation, reachesKernels: recording.reachesKernels,
      paths: recording.paths)
  }

  private func findRecording(_ words: [String], implementation: [String]) throws -> Recording {
    let recorded = recordings.sources
    let scripts = try recorded.scripts(namedBy: words)
    guard let own = scripts.first else { throw KeyProblem.noScript(words.joined(separator: " ")) }
    var seen: Set<Bytewise> = []
    let implementation = try implementation.filter { seen.insert(Bytewise($0)).inserted }
      .map { (path: $0, files: try checkout.files(named: $0)) }
    let named = Set(implementation.flatMap(\.files).map(Bytewise.init)).map(\.text)
    let reached = try recorded.reached(from: scripts + named, scripts: scripts)
    let isOwn = Set(scripts.map(Bytewise.init))
    func content(of path: Bytewise, isScript: Bool) throws -> (digest: Digest, metrics: Set<String>) {
      try recorded.content(of: path, isScript: isScript).text ?? (digest(ofBytes: path.text), [])
    }
    let members = try reached.map { path in
      let name = Bytewise(path)
      let kind: EvidenceKey.Kind =
        isOwn.contains(name)
        ? .falsifier : RecordedSources.everywhere.contains(path.parts.last ?? "") ? .build : .source
      let (digest, metrics) = try content(of: name, isScript: kind == .falsifier)
      return (name, EvidenceKey.Member(name: path, value: digest.description, kind: kind), metrics)
    }
    let alone = Set(try recorded.reached(from: scripts, scripts: scripts).map(Bytewise.init))
    let ofImplementation = named.isEmpty ? [] : try recorded.reached(from: named, scripts: [])
    return Recording(
      script: own, members: members,
      implementation: EvidenceKey.digest(
        "pv-implementation/1",
        try ofImplementation.map {
          (name: $0, value: try content(of: Bytewise($0), isScript: false).digest.description)
        }),
      // Whoever records a kernel of the package's own names it, or imports it.
      reachesKernels: !named.isEmpty || reached.contains { !isOwn.contains(Bytewise($0)) },
      paths: implementation.map { path, files in
        .init(
          path: path, files: files, isReached: !alone.isDisjoint(with: files.map(Bytewise.init)),
          isOwn: !isOwn.isDisjoint(with: files.map(Bytewise.init)))
      })
  }
}

/// Where the keys of a package's recordings begin, for those who only ask that.
public final class RecordingStart: Sendable {
  private let root: String
  /// What is in the package, looked at when the first recording asks.
  private let known = Mutex<RecordedSources?>(nil)

  /// The recordings of the package at a folder; nothing is read before the first question.
  public init(root: String) { self.root = root }

  /// Whether it is about the package at a folder, by the folder's path.
  public func isAbout(packageAt root: String) -> Bool { PathText.absolute(self.root) == PathText.absolute(root) }

  /// Lets go what is known of the package, which takes memory for each of its files; the next question looks again.
  public func forget() { known.withLock { $0 = nil } }

  var sources: RecordedSources {
    known.withLock { known in
      if let known { return known }
      let sources = RecordedSources(Checkout(root: root))
      known = sources
      return sources
    }
  }

  /// The text files of the package that the words of `run` name, from its root; none where one of them is a link.
  public func scripts(namedBy words: [String]) -> [String] { (try? sources.scripts(namedBy: words)) ?? [] }
}
