extension Verification {
  /// The criteria of a ship specification.
  package struct Specification {
    /// As findings show it.
    let path: String
    let source: SourceText
    package let criteria: [Criterion]

    /// Nil where the project has no such document, or it cannot be read as UTF-8: that is found with its numbers.
    package init?(_ options: Options, _ standings: [ContractStanding], _ bearers: Bearers, _ gates: [GateResult]) {
      let path = PathText.shown("\(options.root)/\(ShipSpec.fileName)")
      guard let bytes = try? DocumentFile.read(path), let text = String(validating: bytes, as: UTF8.self) else {
        return nil
      }
      self.path = path
      source = SourceText(path: path, bytes: bytes)
      let gates = Dictionary(grouping: gates, by: \.gate.id.value)
      criteria = ShipSpec(text).rows.map { row in
        let proofs = Proof.all(in: row.proof) { !bearers[$0].isEmpty || gates[$0] != nil }
        var (open, commands, problems): ([String], [String], [String]) = ([], [], [])
        var openFalsifiers: [Bearers.Place] = []
        func holds(_ place: Bearers.Place) -> Bool { standings[place.contract].falsifiers[place.falsifier].holds }
        for proof in proofs {
          switch proof {
          case .command(let command):
            commands.append(command)
            if let problem = Self.problem(command, options) { problems.append(problem) }
          case .id(let id):
            let own = (bearers[id], gates[id] ?? [])
            if own.0.isEmpty && own.1.isEmpty {
              problems.append("\(id) is neither a falsifier nor a gate of any contract")
            }
            if own.0.allSatisfy(holds) && own.1.allSatisfy(\.passes) { continue }
            open.append(id)
            openFalsifiers += own.0.filter { !holds($0) }
            openFalsifiers += own.1.flatMap(\.missing).flatMap { bearers[$0] }.filter { !holds($0) }
          }
        }
        if proofs.isEmpty { problems.append("it names no gate, no falsifier and no command") }
        var seen: Set<String> = []
        return Criterion(
          name: row.name, text: row.text, open: open,
          openFalsifiers: openFalsifiers.filter { place in
            let contract = standings[place.contract]
            return seen.insert("\(contract.id) \(contract.falsifiers[place.falsifier].id)").inserted
          },
          commands: commands, problems: problems, line: row.line)
      }
    }

    /// Why a command exists nowhere; nil where it does, or is another program's.
    private static func problem(_ command: String, _ options: Options) -> String? {
      let words = command.split(separator: " ").map(String.init)
      guard let first = words.first else { return "a command is empty" }
      if first.contains("/") {
        guard !first.hasPrefix("/"), !first.split(separator: "/").contains("..") else {
          return "\(first) is not in the project"
        }
        return Files.kind(of: "\(options.root)/\(first)") == nil ? "there is no file \(first)" : nil
      }
      return options.commands?.problem(with: command[...])
    }
  }

  /// What is wrong with the ship specification of a project.
  package static func findings(about specification: Specification?, _ options: Options) -> [Diagnostic] {
    guard let specification, !specification.criteria.isEmpty || !options.demandsShipSpec else {
      guard options.demandsShipSpec else { return [] }
      return [
        Rule.shipSpecMissing.diagnostic(
          specification == nil ? "there is no \(ShipSpec.fileName)" : "no table of \(ShipSpec.fileName) has criteria",
          path: PathText.shown("\(options.root)/\(ProjectRoot.settingsName)"),
          help: "write a table with the columns `criterion` and `proof` into \(ShipSpec.fileName)")
      ]
    }
    return specification.criteria.flatMap { criterion in
      criterion.problems.map { problem in
        Rule.criterionUnproved.diagnostic(
          "criterion \(criterion.name): \(problem)", path: specification.path,
          range: specification.source.range(specification.source.lineOffsets(criterion.line)),
          help: "name a gate, a falsifier, or in backticks, a command that fails if the criterion does not hold")
      }
    }
  }
}
