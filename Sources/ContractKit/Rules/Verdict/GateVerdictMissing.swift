extension Rule {
  static let gateVerdictMissing = Rule(
    "gate-verdict-missing", .verdict, .strict,
    reason: "a gate that declares nothing can fail without anybody hearing of it",
    details: """
      Write `verdict: pass` or `verdict: fail`, whichever is derived; from then on a change of it is an error. A gate \
      passes if and only if every falsifier that it requires is DISCHARGED and not waived.
      """)
}
