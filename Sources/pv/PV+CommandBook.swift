import ArgumentParser
import ContractKit

extension PV {
  /// The commands of this program, with the flags that their help names.
  static var commandBook: CommandBook {
    let commands = Dictionary(
      configuration.subcommands.compactMap { command in command.configuration.commandName.map { ($0, command) } },
      uniquingKeysWith: { first, _ in first })
    return CommandBook(names: Set(commands.keys).union(["help"])) { name in
      guard let command = commands[name] else { return [] }
      let words = helpMessage(for: command).split { !($0 == "-" || $0.isLetter || $0.isNumber) }
      return Set(words.filter { $0.hasPrefix("--") }.map(String.init))
    }
  }
}
