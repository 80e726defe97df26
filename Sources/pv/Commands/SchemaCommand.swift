import ArgumentParser
import ContractKit

/// `pv schema`
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract:
      "Print the JSON Schema of contracts, of evidence, of the scoreboard, of witnesses, or of what pv conform found.",
    discussion: """
      The schema of contracts is made from the definitions that pv reads them by. Editors with yaml-language-server \
      complete and check by it: write it to a file (pv schema > .pv-schema.json), and start a contract with the line

        # yaml-language-server: $schema=../.pv-schema.json
      """)

  @Argument(help: "Whose schema.")
  var name: JSONSchema = .contract

  func run() { Console.write(String(decoding: name.document.canonicalBytes, as: UTF8.self)) }
}

extension JSONSchema: ExpressibleByArgument {}
