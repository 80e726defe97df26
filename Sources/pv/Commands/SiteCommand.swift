import ArgumentParser
import ContractKit
import Models
import Site
import Traces

/// `pv site`
struct SiteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "site",
    abstract: "Write a static site that shows reviewers what is claimed, what was measured, and what holds.",
    discussion: """
      The site has a page for the project, for each contract and for each falsifier, with charts and the verdicts of \
      pv verify. The site opens from disk, needs no server, and works without JavaScript; with JavaScript, tables can \
      be filtered and sorted. The same project gives the same bytes.

      The folder must be new or empty, or must hold an earlier site. Pages of the earlier site that no longer exist \
      are removed; other files in the folder stay. Exit code 0: the site was written, whatever the verdicts are. 1: a \
      trace or a report is invalid, or the folder is refused. 2: nothing could be judged, or a path is missing.
      """)

  @OptionGroup var project: ProjectOptions

  @Option(name: .shortAndLong, help: .init("The folder to write.", valueName: "folder"), completion: .directory)
  var output: String

  @Option(
    help: .init(
      "A folder that pv trace wrote; can be repeated; the first two folders are compared.", valueName: "folder"),
    completion: .directory)
  var trace: [String] = []

  @Option(
    help: .init(
      """
      A file with the output of pv bisect MODEL --json; the site then shows where the two paths of the model differ.
      """, valueName: "file"),
    completion: .file(extensions: ["json"]))
  var bisection: String?

  @Option(
    help: .init(
      "A report of pv conform, a record of scripts/conformance, or a folder with such files; can be repeated.",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var conformance: [String] = []

  @Option(help: .init("Also show what changed since this commit, branch or tag.", valueName: "git-ref"))
  var since: String?

  func run() throws {
    for path in trace + conformance + [bisection].compactMap({ $0 }) { try ModelFailure.requirePath(path) }
    let verification = try project.verification()
    guard !verification.contracts.isEmpty else {
      for line in verification.errorLines { Console.writeError(line + "\n") }
      throw Failure.nothingJudged("no contract could be read")
    }
    let root = try project.root()
    let isWhole = project.paths.isEmpty
    let coverage = Coverage(
      verification, root: root, evidenceFolder: PathText.shown(project.evidence ?? "\(root)/evidence"),
      isWholeProject: isWhole, pages: isWhole ? ProjectFile.loadNearest()?.pages ?? [] : [])
    let name = PathText.absolute(root).split(separator: "/").last.map(String.init) ?? "project"
    var content = SiteContent(project: name, verification, coverage: coverage)
    if let since { content.change = try ContractHistory(since: since, asOf: project.asOf).change(of: project.paths) }
    do {
      try content.show(trace.map(SiteTrace.init(path:)))
      content.bisection = try bisection.map(SiteBisection.init(path:))
      content.libraries = try conformance.flatMap(Self.reports).map(ConformedLibrary.init(path:))
      let site = try Site.write(content, to: output)
      let removed = site.removed > 0 ? ", \(site.removed) removed" : ""
      Console.write(
        "wrote \(site.files) files, \(site.bytes) bytes\(removed): \(PathText.join(output, "index.html"))\n")
    } catch let error as ModelFileError {
      throw Failure.rejected("\(error)")
    } catch let error as SiteError {
      throw Failure.rejected("\(error)")
    } catch let error as FileError {
      throw Failure.rejected("\(error)")
    }
  }

  /// The reports that a path names: itself, or the JSON files of a folder.
  private static func reports(_ path: String) throws -> [String] {
    guard Files.isFolder(path) else { return [path] }
    return try Files.names(in: path).filter { $0.hasSuffix(".json") }.sorted(by: Files.utf8Order)
      .map { PathText.join(path, $0) }
  }
}
