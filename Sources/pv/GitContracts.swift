import ContractKit

/// Contracts as they were in a commit.
struct GitContracts {
  /// A commit, as git understands it where a path is.
  let reference: String
  /// Whether it is the last release, which pv.yaml names.
  var isRelease = false

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
  /// - Parameter exclusion: files that are left out, unless they are named.
  /// - Throws: exit code 2 where git knows neither the repository nor the commit.
  func files(at paths: [String], exclusion: Exclusion?) throws -> [ContractFile] {
    var seen: Set<String> = []
    return try paths.flatMap { path -> [ContractFile] in
      let place = Self.place(of: path)
      let commit = try commit(place.folder)
      let listed = try output(
        ["git", "ls-tree", "-r", "-z", "--full-name", commit, "--", place.path], place.folder)
      let root = String(
        decoding: try output(["git", "rev-parse", "--show-toplevel"], place.folder).prefix { $0 != UInt8(ascii: "\n") },
        as: UTF8.self)
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
          path: "\(reference):\(shown)",
          bytes: try output(["git", "cat-file", "blob", "\(commit):\(file)"], place.folder))
      }
    }
  }

  /// The contracts that were judged at the time of the commit, and so are missing where they are left out now.
  ///
  /// - Parameters:
  ///   - before: files that were left out then, unless they are named.
  ///   - now: files that are left out now; of those, what was no contract then is no loss.
  func files(at paths: [String], before: Exclusion?, now: Exclusion?) throws -> [ContractFile] {
    let kept = Set(try files(at: paths, exclusion: now).map(\.path))
    return try files(at: paths, exclusion: before).filter { $0.isReadable || kept.contains($0.path) }
  }

  /// The text of a file in the commit; nil where it has none there.
  ///
  /// - Throws: exit code 2 where git knows neither the repository nor the commit.
  func text(of path: String) throws -> String? {
    let place = Self.place(of: path)
    let commit = try commit(place.folder)
    let listed = try output(["git", "ls-tree", "-z", "--full-name", commit, "--", place.path], place.folder)
    guard let entry = listed.split(separator: 0).compactMap(Entry.init).first, !entry.isLink else { return nil }
    return String(
      decoding: try output(["git", "cat-file", "blob", "\(commit):\(entry.name)"], place.folder), as: UTF8.self)
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
    if case .failure(let reason) = Shell.ask(["git", "rev-parse", "--git-dir"], folder: folder) {
      throw Failure.nothingJudged("git finds no repository here; compare two paths instead. It says: \(reason)")
    }
    switch Shell.ask(["git", "rev-parse", "--verify", "--end-of-options", "\(reference)^{commit}"], folder: folder) {
    case .output(let bytes): return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    case .failure(let reason):
      let what =
        isRelease
        ? "git knows no commit `\(reference)`, which `release:` in pv.yaml names" : "git knows no commit `\(reference)`"
      throw Failure.nothingJudged(
        isShallow(folder)
          ? "\(what): this clone is shallow; fetch the rest with git fetch --unshallow --tags, in CI with fetch-depth: 0"
          : "\(what); in CI, fetch it first (fetch-depth: 0). It says: \(reason)")
    }
  }

  private func isShallow(_ folder: String) -> Bool {
    guard case .output(let bytes) = Shell.ask(["git", "rev-parse", "--is-shallow-repository"], folder: folder) else {
      return false
    }
    return bytes.starts(with: "true".utf8)
  }

  /// What a link leads to in the commit, through 40 links at most, as the system has it.
  private func target(of link: String, _ commit: String, _ folder: String) throws -> String {
    var name = link
    for _ in 0..<40 {
      let above = Files.parent(of: name) ?? ""
      let text = String(decoding: try output(["git", "cat-file", "blob", "\(commit):\(name)"], folder), as: UTF8.self)
      guard !text.hasPrefix("/") else { break }
      name = GivenPath.withoutDetours(PathText.join(above, text))
      let entry = try output(["git", "ls-tree", "-z", "--full-tree", commit, "--", name], folder)
      guard let found = entry.split(separator: 0).compactMap(Entry.init).first else { break }
      if !found.isLink { return name }
    }
    throw Failure.nothingJudged("\(reference):\(link) is a link that leads to no file of the commit")
  }

  private func output(_ words: [String], _ folder: String) throws -> [UInt8] {
    switch Shell.ask(words, folder: folder) {
    case .output(let bytes): return bytes
    case .failure(let reason): throw Failure.nothingJudged("\(words.joined(separator: " ")): \(reason)")
    }
  }
}
