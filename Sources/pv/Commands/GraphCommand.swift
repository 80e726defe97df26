import ArgumentParser
import ContractKit

/// `pv graph`
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Show what contracts depend on, which falsifiers bind which clauses, and what gates require.")

  @OptionGroup var contracts: ContractPaths

  @Option(help: "The format of the graph; with --impact, text or json.")
  var format: ContractGraph.Format = .text

  @Option(help: .init("List what must be verified again if this contract changes.", valueName: "contract"))
  var impact: String?

  func validate() throws {
    if impact != nil && ![.text, .json].contains(format) {
      throw ValidationError("--impact prints a list; its format is text or json")
    }
  }

  func run() throws {
    let set = try contracts.load()
    let graph = ContractGraph(set.contracts)
    guard let id = impact else {
      Console.write(graph.render(as: format))
      return try Failure.unlessReadable(set)
    }
    guard let impact = ContractImpact(of: id, in: graph) else {
      let near = Suggestion.nearest(to: id, among: set.contracts.map(\.id)).map { "; did you mean `\($0)`?" } ?? ""
      throw Failure.nothingJudged("there is no contract `\(id)`\(near)")
    }
    Console.write(format == .json ? String(decoding: impact.json.canonicalBytes, as: UTF8.self) : impact.text)
    try Failure.unlessReadable(set)
  }
}

extension ContractGraph.Format: ExpressibleByArgument {}
