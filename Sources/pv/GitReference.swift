import ContractKit

/// A commit by any name that git understands.
struct GitReference {
  /// The name as it was given: a commit, a branch or a tag.
  let name: String
  /// Whether it is the last release, which pv.yaml names.
  var isRelease = false

  /// The commit, by its digest.
  ///
  /// - Parameters:
  ///   - folder: a folder of the repository.
  ///   - instead: what else can be done where there is no repository.
  /// - Throws: exit code 2 where git knows neither the repository nor the commit.
  func commit(in folder: String, instead: String) throws -> String {
    if case .failure(let reason) = Shell.ask(["git", "rev-parse", "--git-dir"], folder: folder) {
      throw Failure.nothingJudged("git finds no repository here; \(instead). It says: \(reason)")
    }
    switch Shell.ask(["git", "rev-parse", "--verify", "--end-of-options", "\(name)^{commit}"], folder: folder) {
    case .output(let bytes): return Self.line(bytes)
    case .failure(let reason):
      let what =
        isRelease
        ? "git knows no commit `\(name)`, which `release:` in pv.yaml names" : "git knows no commit `\(name)`"
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

  /// What git prints.
  ///
  /// - Throws: exit code 2 where it fails.
  static func output(_ words: [String], in folder: String) throws -> [UInt8] {
    switch Shell.ask(words, folder: folder) {
    case .output(let bytes): return bytes
    case .failure(let reason): throw Failure.nothingJudged("\(words.joined(separator: " ")): \(reason)")
    }
  }

  /// The root of the repository around a folder.
  static func root(of folder: String) throws -> String {
    line(try output(["git", "rev-parse", "--show-toplevel"], in: folder))
  }

  private static func line(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }
}
