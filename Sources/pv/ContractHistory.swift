import ContractKit
import Site

/// What git has of the contracts since a commit: the claims of then, and each commit that changed one.
struct ContractHistory {
  /// The revision, as it was named.
  let since: String
  /// The day on which waivers are judged.
  let asOf: CalendarDate

  /// How many versions of contracts are read at most; the newest.
  private static let most = 400

  /// What moved, for the site.
  ///
  /// - Throws: exit code 2 where git knows neither the repository nor the commit.
  func change(of paths: [String]) throws -> SiteChange {
    let diff = try ClaimComparison(commit: GitContracts(reference: GitReference(name: since)), asOf: asOf).difference(
      of: paths)
    return SiteChange(revision: since, diff: diff, history: steps(diff))
  }

  /// A version of a contract in a commit.
  private struct Version {
    let commit: String
    let date: String
    let file: ContractFile
  }

  /// By contract, what each commit since then changed, the newest first; contracts that were added or removed since have
  /// none before or after.
  private func steps(_ diff: ContractSetDiff) -> [String: [SiteChange.Step]] {
    var read = 0
    var history: [String: [SiteChange.Step]] = [:]
    for entry in diff.entries where !(entry.changes ?? []).isEmpty {
      guard let new = entry.new, read < Self.most else { continue }
      let versions = versions(of: new.path, limit: Self.most - read)
      read += versions.count
      var steps: [SiteChange.Step] = []
      for (index, version) in versions.enumerated() {
        guard let before = index + 1 < versions.count ? versions[index + 1].file : entry.old else { continue }
        let changes = ContractSetDiff(old: [before], new: [version.file], isOnePair: true, asOf: asOf).changes
        guard !changes.isEmpty else { continue }
        steps.append(SiteChange.Step(commit: version.commit, date: version.date, changes: changes))
      }
      history[entry.id] = steps
    }
    return history
  }

  /// The versions of a file since then, the newest first.
  private func versions(of path: String, limit: Int) -> [Version] {
    let whole = PathText.absolute(path)
    let terms = ProjectFile.loadNearest()?.settings.terms ?? .builtIn
    guard let folder = Files.parent(of: whole), let name = whole.split(separator: "/").last else { return [] }
    let words = ["git", "log", "--format=%H %cs", "-n", "\(limit)", "\(since)..HEAD", "--", "\(name)"]
    guard let log = Shell.output(words, folder: folder) else { return [] }
    return String(decoding: log, as: UTF8.self).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 2,
        let bytes = Shell.output(["git", "cat-file", "blob", "\(parts[0]):./\(name)"], folder: folder)
      else { return nil }
      return Version(commit: parts[0], date: parts[1], file: ContractFile(path: path, bytes: bytes, terms: terms))
    }
  }
}
