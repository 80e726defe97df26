import ArgumentParser
import ContractKit

/// `pv schema`
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract:
      "Print the JSON Schema of contracts, files of hypotheses, evidence, the scoreboard, witnesses, reports of pv conform, or shards.",
    discussion: """
      The schema of contracts is made from the same definitions that pv uses to read contracts. Editors with \
      yaml-language-server use it to complete and check what you write: save it to a file (pv schema > \
      .pv-schema.json), and start a contract with the line

        # yaml-language-server: $schema=../.pv-schema.json

      In a project, the schema also lists the operations and the classes of faults that pv.yaml adds (docs/settings.md).
      """)

  @Argument(help: "What the schema describes.")
  var name: JSONSchema = .contract

  func run() {
    let terms = ProjectFile.loadNearest()?.settings.terms ?? .builtIn
    Console.write(String(decoding: name.document(terms).canonicalBytes, as: UTF8.self))
  }
}

extension JSONSchema: ExpressibleByArgument {}
