import Base
import Synchronization

/// The keys of a package's falsifiers, as the checkout gives them now: it is gone through once, and a file read again only
/// where very many others have been read since.
public final class KeyBook: @unchecked Sendable {
  /// What a falsifier's key starts from.
  public struct Request: Hashable, Sendable {
    /// What measures.
    public enum Start: Hashable, Sendable {
      /// `MODULE.CLASS/METHOD`, by its parts; the class is also the stem of its file.
      case test(module: String, className: String)
      /// A program and its arguments, which leave a recording.
      case run([String])
    }

    /// What measures.
    public var start: Start
    /// The falsifier's id, by which its exact cases are named.
    public var falsifier: String
    /// Paths of the bound clauses' implementations.
    public var implementation: [String]
    /// Paths of files that the falsifier reads.
    public var fixtures: [String]
    /// The metrics that its checks name, without subjects.
    public var metrics: Set<String>

    /// A falsifier's start.
    public init(
      _ start: Start, falsifier: String, implementation: [String], fixtures: [String], metrics: Set<String>
    ) {
      self.start = start
      self.falsifier = falsifier
      self.implementation = implementation
      self.fixtures = fixtures
      self.metrics = metrics
    }

    /// All of it, as paths are told apart.
    fileprivate var bytes: [Bytewise] {
      let start: [String] =
        switch start {
        case .test(let module, let className): ["test", module, className]
        case .run(let words): ["run", String(words.count)] + words
        }
      return (start + [falsifier] + implementation + [""] + fixtures + [""] + metrics.sorted()).map(Bytewise.init)
    }
  }

  let checkout: Checkout
  let recordings: RecordingStart
  let known = (
    keys: Memo<[Bytewise], Result<EvidenceKey, KeyProblem>>(capacity: 1024),
    recordings: Memo<[Bytewise], Recording>(capacity: 256), digests: Memo<Bytewise, Digest>(capacity: 4096),
    reached: Memo<Set<Bytewise>, [SourceFile]>(capacity: 256)
  )

  /// Held while the key of a test is taken: what stands below it is for one thread at a time.
  private let desk = Mutex(())
  private let map: Result<SourceMap, KeyProblem>
  private var parts: [Int: (member: String, digest: Digest)] = [:]

  /// The keys of the package at a folder.
  ///
  /// - Parameter recordings: where those of its recordings begin, if others ask for that as well.
  public init(root: String, recordings: RecordingStart? = nil) {
    checkout = Checkout(root: root)
    self.recordings = recordings ?? RecordingStart(root: root)
    map = Result { () throws(KeyProblem) in
      do { return try SourceMap(root: root) } catch let problem as KeyProblem { throw problem } catch {
        throw .unreadable("\(error)")
      }
    }
  }

  /// The key of a falsifier.
  ///
  /// - Throws: `KeyProblem`.
  public func key(of request: Request) throws -> EvidenceKey {
    try known.keys.value(of: request.bytes) {
      do {
        switch request.start {
        case .test(let module, let className):
          return .success(try desk.withLock { _ in try take(request, module, className, try map.get()) })
        case .run(let words): return .success(try take(request, words))
        }
      } catch let problem as KeyProblem {
        return .failure(problem)
      }
    }.get()
  }

  /// The file of a test class, from the package's root; nil where there is none.
  public func testFile(module: String, className: String) -> String? {
    desk.withLock { _ in (try? map.get()).flatMap { testFile(module, className, $0) } }
  }

  private func testFile(_ module: String, _ className: String, _ map: SourceMap) -> String? {
    let folder = map.targets.first { $0.element.module == module }?.folder ?? "Tests/\(module)"
    // The root itself may be a target's folder.
    return map.checkout.entries(in: folder).first { "/\($0.path)".ends(in: "/\(className).swift") }?.path
  }

  // MARK: Members

