import ArgumentParser
import ContractKit

/// `pv explain RULE`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule finds, why, and what to write instead.")

  @Argument(
    help: "The id of a rule, as in the brackets after a finding.", completion: .list(RuleCatalogue.all.map(\.id)))
  var id: String

  func run() throws {
    guard let rule = RuleCatalogue.rule(id) else {
      let help = Suggestion.nearest(to: id, among: RuleCatalogue.all.map(\.id)).map { "did you mean `\($0)`?" }
      throw ValidationError("there is no rule `\(id)`; \(help ?? "`pv rules` lists them")")
    }
    Console.write(RuleText.explanation(rule))
  }
}
