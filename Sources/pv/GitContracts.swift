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
    guard Shell.firstLine(["git", "rev-parse", "--git-dir"], folder: folder) != nil else {
      throw Failure.nothingJudged("this is no git repository, or git is not installed; compare two paths instead")
    }
    let words = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", "\(reference)^{commit}"]
    guard let commit = Shell.firstLine(words, folder: folder), !commit.isEmpty else {
      throw Failure.nothingJudged("git knows no commit `\(reference)`; in CI, fetch it first (fetch-depth: 0)")
    }
    self.commit = commit
  }

  /// The contracts at and below paths, which need not exist any more.
  func files(at paths: [String]) throws -> [ContractFile] {
    var seen: Set<String> = []
    return try paths.flatMap { path -> [ContractFile] in
      // git runs where the path is, so that the repository is the path's and not the process's.
      let folder = Self.existing(above: path)
      let listed = try output(
        ["git", "ls-tree", "-r", "-z", "--name-only", "--full-name", commit, "--", PathText.absolute(path)], folder)
      let names = listed.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return try names.filter { name in
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
    guard let bytes = Shell.output(words, folder: folder) else {
      throw Failure.nothingJudged("\(words.joined(separator: " ")) failed")
    }
    return bytes
  }

  private static func existing(above path: String) -> String {
    var folder = PathText.absolute(path)
    while !Files.isFolder(folder), let parent = Files.parent(of: folder) { folder = parent }
    return folder
  }
}
