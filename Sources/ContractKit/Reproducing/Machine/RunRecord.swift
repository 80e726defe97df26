/// What varies between runs and machines: kept beside the ledger, never in the evidence.
package struct RunRecord: Sendable {
  /// What ran the falsifiers.
  package var command: [String]
  /// Of the command; 0 where no test failed.
  package var exitStatus: Int32
  /// When the command was started, as `Surroundings.time` has it.
  package var started: String
  /// How long it ran, in seconds.
  package var seconds: Double
  /// What the project varies, by which the paths of its kernels are known.
  package var variations: [ProjectVariation]

  /// The record of a run that has ended.
  package init(
    command: [String], exitStatus: Int32, started: String, seconds: Double, variations: [ProjectVariation] = []
  ) {
    self.variations = variations
    self.command = command
    self.exitStatus = exitStatus
    self.started = started
    self.seconds = seconds
  }

  /// The record with the machine, the toolchain and the commit as they are now.
  ///
  /// The commit is asked for here, not at build time: a cached answer was seen to be stale.
  ///
  /// - Parameter root: the folder of the package.
  package func json(root: String) -> JSON {
    let changes = Shell.firstLine(["git", "status", "--porcelain"], folder: root)
    func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
    return .object([
      "command": .array(command.map(JSON.string)),
      "exit_status": .integer(Int(exitStatus)),
      "started": .string(started),
      "milliseconds": .integer(Int((seconds * 1000).rounded())),
      "host": .string(Surroundings.hostName),
      "system": .string(Host.system),
      "architecture": .string(Host.architecture),
      "processor": .string(Host.processor),
      "variants": .array(variations.forcedHere.map(JSON.string)),
      "environment": .object(
        Surroundings.variables.filter { variations.variables.contains($0.key) }.mapValues(JSON.string)),
      "cores": .integer(Surroundings.processors),
      "toolchain": text(Host.toolchain),
      "commit": text(Shell.firstLine(["git", "rev-parse", "HEAD"], folder: root)),
      "tree_clean": changes.map { .bool($0.isEmpty) } ?? .null,
    ])
  }
}
