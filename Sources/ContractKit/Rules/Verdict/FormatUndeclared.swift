extension Rule {
  static let formatUndeclared = Rule(
    "format-undeclared", .verdict, .warning,
    reason: "without the rules of pv/1 a claim can pass although nobody has tried to falsify it",
    details: """
      A falsifier is judged where its contract declares `metadata.format: pv/1`, and is held to every rule. In any \
      other contract all of them are PENDING, whatever evidence there is; where results of it are bound in evidence/CONTRACT/binding.txt, that is an error, since \
      they were judged once. `pv validate` says what the format asks for \
      beyond the public one.
      """)
}
