import Base

/// The targets of a package and their source files, each read the first time that it is asked for.
///
/// Not for several threads at a time; reading itself uses all processors.
final class SourceMap {
  /// A target with its folder and the paths of the source files that belong to it.
  struct Target {
    let element: Manifest.Target
    let folder: String
    let module: Word
    fileprivate(set) var sources: [String] = []
  }

  let checkout: Checkout
  let manifest: Manifest
  private(set) var targets: [Target] = []
  private var files: [Bytewise: SourceFile] = [:]
  private var ofTargets: [Int: [SourceFile]] = [:]
  private var imported: [Int: Set<Int>] = [:]
  private var exported: [Int: Set<Word>] = [:]
  private var closures: [Set<Int>: Set<Int>] = [:]
  private var problems: [Int: KeyProblem?] = [:]
  private var graphs: [Set<Int>: SourceGraph] = [:]
  private var homes: [Bytewise: [Int]] = [:]

  /// - Throws: `KeyProblem` where there is no Package.swift.
  init(root: String) throws {
    checkout = Checkout(root: root)
    guard checkout.kind("Package.swift") == .file else { throw KeyProblem.noManifest }
    manifest = Manifest(try checkout.read("Package.swift"))
    // Which of several manifests counts depends on the toolchain.
    let others = try Files.names(in: root).contains { $0.begins(with: "Package@swift-") && $0.ends(in: ".swift") }
    isFollowed = manifest.isFollowed && !others
    guard isFollowed else { return }
    for element in manifest.targets {
      let folder = element.places.first { [.folder, .link].contains(checkout.kind($0)) }
      if let folder { targets.append(Target(element: element, folder: folder, module: Word(element.module))) }
    }
    for index in targets.indices {
      targets[index].sources = checkout.entries(in: targets[index].folder)
        .filter { $0.kind == .file && SourceFile.isSource($0.path) && targets(of: $0.path).contains(index) }
        .map(\.path)
    }
  }

  /// Whether what `Package.swift` says can be told apart.
  let isFollowed: Bool

  /// The modules of the recorder, which count by a version.
  private static let recorder = Word.set("FalsifierKit", "Measuring", "Metrics")

  /// The targets that a file belongs to: those with the longest folder above it.
  func targets(of path: String) -> [Int] {
    let folder = path.folder
    if let known = homes[Bytewise(folder)] { return known }
    let above = targets.indices.filter { index in
      targets[index].folder.isEmpty || "\(folder)/".begins(with: targets[index].folder + "/")
    }
    let longest = above.map { targets[$0].folder.utf8.count }.max() ?? 0
    let found = above.filter { targets[$0].folder.utf8.count == longest }
    homes[Bytewise(folder)] = found
    return found
  }

  /// A source file.
  func file(_ path: String) throws -> SourceFile {
    if let known = files[Bytewise(path)] { return known }
    let file = SourceFile(path: path, bytes: try checkout.read(path))
    files[Bytewise(path)] = file
    return file
  }

  /// The source files of a target, in the order of their paths.
  func files(of target: Int) throws -> [SourceFile] {
    if let known = ofTargets[target] { return known }
    let checkout = checkout
    let missing = targets[target].sources.filter { files[Bytewise($0)] == nil }
    let read = Parallel.map(missing) { path in
      Result { SourceFile(path: path, bytes: try checkout.read(path)) }
    }
    for file in read {
      let file = try file.get()
      files[Bytewise(file.path)] = file
    }
    let all = try targets[target].sources.map(file)
    ofTargets[target] = all
    return all
  }

  /// Whether a target has Swift files, so that its files see each other without saying so.
  func isSwift(_ target: Int) -> Bool { targets[target].sources.contains { $0.ends(in: ".swift") } }

  /// All source files of the checkout, for where it is not known which belong together.
  func everything() throws -> [SourceFile] {
    try checkout.files(in: "").filter(SourceFile.isSource).map(file)
  }

  // MARK: Imports

  /// The targets of some modules, the recorder's left out.
  func targets(ofModules modules: Set<Word>) -> Set<Int> {
    Set(targets.indices.filter { modules.contains(targets[$0].module) && !Self.recorder.contains(targets[$0].module) })
  }

  /// Some targets, what they import, what those import, and so on.
  func closure(of start: Set<Int>) throws -> Set<Int> {
    if let known = closures[start] { return known }
    var found = start
    var queue = Array(start)
    while let target = queue.popLast() {
      for imported in try imports(of: target) where found.insert(imported).inserted { queue.append(imported) }
    }
    closures[start] = found
    return found
  }

  /// The modules that all files of some targets see because one of them exports these.
  func exports(of targets: Set<Int>) throws -> Set<Word> {
    try targets.reduce(into: []) { all, target in
      if let known = exported[target] { return all.formUnion(known) }
      let own = try files(of: target).reduce(into: Set<Word>()) { $0.formUnion($1.exports) }
      exported[target] = own
      all.formUnion(own)
    }
  }

