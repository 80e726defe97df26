import ArgumentParser
import ContractKit

/// `pv equations`
struct EquationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "equations",
    abstract: "Print the equations of contracts with their domains and invariants.",
    discussion: """
      In the format latex, names of one letter, indices, signs and well-known functions are typeset as mathematics. A \
      formula that already contains a LaTeX command is printed unchanged.
      """)

  @OptionGroup var contracts: ContractPaths

  @Option(help: "The format of the equations.")
  var format: EquationText.Format = .text

  func run() throws {
    let set = try contracts.load()
    Console.write(EquationText.render(set.contracts, as: format))
    try Failure.unlessReadable(set)
  }
}

extension EquationText.Format: ExpressibleByArgument {}
