import ArgumentParser
import ContractKit

/// `pv rules`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List every rule with its severity and its reason.")

  @Flag(help: "Write JSON.")
  var json = false

  func run() {
    Console.write(json ? RuleText.json(RuleCatalogue.all) : RuleText.table(RuleCatalogue.all))
  }
}
