extension CheckedRule {
  static let statusUnknown = Rule(
    "status-unknown", .contract, .strict,
    reason: "a word that is not one of the five statuses cannot be compared with the derived status",
    details: """
      The statuses are `DISCHARGED`, `PARTIAL_ALGORITHM_LEVEL`, `PENDING`, `FALSIFIED` and `BLOCKED`. This rule \
      applies to `discharge_status` of falsifiers and, in the public format, of gates. In the public format, it also \
      applies to the key `status` of a falsifier if its value is a misspelled status.
      """,
    failing: .falsifier(["discharge_status": "⟪DISCHARGD⟫"]),
    passing: .falsifier(["discharge_status": "PENDING"])
  ).inContract { context in
    let statuses = context.falsifiers.map(\.falsifier.status) + context.contract.gates.map(\.status)
    let asserted: [Finding] =
      context.contract.isStrict
      ? []
      : context.falsifierNodes.compactMap { node in
        guard let status = node["status"], let text = status.text, !ContractShape.statuses.words.contains(text),
          // A prefix makes another word of it: `UNBLOCKED` is not meant to be `BLOCKED`.
          let near = Suggestion.nearest(to: text, among: ContractShape.statuses.words),
          abs(near.count - text.count) <= 1
        else { return nil }
        return Finding(context.range(status), "`\(text)` is not a status", help: "did you mean `\(near)`?")
      }
    return asserted
      + statuses.compactMap { status in
        guard let status, !ContractShape.statuses.words.contains(status.value) else { return nil }
        return Finding(
          status.range, "`\(status.value)` is not a status",
          help: status.value.uppercased() == "WAIVED"
            ? "a waiver is a mapping next to the status: `waived: {reason, owner, until}`"
            : Suggestion.help(for: status.value, among: ContractShape.statuses.words))
      }
  }
}
