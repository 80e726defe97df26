import ArgumentParser
import ContractKit

/// `pv query`
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Find contracts and falsifiers by text, id, obligation type, dependency or status.",
    discussion: "Only entries that meet all conditions are listed. If there are none, the exit code is still 0.")

  @Argument(help: "Words that must all occur, in any order and in upper or lower case.")
  var text: [String] = []

  @Option(help: "A text that the id must contain.")
  var id: String?

  @Option(
    help: .init(
      """
      A type of obligation. A contract must have such an obligation, and a falsifier must bind a clause that has one.
      """, valueName: "type"))
  var obligation: String?

  @Option(
    help: .init(
      "Only contracts that depend on this one, directly or indirectly, and their falsifiers.", valueName: "contract"))
  var dependsOn: String?

  @Option(help: "The derived status that a falsifier, or at least one falsifier of a contract, must have.")
  var status: Status?

  @Option(help: "What to list; default: both.")
  var kind: ContractQuery.Kind?

  @Option(
    name: .customLong("in"),
    help: .init("A contract file or folder; can be repeated; default: contracts/.", valueName: "path"),
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
