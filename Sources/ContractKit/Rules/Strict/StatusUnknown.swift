extension Rule {
  static let statusUnknown = Rule(
    "status-unknown", .contract, .strict,
    reason: "a status outside the vocabulary cannot be compared with the one derived",
    failing: .falsifier(["discharge_status": "⟪DISCHARGD⟫"]),
    passing: .falsifier(["discharge_status": "PENDING"])
  ) { context in
    context.falsifiers.compactMap { falsifier, _ in
      guard let status = falsifier.status, !ContractShape.statuses.words.contains(status.value) else { return nil }
      return Finding(
        status.range, "`\(status.value)` is no status",
        help: status.value.uppercased() == "WAIVED"
          ? "a waiver is a mapping beside the status: `waived: {reason, owner, until}`"
          : Suggestion.help(for: status.value, among: ContractShape.statuses.words))
    }
  }
}
