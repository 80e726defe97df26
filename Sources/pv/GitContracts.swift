import ContractKit
import Foundation

/// Contracts as they were in a commit.
struct GitContracts {
  private let reference: String
  private let commit: String

  /// - Throws: exit code 2 where git does not know the reference.
  init(reference: String) throws {
    self.reference = reference
    let folder = Files.currentFolder
    if case .failure(let reason) = Shell.ask(["git", "rev-parse", "--git-dir"], folder: folder) {
      throw Failure.nothingJudged("git sees no repository here; compare two paths instead. It says: \(reason)")
    }
    let words = ["git", "rev-parse", "--verify", "--end-of-options", "\(reference)^{commit}"]
    switch Shell.ask(words, folder: folder) {
    case .output(let bytes): commit = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    case .failure(let reason):
      throw Failure.nothingJudged(
        "git knows no commit `\(reference)`; in CI, fetch it first (fetch-depth: 0). It says: \(reason)")
    }
  }

  /// The contracts at and below paths, which need not exist any more.
  ///
  /// - Parameter exclusion: files that are left out, unless they are named.
  func files(at paths: [String], exclusion: Exclusion?) throws -> [ContractFile] {
    var seen: Set<String> = []
    return try paths.flatMap { path -> [ContractFile] in
      // git runs where the path is, so that the repository is the path's and not the process's.
      let folder = Self.existing(above: path)
      let listed = try output(
        ["git", "ls-tree", "-r", "-z", "--name-only", "--full-name", commit, "--", PathText.absolute(path)], folder)
      let names = listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      let root = String(
        decoding: try output(["git", "rev-parse", "--show-toplevel"], folder).prefix { $0 != UInt8(ascii: "\n") },
        as: UTF8.self)
      let whole = PathText.absolute(path)
      return try names.filter { name in
        let file = PathText.join(root, name)
        return file == whole || exclusion?.applied(to: [file]) != []
      }.filter { name in
        (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
          && !name.split(separator: "/").contains { $0.hasPrefix(".") }
          && seen.insert(name).inserted
      }.map { name in
        let shown = name.contains("/") ? name : "./" + name
        return ContractFile(
          path: "\(reference):\(shown)", bytes: try output(["git", "cat-file", "blob", "\(commit):\(name)"], folder))
      }
    }
  }

  private func output(_ words: [String], _ folder: String) throws -> [UInt8] {
    switch Shell.ask(words, folder: folder) {
    case .output(let bytes): return bytes
    case .failure(let reason): throw Failure.nothingJudged("\(words.joined(separator: " ")): \(reason)")
    }
  }

  private static func existing(above path: String) -> String {
    var folder = PathText.absolute(path)
    while !Files.isFolder(folder), let parent = Files.parent(of: folder) { folder = parent }
    return folder
  }
}
