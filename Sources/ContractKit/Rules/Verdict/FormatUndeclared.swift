extension Rule {
  static let formatUndeclared = Rule(
    "format-undeclared", .verdict, .warning,
    reason: "without the rules of pv/1 a claim can pass although nobody has tried to falsify it",
    details: """
      A falsifier is judged only if its contract declares `metadata.format: pv/1`, and then by every rule. In any \
      other contract, all falsifiers are PENDING, whatever evidence there is; if results of it are bound in \
      evidence/CONTRACT/binding.txt, that is an error, because they were judged once. `pv validate` says what the \
      format requires beyond the public one.
      """)
}
