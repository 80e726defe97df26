import ArgumentParser
import ContractKit

/// `pv rules`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List every rule with its severity and its reason.",
    discussion: "--write generates the package's docs/rules.md; --check exits with 1 if this page is not current.")

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Write the whole catalog, including examples, as Markdown.")
  var markdown = false

  @Flag(help: "Generate docs/rules.md.")
  var write = false

  @Flag(help: "Exit with 1 if docs/rules.md is not current.")
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
