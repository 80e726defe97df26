import ArgumentParser
import ContractKit

/// `pv rules`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List every rule with its severity and its reason.",
    discussion: "With --write, docs/rules.md of the package is generated; --check exits 1 where it is not current.")

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Write the whole catalogue, examples included, as Markdown.")
  var markdown = false

  @Flag(help: "Generate docs/rules.md.")
  var write = false

  @Flag(help: "Exit 1 where docs/rules.md is not current.")
  var check = false

  func validate() throws {
    if [json, markdown, write, check].count(where: { $0 }) > 1 {
      throw ValidationError("--json, --markdown, --write and --check exclude each other")
    }
  }

  func run() throws {
    if json { return Console.write(RuleText.json(RuleCatalogue.all)) }
    let page = GeneratedPage(
      path: RulesDocument.path, text: RulesDocument.markdown(RuleCatalogue.all), command: "pv rules --write")
    if markdown { return Console.write(page.text) }
    guard write || check else { return Console.write(RuleText.table(RuleCatalogue.all)) }
    try page.bringUpToDate(writing: write)
  }
}