  private func imports(of target: Int) throws -> Set<Int> {
    if let known = imported[target] { return known }
    var modules: Set<Word> = []
    for file in try files(of: target) {
      modules.formUnion(file.imports)
      for path in try included(by: file) { modules.formUnion(targets(of: path.text).map { targets[$0].module }) }
    }
    let found = targets(ofModules: modules).subtracting([target])
    imported[target] = found
    return found
  }

  /// Throws where something in the folder of a target, or on the way to it, is a link or no file.
  func check(_ target: Int) throws {
    if let known = problems[target] {
      if let problem = known { throw problem }
      return
    }
    var problem: KeyProblem?
    do { _ = try checkout.files(in: targets[target].folder) } catch let error as KeyProblem { problem = error }
    problems.updateValue(problem, forKey: target)
    if let problem { throw problem }
  }

  /// What reaches what among the targets that some targets lead to.
  func graph(from start: Set<Int>) throws -> SourceGraph {
    let candidates = try closure(of: start)
    for target in candidates.sorted() { try check(target) }
    if let known = graphs[candidates] { return known }
    let graph = try SourceGraph(candidates, in: self)
    graphs[candidates] = graph
    return graph
  }

  // MARK: Includes

  private var knownIncludes: [Bytewise: Set<Bytewise>] = [:]
  private var knownDefinitions: [Int: Set<Word>] = [:]

  /// The paths of the files that a file includes.
  func included(by file: SourceFile) throws -> Set<Bytewise> {
    guard !file.isSwift else { return [] }
    let own = Bytewise(file.path)
    if let known = knownIncludes[own] { return known }
    let homes = targets(of: file.path)
    let mates = homes.flatMap { targets[$0].sources }
    var found: Set<Bytewise> = file.outline.includesTarget ? Set(mates.map(Bytewise.init)) : []
    for include in file.outline.includes {
      if let path = resolve(include, from: file, homes) {
        found.insert(Bytewise(path))
      } else if !file.isModuleMap {
        let ends = targets.flatMap(\.sources).filter { "/\($0)".ends(in: "/\(include.name)") }
        let meant = ends.isEmpty && include.isQuoted ? mates.filter(Self.isHeader) : ends
        found.formUnion(meant.map(Bytewise.init))
      }
    }
    found.formUnion(try definitionsByMacro(of: file, homes, mates))
    found.remove(own)
    knownIncludes[own] = found
    return found
  }

  private static func isHeader(_ path: String) -> Bool { [".h", ".hpp", ".inc"].contains { path.ends(in: $0) } }

  private func resolve(_ include: Outline.Include, from file: SourceFile, _ homes: [Int]) -> String? {
    let beside = normal(join(file.path.folder, include.name))
    var places = include.isQuoted ? [beside] : []
    if !file.isModuleMap {
      for target in homes + Array(targets.indices) {
        let folder = targets[target].folder
        places += [normal(join(folder, include.name)), normal(join(folder, "include/\(include.name)"))]
      }
    }
    return places.lazy.compactMap { $0 }.first { self.checkout.kind($0) == .file }
  }

  private func join(_ folder: String, _ name: String) -> String { folder.isEmpty ? name : "\(folder)/\(name)" }

  /// A path without `.` and `..`; nil where it leads out of the package, or nowhere.
  private func normal(_ path: String) -> String? {
    guard !path.begins(with: "/") else { return nil }
    var parts: [String] = []
    for part in path.parts where !part.isEmpty && part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      guard parts.popLast() != nil else { return nil }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "/")
  }

  /// Where the functions may be defined that a file declares and no file of its target defines: a macro does.
  private func definitionsByMacro(of file: SourceFile, _ homes: [Int], _ mates: [String]) throws -> Set<Bytewise> {
    guard !file.outline.prototypes.isEmpty else { return [] }
    let defined = try homes.reduce(into: Set<Word>()) { $0.formUnion(try definitions(in: $1)) }
    let open = file.outline.prototypes.subtracting(defined)
    guard !open.isEmpty else { return [] }
    let others = try mates.filter { !Self.isHeader($0) }.map(self.file)
    let pastes = try mates.map(self.file).contains { !$0.isSwift && $0.outline.pastes }
    return open.reduce(into: Set<Bytewise>()) { found, function in
      let naming = others.filter { $0.words.contains(function) }
      found.formUnion((naming.isEmpty || pastes ? others : naming).map { Bytewise($0.path) })
    }
  }

  private func definitions(in target: Int) throws -> Set<Word> {
    if let known = knownDefinitions[target] { return known }
    let defined = try files(of: target).reduce(into: Set<Word>()) { $0.formUnion($1.outline.definitions) }
    knownDefinitions[target] = defined
    return defined
  }
}
