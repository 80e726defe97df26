import ArgumentParser
import ContractKit
import Metrics

/// `pv bounds`
struct BoundsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bounds", abstract: "List the bound functions that checks can name, and what each function states.",
    discussion: "--write generates the package's docs/bounds.md; --check exits with 1 if this page is not current.")

  @Flag(help: "Write the whole table, including derivations, as Markdown.")
  var markdown = false

  @Flag(help: "Generate docs/bounds.md.")
  var write = false

  @Flag(help: "Exit with 1 if docs/bounds.md is not current.")
  var check = false

  func validate() throws {
    if [markdown, write, check].count(where: { $0 }) > 1 {
      throw ValidationError("--markdown, --write and --check exclude each other")
    }
  }

  func run() throws {
    let page = GeneratedPage(
      path: BoundsDocument.path, text: BoundsDocument.markdown(BoundFunction.all), command: "pv bounds --write")
    if markdown { return Console.write(page.text) }
    guard write || check else { return Console.write(BoundText.table(BoundFunction.all)) }
    try page.bringUpToDate(writing: write)
  }
}
