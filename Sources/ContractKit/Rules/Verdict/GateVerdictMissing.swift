extension Rule {
  static let gateVerdictMissing = Rule(
    "gate-verdict-missing", .verdict, .strict,
    reason: "a gate that declares nothing can fail without anybody noticing",
    details: """
      Write `verdict: pass` or `verdict: fail`, whichever is derived; from then on any change in it is an error. A \
      gate passes if and only if all that it requires holds: a falsifier that is DISCHARGED and not waived, a gate that \
      passes, a hypothesis that survives. `pv verify --write` writes the verdict.
      """)
}
