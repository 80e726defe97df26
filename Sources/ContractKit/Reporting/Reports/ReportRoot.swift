/// The folder that the paths of a report start from where it is read elsewhere: a repository's.
///
/// GitHub, Jenkins and viewers of SARIF know files by their paths in the repository, whatever folder `pv` ran in.
public struct ReportRoot: Sendable {
  /// The folder from the root of the file system, links resolved.
  public let path: String
  /// What paths that are no files' start with: contracts of a commit have such.
  private let foreign: String?

  /// - Parameter foreign: what paths that are no files' start with, such as `origin/main:`.
  public init(path: String, foreign: String? = nil) {
    self.path = GivenPath.resolved(path) ?? PathText.absolute(path)
    self.foreign = foreign
  }

  /// The root of the git repository around a folder, else what GITHUB_WORKSPACE names if the folder lies in it.
  public static func around(
    _ folder: String = Files.currentFolder, environment: [String: String], foreign: String? = nil
  ) -> ReportRoot? {
    var current = GivenPath.resolved(folder) ?? PathText.absolute(folder)
    let start = current
    while true {
      // A file in a worktree or a submodule.
      if Files.kind(of: PathText.join(current, ".git")) != nil { return ReportRoot(path: current, foreign: foreign) }
      guard let parent = Files.parent(of: current) else { break }
      current = parent
    }
    guard let workspace = environment["GITHUB_WORKSPACE"], !workspace.isEmpty else { return nil }
    let root = ReportRoot(path: workspace, foreign: foreign)
    return GivenPath.isBelow(start, root.path) ? root : nil
  }

  /// Makes paths of this report's; each folder is looked at once.
  package struct Paths {
    private let root: ReportRoot
    private let current = Files.currentFolder
    private var folders: [String: String] = [:]

    package init(_ root: ReportRoot) { self.root = root }

    /// A path from the root, where it lies below; else from the root of the file system.
    package mutating func path(_ path: String) -> String {
      if let foreign = root.foreign, path.hasPrefix(foreign) { return path }
      let whole = PathText.absolute(path, from: current)
      guard let folder = Files.parent(of: whole) else { return PathText.shown(whole, from: root.path) }
      // The repository knows files below a linked folder by their own names. A file that is a link it knows itself.
      let resolved = folders[folder] ?? GivenPath.resolved(folder) ?? folder
      folders[folder] = resolved
      return PathText.shown(
        PathText.join(resolved, String(whole.dropFirst(folder.count).drop { $0 == "/" })), from: root.path)
    }
  }
}

extension Report {
  /// The report with its paths from a root.
  package func relative(to root: ReportRoot?) -> Report {
    guard let root else { return self }
    var paths = ReportRoot.Paths(root)
    func moved(_ diagnostic: Diagnostic) -> Diagnostic {
      var diagnostic = diagnostic
      diagnostic.path = paths.path(diagnostic.path)
      for index in diagnostic.related.indices {
        diagnostic.related[index].path = paths.path(diagnostic.related[index].path)
      }
      return diagnostic
    }
    var report = Report(
      command: command, diagnostics: diagnostics.map(moved), denominators: denominators, outcome: outcome,
      conclusion: conclusion, sources: sources.renamed { paths.path($0) },
      suppressed: suppressed.map { SuppressedFinding(moved($0.diagnostic), $0.origin) }, rejects: rejects,
      details: details)
    report.root = root.path
    return report
  }
}
