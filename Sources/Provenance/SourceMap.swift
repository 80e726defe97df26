import Base

/// The targets of a package and their source files, each read the first time that it is asked for.
///
/// Not for several threads at a time; reading itself uses all processors.
final class SourceMap {
  let checkout: Checkout
  let manifest: Manifest
  private var filesByTarget: [Int: Result<[SourceFile], KeyProblem>] = [:]
  private var importsByTarget: [Int: Set<Int>] = [:]
  private var graphs: [Set<Int>: SourceGraph] = [:]
  private var others: [String: SourceFile] = [:]
  private var digests: [String: Digest] = [:]

  init(root: String) {
    checkout = Checkout(root: root)
    let checkout = checkout
    let bytes = try? Files.read("\(root)/Package.swift")
    manifest = bytes.map { Manifest($0, isFolder: checkout.isFolder) } ?? .none
  }

  /// The modules of the recorder, which count by a version.
  private static let recorder: Set = [Word("FalsifierKit"), Word("Metrics")]

  /// The target that a file belongs to: that with the longest folder.
  func target(of path: String) -> Int? {
    manifest.targets.indices.filter { path.hasPrefix(manifest.targets[$0].folder + "/") }
      .max { manifest.targets[$0].folder.utf8.count < manifest.targets[$1].folder.utf8.count }
  }

  /// The source files of a target, in the order of their paths.
  func files(of target: Int) throws -> [SourceFile] {
    if let known = filesByTarget[target] { return try known.get() }
    let result: Result<[SourceFile], KeyProblem>
    do { result = .success(try read(target)) } catch let problem as KeyProblem { result = .failure(problem) }
    filesByTarget[target] = result
    return try result.get()
  }

  private func read(_ target: Int) throws -> [SourceFile] {
    let paths = try checkout.files(of: manifest.targets[target].folder + "/")
      .filter { SourceFile.isSource($0) && self.target(of: $0) == target }
    let checkout = checkout
    let files = Parallel.map(paths) { path -> Result<SourceFile, KeyProblem> in
      do {
        return .success(SourceFile(path: path, bytes: try Files.read(checkout.path(path))))
      } catch { return .failure(.unreadable("\(error)")) }
    }
    return try files.map { try $0.get() }
  }

  /// Whether a target has Swift files, so that its files see each other without saying so.
  func isSwift(_ target: Int) throws -> Bool { try files(of: target).contains { $0.isSwift } }

  /// A source file that belongs to no target, such as one that `implementation:` names.
  func file(_ path: String) throws -> SourceFile {
    if let target = target(of: path), let file = try files(of: target).first(where: { $0.path == path }) { return file }
    if let known = others[path] { return known }
    do {
      let file = SourceFile(path: path, bytes: try Files.read(checkout.path(path)))
      others[path] = file
      return file
    } catch { throw KeyProblem.unreadable("\(error)") }
  }

  /// The digest of a file's bytes.
  func digest(ofBytes path: String) throws -> Digest {
    if let known = digests[path] { return known }
    do {
      let digest = Digest(of: try Files.read(checkout.path(path)))
      digests[path] = digest
      return digest
    } catch { throw KeyProblem.unreadable("\(error)") }
  }

  /// Some targets, what they import, what those import, and so on.
  func candidates(from start: Set<Int>) throws -> Set<Int> {
    var found = start
    var queue = Array(start)
    while let target = queue.popLast() {
      for imported in try imports(of: target) where found.insert(imported).inserted { queue.append(imported) }
    }
    return found
  }

  private func imports(of target: Int) throws -> Set<Int> {
    if let known = importsByTarget[target] { return known }
    var imported: Set<Int> = []
    for file in try files(of: target) {
      for word in file.imports where !Self.recorder.contains(word) {
        if let module = targetsByModule[word] { imported.insert(module) }
      }
      for include in file.outline.includes {
        if let path = resolve(include, from: file), let other = self.target(of: path) { imported.insert(other) }
      }
    }
    imported.remove(target)
    importsByTarget[target] = imported
    return imported
  }

  private(set) lazy var targetsByModule: [Word: Int] = Dictionary(
    manifest.targets.indices.map { (Word(manifest.targets[$0].module), $0) }, uniquingKeysWith: { first, _ in first })

  /// The file that an `#include` means; nil where it is none of the package.
  func resolve(_ include: Outline.Include, from file: SourceFile) -> String? {
    let folder = Files.parent(of: file.path) ?? ""
    var places: [String] = include.isQuoted || file.path.hasSuffix(".modulemap") ? [folder] : []
    if !file.path.hasSuffix(".modulemap") {
      let own = target(of: file.path)
      let targets = [own].compactMap { $0 } + manifest.targets.indices.filter { $0 != own }
      places += targets.flatMap { [manifest.targets[$0].folder, manifest.targets[$0].folder + "/include"] }
    }
    return places.lazy.compactMap { self.normal(PathText.join($0, include.name)) }.first(where: checkout.isFile)
  }

  /// A relative path without `.` and `..`; nil where it leads out of the package.
  private func normal(_ path: String) -> String? {
    guard PathText.staysInside(path) else { return nil }
    return path.split(separator: "/").reduce(into: [Substring]()) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }.joined(separator: "/")
  }

  /// What reaches what among candidates.
  func graph(of candidates: Set<Int>) throws -> SourceGraph {
    if let known = graphs[candidates] { return known }
    let graph = try SourceGraph(candidates, in: self)
    graphs[candidates] = graph
    return graph
  }
}
