import ArgumentParser
import ContractKit

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the scoreboard, or write it into the pages that show it.",
    discussion: """
      With --write, the status block of ship-spec.md (between its pv:status markers) and the reviewers' page \
      evidence/README.md are generated; --check exits with 1 if one of them is not current. Errors that pv verify \
      finds are reported on standard error, and the exit code is that of pv verify.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, markdown }

  @OptionGroup var project: ProjectOptions

  @Option(help: "The format of the scoreboard.")
  var format: Format = .text

  @Flag(help: "Write the generated documents.")
  var write = false

  @Flag(help: "Exit with 1 if a generated document is not current.")
  var check = false

  func validate() throws {
    if write && check { throw ValidationError("--write and --check exclude each other") }
    // The pages are about the whole project: made from a part of it they would be wrong.
    if (write || check) && (!project.paths.isEmpty || project.evidence != nil) {
      throw ValidationError("--write and --check take no paths and no --evidence")
    }
  }

  func run() throws {
    let verification = try project.verification()
    let scoreboard = Scoreboard(verification)
    switch format {
    case .text: Console.write(scoreboard.text)
    case .json: Console.write(String(decoding: scoreboard.json.canonicalBytes, as: UTF8.self))
    case .markdown: Console.write(scoreboard.markdown)
    }
    // What rejects is said before what is not current: a page may be as it must be, and say something wrong.
    for line in verification.errorLines { Console.writeError(line + "\n") }
    if write || check, verification.outcome != .nothingJudged { try generate(verification) }
    guard verification.outcome == .accepted else { throw ExitCode(verification.outcome.rawValue) }
  }

  private func replace(_ document: GeneratedDocument) throws {
    do {
      guard Files.kind(of: document.path) != nil else {
        return try Files.replace(document.path, with: document.expected)
      }
      try FileRewrite.replace(document.path, with: document.expected)
    } catch { throw Failure.rejected("\(error)") }
  }

  private func generate(_ verification: Verification) throws {
    let documents: [GeneratedDocument]
    do { documents = try GeneratedDocument.all(verification, root: project.root()) } catch let error
      as GeneratedDocument.MarkersMissing
    { throw Failure.rejected("\(error)") }
    var stale: [String] = []
    for document in documents {
      guard document.current != document.expected else { continue }
      if write { try replace(document) }
      stale.append(document.path)
      Console.writeError("\(write ? "wrote" : "not current:") \(PathText.shown(document.path))\n")
    }
    if check && !stale.isEmpty {
      Console.writeError("bring them up to date with: pv status --write\n")
      throw ExitCode(1)
    }
  }
}
