import ContractKit

/// Contracts as they were in a commit.
struct GitContracts {
  /// The commit, as git understands it where a path is.
  let reference: GitReference

  /// What a commit has at a path.
  private struct Entry {
    let name: String
    let isLink: Bool

    /// Reads a line of `git ls-tree`: mode, type and object, a tab, the name.
    init?(_ line: [UInt8].SubSequence) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return nil }
      name = String(decoding: line[line.index(after: tab)...], as: UTF8.self)
      isLink = line.starts(with: "120000 ".utf8)
    }

    var isContract: Bool {
      (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) && !name.split(separator: "/").contains { $0.hasPrefix(".") }
    }
  }

  /// The contracts at and below paths, which need not exist any more; links are followed.
  ///
  /// - Parameter project: whose contracts they are: it says which files are left out, unless they are named, and what
  ///   contracts can name.
  /// - Throws: exit code 2 where git knows neither the repository nor the commit.
  func files(at paths: [String], project: ProjectFile?) throws -> [ContractFile] {
    let (exclusion, terms) = (project?.exclusion, project?.settings.terms ?? .builtIn)
    var seen: Set<String> = []
    return try paths.flatMap { path -> [ContractFile] in
      let place = Self.place(of: path)
      let commit = try commit(place.folder)
      let listed = try GitReference.output(
        ["git", "ls-tree", "-r", "-z", "--full-name", commit, "--", place.path], in: place.folder)
      let root = try GitReference.root(of: place.folder)
      let entries = listed.split(separator: 0).compactMap(Entry.init).filter { entry in
        let file = PathText.join(root, entry.name)
        return entry.isContract && (file == place.path || exclusion?.applied(to: [file]) != [])
      }
      // A file is judged once, under the name that is no link.
      return try (entries.filter { !$0.isLink } + entries.filter(\.isLink)).compactMap { entry in
        let file = entry.isLink ? try target(of: entry.name, commit, place.folder) : entry.name
        guard seen.insert("\(root)\0\(file)").inserted else { return nil }
        let shown = entry.name.contains("/") ? entry.name : "./" + entry.name
        return ContractFile(
          path: "\(reference.name):\(shown)",
          bytes: try GitReference.output(["git", "cat-file", "blob", "\(commit):\(file)"], in: place.folder),
          terms: terms)
      }
    }
  }

  /// The contracts that were judged at the time of the commit, and so are missing where they are left out now.
  ///
  /// - Parameters:
  ///   - before: the project then.
  ///   - now: the project now; of the files that it leaves out, what was no contract then is no loss.
  func files(at paths: [String], before: ProjectFile?, now: ProjectFile?) throws -> [ContractFile] {
    let kept = Set(try files(at: paths, project: now).map(\.path))
    return try files(at: paths, project: before).filter { $0.isReadable || kept.contains($0.path) }
  }

  /// The text of a file in the commit; nil where it has none there.
  ///
  /// - Throws: exit code 2 where git knows neither the repository nor the commit.
  func text(of path: String) throws -> String? {
    let place = Self.place(of: path)
    let commit = try commit(place.folder)
    let listed = try GitReference.output(
      ["git", "ls-tree", "-z", "--full-name", commit, "--", place.path], in: place.folder)
    guard let entry = listed.split(separator: 0).compactMap(Entry.init).first, !entry.isLink else { return nil }
    return String(
      decoding: try GitReference.output(["git", "cat-file", "blob", "\(commit):\(entry.name)"], in: place.folder),
      as: UTF8.self)
  }

  /// Where a path leads, and the folder there that exists: git runs in it, so that the repository is the path's.
  private static func place(of path: String) -> (path: String, folder: String) {
    let whole = PathText.absolute(path)
    var existing = whole
    while Files.kind(of: existing) == nil, let parent = Files.parent(of: existing) { existing = parent }
    let resolved = GivenPath.resolved(existing) ?? existing
    let rest = String(whole.dropFirst(existing.count).drop { $0 == "/" })
    let folder = Files.isFolder(resolved) ? resolved : Files.parent(of: resolved) ?? "/"
    return (rest.isEmpty ? resolved : PathText.join(resolved, rest), folder)
  }

  private func commit(_ folder: String) throws -> String {
    try reference.commit(in: folder, instead: "compare two paths instead")
  }

  /// What a link leads to in the commit, through 40 links at most, as the system has it.
  private func target(of link: String, _ commit: String, _ folder: String) throws -> String {
    var name = link
    for _ in 0..<40 {
      let above = Files.parent(of: name) ?? ""
      let text = String(
        decoding: try GitReference.output(["git", "cat-file", "blob", "\(commit):\(name)"], in: folder), as: UTF8.self)
      guard !text.hasPrefix("/") else { break }
      name = GivenPath.withoutDetours(PathText.join(above, text))
      let entry = try GitReference.output(["git", "ls-tree", "-z", "--full-tree", commit, "--", name], in: folder)
      guard let found = entry.split(separator: 0).compactMap(Entry.init).first else { break }
      if !found.isLink { return name }
    }
    throw Failure.nothingJudged("\(reference.name):\(link) is a link that leads to no file in the commit")
  }
}
