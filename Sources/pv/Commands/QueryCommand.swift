import ArgumentParser
import ContractKit

/// `pv query`
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Find contracts and falsifiers by text, id, obligation type, dependency or status.",
    discussion: "All conditions must hold. Finding nothing is an answer, too: the exit code is 0.")

  @Argument(help: "Words that must all occur, in any order and in upper or lower case.")
  var text: [String] = []

  @Option(help: "A part of the id.")
  var id: String?

  @Option(
    help: .init(
      "The type of an obligation of the contract, or on a clause that the falsifier binds.", valueName: "type"))
  var obligation: String?

  @Option(help: .init("A contract that must be depended on, directly or indirectly.", valueName: "contract"))
  var dependsOn: String?

  @Option(help: "The derived status of the falsifier, or of one of the contract's.")
  var status: Status?

  @Option(help: "What to list; default both.")
  var kind: ContractQuery.Kind?

  @Option(
    name: .customLong("in"),
    help: .init("A contract file or folder; may be repeated; default contracts/.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var paths: [String] = []

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    var project = try ProjectOptions.parse([])
    project.paths = paths
    let verification = try project.verification()
    var query = ContractQuery()
    query.text = text.isEmpty ? nil : text.joined(separator: " ")
    (query.id, query.obligation, query.dependsOn) = (id, obligation, dependsOn)
    (query.status, query.kind) = (status, kind)
    let matches = query.matches(in: verification)
    Console.write(
      json
        ? String(decoding: ContractQuery.json(matches).canonicalBytes, as: UTF8.self) : ContractQuery.table(matches))
    try Failure.unlessReadable(verification)
  }
}

extension Status: ExpressibleByArgument {}
extension ContractQuery.Kind: ExpressibleByArgument {}