  private func take(
    _ request: Request, _ module: String, _ className: String, _ map: SourceMap
  ) throws -> EvidenceKey {
    guard let found = testFile(module, className, map) else {
      throw KeyProblem.noTestFile("\(module).\(className)")
    }
    let testFile = try map.checkout.files(named: found)[0]
    var seen: Set<Bytewise> = []
    let implementation = try request.implementation.filter { seen.insert(Bytewise($0)).inserted }
      .map { (path: $0, files: try map.checkout.files(named: $0)) }
    let named = Set(implementation.flatMap(\.files).map(Bytewise.init)).map(\.text)
    let test = try map.file(testFile)
    let sources = try named.filter(SourceFile.isSource).map(map.file)
    let reached = try reached(from: [test] + sources, map)
    let exact = Self.exactCases(testFile: testFile, falsifier: request.falsifier)
    var fixtures = Set(try request.fixtures.flatMap(map.checkout.files(named:)).map(Bytewise.init))
    if map.checkout.kind(exact) != nil { fixtures.formUnion(try map.checkout.files(named: exact).map(Bytewise.init)) }

    var members: [Bytewise: EvidenceKey.Member] = [:]
    func add(_ name: String, _ value: String, _ kind: EvidenceKey.Kind) {
      members[Bytewise(name)] = EvidenceKey.Member(name: name, value: value, kind: kind)
    }
    for path in named where !SourceFile.isSource(path) {
      add(path, try digest(ofBytes: path).description, .source)
    }
    for file in reached { add(file.path, file.digest.description, file.path == testFile ? .falsifier : .source) }
    for path in fixtures.map(\.text) { add(path, try digest(ofBytes: path).description, .input) }
    let paths = members.keys.map(\.text)
    for target in Set(paths.flatMap(map.targets(of:))).sorted() {
      let part = part(of: target, map)
      if members[Bytewise(part.member)] == nil { add(part.member, part.digest.description, .build) }
    }
    if !map.isFollowed { add("Package.swift", try map.file("Package.swift").digest.description, .build) }
    add("recorder", MeasurementVersions.recorder, .recorder)
    let words = reached.reduce(into: Set<Word>()) {
      if !fixtures.contains(Bytewise($1.path)) { $0.formUnion($1.words) }
    }
    for metric in MeasurementVersions.metrics
    where request.metrics.contains(metric.name) || words.contains(Word(metric.swiftName)) {
      add("metric#\(metric.name)", metric.version, .recorder)
    }

    let alone = Set(try self.reached(from: [test], map).map { Bytewise($0.path) })
    let ownTargets = map.targets(of: testFile)
    return EvidenceKey(
      members: Array(members.values), implementation: try implementationDigest(named, sources, map),
      reachesKernels: reached.contains { map.targets(of: $0.path) != ownTargets },
      paths: implementation.map { path, files in
        .init(
          path: path, files: files, isReached: !alone.isDisjoint(with: files.map(Bytewise.init)),
          isOwn: files.contains {
            Bytewise($0) == Bytewise(testFile) || !Set(ownTargets).isDisjoint(with: map.targets(of: $0))
          })
      })
  }

  /// The digest of what the paths of an implementation hold and reach by themselves.
  private func implementationDigest(_ named: [String], _ sources: [SourceFile], _ map: SourceMap) throws -> Digest {
    var values = try named.reduce(into: [Bytewise: Digest]()) { values, path in
      if !SourceFile.isSource(path) { values[Bytewise(path)] = try digest(ofBytes: path) }
    }
    for file in sources.isEmpty ? [] : try reached(from: sources, map) { values[Bytewise(file.path)] = file.digest }
    return EvidenceKey.digest(
      "pv-implementation/1", values.map { (name: $0.key.text, value: $0.value.description) })
  }

  /// Where the exact cases of a falsifier stand, from the package's root: beside its test, in a folder
  /// that SwiftPM does not build.
  public static func exactCases(testFile: String, falsifier: String) -> String {
    PathText.join(testFile.folder, "Fixtures/ExactCases/\(falsifier).jsonl")
  }

  func digest(ofBytes path: String) throws -> Digest {
    try known.digests.value(of: Bytewise(path)) { Digest(of: try checkout.read(path)) }
  }

  private func part(of target: Int, _ map: SourceMap) -> (member: String, digest: Digest) {
    if let known = parts[target] { return known }
    let part = map.manifest.part(of: map.targets[target].element)
    let known = (part.member, Digest(of: part.bytes))
    parts[target] = known
    return known
  }

  private func reached(from start: [SourceFile], _ map: SourceMap) throws -> [SourceFile] {
    try known.reached.value(of: Set(start.map { Bytewise($0.path) })) {
      if map.isFollowed {
        return try map.graph(from: Set(start.flatMap { map.targets(of: $0.path) })).reached(from: start)
      }
      // Start files may stand where no folder is gone through.
      var seen: Set<Bytewise> = []
      return try (map.everything() + start).filter { seen.insert(Bytewise($0.path)).inserted }
    }
  }
}
