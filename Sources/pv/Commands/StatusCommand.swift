import ArgumentParser
import ContractKit

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the scoreboard, or write it where people read it.",
    discussion: """
      With --write, the status block of ship-spec.md (between its pv:status markers) and the reviewers' page \
      evidence/README.md are generated; --check exits 1 where one of them is not current.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, markdown }

  @OptionGroup var project: ProjectOptions

  @Option(help: "How the scoreboard is printed.")
  var format: Format = .text

  @Flag(help: "Write the generated documents.")
  var write = false

  @Flag(help: "Exit 1 where a generated document is not current.")
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
    if write || check, verification.outcome != .nothingJudged { try generate(verification, scoreboard) }
    guard verification.outcome == .accepted else { throw ExitCode(verification.outcome.rawValue) }
  }

  private func generate(_ verification: Verification, _ scoreboard: Scoreboard) throws {
    var stale: [String] = []
    for document in try GeneratedDocument.all(verification, scoreboard, root: project.root()) {
      guard document.current != document.expected else { continue }
      if write { try Files.replace(document.path, with: document.expected) }
      stale.append(document.path)
      Console.writeError("\(write ? "wrote" : "not current:") \(PathText.shown(document.path))\n")
    }
    if check && !stale.isEmpty {
      Console.writeError("bring them up to date with: pv status --write\n")
      throw ExitCode(1)
    }
  }
}

/// A document, or a part of one, that `pv status --write` makes.
struct GeneratedDocument {
  let path: String
  let current: [UInt8]?
  let expected: [UInt8]

  /// ship-spec.md, where the package has one, and the evidence folder's page.
  static func all(_ verification: Verification, _ scoreboard: Scoreboard, root: String) throws -> [GeneratedDocument] {
    var documents: [GeneratedDocument] = []
    let specification = "\(root)/ship-spec.md"
    if Files.kind(of: specification) != nil {
      let bytes = try Files.read(specification)
      guard let document = String(validating: bytes, as: UTF8.self),
        let text = GeneratedBlock.replace(in: document, with: scoreboard.markdown)
      else {
        throw Failure.rejected(
          "\(specification) needs to be UTF-8 with exactly one pair of marker lines for its status block:\n"
            + GeneratedBlock.markers)
      }
      documents.append(GeneratedDocument(path: specification, current: bytes, expected: Array(text.utf8)))
    }
    let index = "\(root)/evidence/\(EvidenceIndex.fileName)"
    documents.append(
      GeneratedDocument(
        path: index, current: try? Files.read(index), expected: Array(EvidenceIndex.markdown(verification).utf8)))
    return documents
  }
}
