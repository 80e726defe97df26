import ArgumentParser
import ContractKit

/// `pv diff OLD NEW`, `pv diff --against REF`
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say what changed between two versions of contracts, and whether claims became easier to pass.",
    discussion: """
      Two files are compared as versions of one contract; the contracts of two folders are matched by name. With \
      --against, the contracts are compared with those of a git commit: pv diff --against origin/main. With neither \
      --against nor two versions, the contracts are compared with those of the last release, which `release:` in \
      pv.yaml names.

      It is a finding if a claim became easier to pass and nobody answers for this (pv explain claim-loosened), or if \
      a version was not raised as far as the changes require (pv explain version-not-bumped).

      In a comparison with the last release, somebody must also answer for each claim whose words changed. An answer \
      can then be a list item in CHANGELOG.md that is newer than the release:

        - `CONTRACT#SUBJECT`: REASON (OWNER)

      Words that somebody accepted with pv verify --accept-wording need no further answer.

      Exit code 2: git does not have the commit.
      """)

  @Argument(
    help: .init(
      """
      The old and the new version, as two files or two folders. With --against: the files or folders to compare; \
      default: contracts/ and investigations/.
      """,
      valueName: "path"), completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @Option(help: .init("The git commit, branch or tag to compare with.", valueName: "git-ref"))
  var against: String?

  @Option(
    help: .init(
      "text and json show changes and findings. The other formats show only findings, as pv validate does "
        + "(\(ReportFormat.allCases.map(\.rawValue).filter { $0 != "json" }.joined(separator: ", "))).",
      valueName: "format"))
  var format: DiffFormat = .text

  @OptionGroup var root: RootOption

  @Flag(help: "Also reject warnings, such as a changed wording of a claim.")
  var strict = false

  @Option(help: .init("The day on which waivers are judged, in UTC; default today.", valueName: "YYYY-MM-DD"))
  var asOf: CalendarDate = .today()

  func validate() throws {
    guard against == nil, paths.count != 2 else { return }
    guard paths.isEmpty else {
      throw ValidationError("name the old and the new version, or a git commit: pv diff OLD NEW, pv diff --against REF")
    }
    guard ProjectFile.loadNearest()?.settings.release != nil else {
      throw ValidationError(
        "name the old and the new version, or a git commit: pv diff OLD NEW, pv diff --against REF; "
          + "or name the last release in pv.yaml: `release: v1.0.0`")
    }
  }

  func run() throws {
    let release = against == nil && paths.isEmpty ? ProjectFile.loadNearest()?.settings.release : nil
    let against = against ?? release
    let diff =
      try against.map { reference in
        try ClaimComparison(
          commit: GitContracts(reference: GitReference(name: reference, isRelease: release != nil)), asOf: asOf
        ).difference(of: paths)
      } ?? differenceOfPaths()
    let report = diff.report(warningsReject: strict)
    let foreign = against.map { $0 + ":" }
    switch format {
    case .json:
      let json = diff.json(warningsReject: strict, relativeTo: root.found(foreign))
      Console.write(String(decoding: json.canonicalBytes, as: UTF8.self))
    case .text: Console.write(diff.text + "\n" + ReportFormat.human.render(report, color: Console.wantsColor))
    case .report(let format):
      Console.write(format.render(root.placed(report, format, foreign: foreign), color: Console.wantsColor))
    }
    guard report.outcome == .accepted else { throw ExitCode(report.outcome.rawValue) }
  }

  private func differenceOfPaths() -> ContractSetDiff {
    let project = ProjectFile.loadNearest()
    let old = ContractSet.load(paths: [paths[0]], project: project)
    let new = ContractSet.load(paths: [paths[1]], project: project)
    return ContractSetDiff(
      old: old.files, new: new.files,
      isOnePair: !Files.isFolder(paths[0]) && !Files.isFolder(paths[1]) && old.files.count == 1 && new.files.count == 1,
      diagnostics: old.diagnostics + new.diagnostics, asOf: asOf)
  }
}

/// The forms of a difference: two of its own, and those of every report.
enum DiffFormat: ExpressibleByArgument {
  case text, json
  case report(ReportFormat)

  init?(argument: String) {
    switch argument {
    case "text": self = .text
    case "json": self = .json
    default:
      guard let format = ReportFormat(rawValue: argument) else { return nil }
      self = .report(format)
    }
  }

  var defaultValueDescription: String { "text" }

  static var allValueStrings: [String] {
    ["text", "json"] + ReportFormat.allCases.map(\.rawValue).filter { $0 != "json" }
  }
}
