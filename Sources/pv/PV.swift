import ArgumentParser

@main
struct PV: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "pv")
}
