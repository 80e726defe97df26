import Base

/// The keys of a package's falsifiers, as the checkout gives them now; every file is read once.
///
/// Not for several threads at a time.
public final class KeyBook {
  /// What a falsifier's key starts from.
  public struct Request: Hashable, Sendable {
    /// `MODULE.CLASS/METHOD`, by its parts.
    public var module: String
    /// The XCTestCase, which is also the stem of its file.
    public var className: String
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
      module: String, className: String, falsifier: String, implementation: [String], fixtures: [String],
      metrics: Set<String>
    ) {
      self.module = module
      self.className = className
      self.falsifier = falsifier
      self.implementation = implementation
      self.fixtures = fixtures
      self.metrics = metrics
    }
  }

  private let map: SourceMap
  private var known: [Request: Result<EvidenceKey, KeyProblem>] = [:]
  private var parts: [Int: (member: String, digest: Digest)] = [:]

  /// The keys of the package at a folder.
  public init(root: String) { map = SourceMap(root: root) }

  /// The key of a falsifier.
  ///
  /// - Throws: `KeyProblem`.
  public func key(of request: Request) throws -> EvidenceKey {
    if let known = known[request] { return try known.get() }
    let result: Result<EvidenceKey, KeyProblem>
    do { result = .success(try take(request)) } catch let problem as KeyProblem { result = .failure(problem) }
    known[request] = result
    return try result.get()
  }

  /// The file of a test class, from the package's root; nil where there is none.
  public func testFile(module: String, className: String) -> String? {
    let targets = map.manifest.targets
    let folder = targets.first { $0.module == module }?.folder ?? "Tests/\(module)"
    let files = (try? map.checkout.files(of: folder + "/")) ?? []
    return files.first { $0.hasSuffix("/\(className).swift") }
  }

  private func take(_ request: Request) throws -> EvidenceKey {
    guard let testFile = testFile(module: request.module, className: request.className) else {
      throw KeyProblem.noTestFile("\(request.module).\(request.className)")
    }
    let implementation = try request.implementation.map { path in (path: path, files: try map.checkout.files(of: path)) }
    let ownFiles = implementation.flatMap(\.files)
    let test = try map.file(testFile)
    let sources = try Set(ownFiles).filter(SourceFile.isSource).map(map.file)
    let alone = try reached(from: [test])
    let reached = try reached(from: [test] + sources)
    let implementationReached = try self.reached(from: sources)
    let alonePaths = Set(alone.map(\.path))

    var members: [String: EvidenceKey.Member] = [:]
    func add(_ name: String, _ value: String, _ kind: EvidenceKey.Kind) {
      members[name] = EvidenceKey.Member(name: name, value: value, kind: kind)
    }
    for file in reached { add(file.path, file.digest.description, file.path == testFile ? .falsifier : .source) }
    for path in ownFiles where members[path] == nil {
      add(path, try map.digest(ofBytes: path).description, .source)
    }
    let words = reached.reduce(into: Set<Word>()) { $0.formUnion($1.words) }
    for path in try request.fixtures.flatMap(map.checkout.files) {
      add(path, try map.digest(ofBytes: path).description, .input)
    }
    let exact = Self.exactCases(testFile: testFile, falsifier: request.falsifier)
    if map.checkout.isFile(exact) { add(exact, try map.digest(ofBytes: exact).description, .input) }
    for target in Set(members.keys.compactMap(map.target)).sorted() {
      let part = part(of: target)
      add(part.member, part.digest.description, .build)
    }
    add("recorder", MeasurementVersions.recorder, .recorder)
    for metric in MeasurementVersions.metrics
    where request.metrics.contains(metric.name) || words.contains(Word(metric.swiftName)) {
      add("metric#\(metric.name)", metric.version, .recorder)
    }
    return EvidenceKey(
      members: Array(members.values), implementation: Set(implementationReached.map(\.path) + ownFiles),
      reachesKernels: members.values.contains { $0.kind == .source && map.target(of: $0.name) != map.target(of: testFile) },
      unreached: implementation.filter { alonePaths.isDisjoint(with: $0.files) }.map(\.path))
  }

  /// Where the exact cases of a falsifier stand, from the package's root: beside its test, in a folder
  /// that SwiftPM does not build.
  public static func exactCases(testFile: String, falsifier: String) -> String {
    "\(Files.parent(of: testFile) ?? "")/Fixtures/ExactCases/\(falsifier).jsonl"
  }

  private func part(of target: Int) -> (member: String, digest: Digest) {
    if let known = parts[target] { return known }
    let part = map.manifest.part(of: map.manifest.targets[target])
    let known = (part.member, Digest(of: part.bytes))
    parts[target] = known
    return known
  }

  private var reachedFrom: [Set<String>: [SourceFile]] = [:]

  private func reached(from start: [SourceFile]) throws -> [SourceFile] {
    let paths = Set(start.map(\.path))
    if let known = reachedFrom[paths] { return known }
    let candidates = try map.candidates(from: Set(start.compactMap { map.target(of: $0.path) }))
    let files = try map.graph(of: candidates).reached(from: start)
    reachedFrom[paths] = files
    return files
  }
}
