/// A criterion of the ship specification, with what contracts and evidence make of it.
package struct Criterion: Sendable {
  /// The number of its table, and of its row there.
  package let name: String
  /// What must hold, as a reader sees it.
  package let text: String
  /// The gates and falsifiers among its proofs that do not hold.
  package let open: [String]
  /// The falsifiers to which these come down.
  package let openFalsifiers: [Verification.Bearers.Place]
  /// The commands among its proofs, which only CI can show.
  package let commands: [String]
  /// Why its proofs are none, in words.
  package let problems: [String]
  /// Where it stands in the document, counted from 1.
  package let line: Int

  package init(
    name: String, text: String, open: [String], openFalsifiers: [Verification.Bearers.Place], commands: [String],
    problems: [String], line: Int
  ) {
    self.name = name
    self.text = text
    self.open = open
    self.openFalsifiers = openFalsifiers
    self.commands = commands
    self.problems = problems
    self.line = line
  }

  /// What is written into its row. A command never makes a criterion hold by itself.
  package var status: String {
    if !problems.isEmpty { return "no proof" }
    if !open.isEmpty { return "open: \(open.joined(separator: ", "))" }
    return commands.isEmpty ? "holds" : "by CI"
  }
}

extension Verification {
  /// The open criterion that needs least, and with what to begin; nil where none is open.
  package var nextAction: String? {
    let open = criteria.filter { !$0.openFalsifiers.isEmpty }
    guard let least = open.min(by: { $0.openFalsifiers.count < $1.openFalsifiers.count }),
      let first = least.openFalsifiers.first.flatMap(entry)
    else { return nil }
    let id = first.falsifier.id.value
    let count = least.openFalsifiers.count
    let step: String
    switch first.verdict.status {
    case .pending: step = first.falsifier.command.map { "run `\($0)`" } ?? "name its test under `test:`"
    case .falsified: step = "fix the kernel or the claim"
    case .discharged: step = "fix what is waived"
    case .partial, .blocked: step = first.verdict.why
    }
    return "criterion \(least.name) needs \(Plural.count(count, "falsifier")); \(count > 1 ? "first " : "")\(id), "
      + "\(first.verdict.status.rawValue): \(step)"
  }
}
