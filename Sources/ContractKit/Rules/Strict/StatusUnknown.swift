extension Rule {
  static let statusUnknown = Rule(
    "status-unknown", .contract, .strict,
    reason: "a status outside the vocabulary cannot be compared with the one derived",
    details: "Applies to `discharge_status` of falsifiers and, as the public format has it, of gates.",
    failing: .falsifier(["discharge_status": "⟪DISCHARGD⟫"]),
    passing: .falsifier(["discharge_status": "PENDING"])
  ) { context in
    let statuses = context.falsifiers.map(\.falsifier.status) + context.contract.gates.map(\.status)
    return statuses.compactMap { status in
      guard let status, !ContractShape.statuses.words.contains(status.value) else { return nil }
      return Finding(
        status.range, "`\(status.value)` is no status",
        help: status.value.uppercased() == "WAIVED"
          ? "a waiver is a mapping beside the status: `waived: {reason, owner, until}`"
          : Suggestion.help(for: status.value, among: ContractShape.statuses.words))
    }
  }
}
