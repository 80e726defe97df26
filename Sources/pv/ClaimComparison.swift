import ContractKit

/// The contracts of a project compared with those of a commit: what `pv diff --against` and `pv site --since` show.
struct ClaimComparison {
  /// The commit, as git understands it.
  let commit: GitContracts
  /// The day on which waivers are judged.
  let asOf: CalendarDate

  /// What changed since the commit.
  ///
  /// - Parameter paths: files and folders; the project's contracts/ and investigations/ where none is given.
  /// - Throws: exit code 2 where git knows neither the repository nor the commit, or there are no contracts.
  func difference(of paths: [String]) throws -> ContractSetDiff {
    var paths = paths
    if paths.isEmpty {
      guard let folder = ContractSet.defaultFolder() else {
        throw Failure.nothingJudged(
          "no folder contracts/ here or above; name the contracts: pv diff --against REF PATH...")
      }
      paths = [PathText.shown(folder)]
      // Hypotheses are compared where there are some now: a folder that is gone is a removal that git shows.
      if let more = InvestigationFolder.path(below: Files.parent(of: folder) ?? "/") {
        paths.append(PathText.shown(more))
      }
    }
    let project = ProjectFile.nearest().map { ProjectFile.load(path: PathText.shown($0)) }
    let before = try project.flatMap { file in
      try commit.text(of: file.path).map { ProjectFile(path: file.path, bytes: Array($0.utf8)) }
    }
    let old = try commit.files(at: paths, before: before, now: project)
    var new = ContractSet.load(paths: paths, project: project)
    // A file that was removed is no mistake in the command line.
    let removed = Set(paths.filter { Files.kind(of: $0) == nil && !old.isEmpty }.map(GivenPath.normalized))
    new = ContractSet(files: new.files, diagnostics: new.diagnostics.filter { !removed.contains($0.path) })
    let settings = before.flatMap { before in
      project.map { SettingsDiff(from: before, to: $0, contracts: new.files.map(\.path)) }
    }
    return ContractSetDiff(
      old: old, new: new.files, diagnostics: new.diagnostics, asOf: asOf,
      answers: commit.reference.isRelease ? try answers() : ChangeAnswers(), isRelease: commit.reference.isRelease,
      settings: commit.reference.isRelease ? settings : nil)
  }

  /// What the project says of changes since a release.
  private func answers() throws -> ChangeAnswers {
    guard let root = ProjectRoot.above(Files.currentFolder) else { return ChangeAnswers() }
    let page = "\(root)/\(ChangeAnswers.pageName)"
    let text = (try? Files.read(page)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return ChangeAnswers(
      changelog: text, before: try commit.text(of: page) ?? "", evidenceFolder: "\(root)/evidence")
  }
}
