extension Rule {
  static let tableSum = Rule(
    "table-sum", .verdict, .error, reason: "a generated table does not add up",
    details: """
      In the scoreboard of ship-spec.md, the statuses of a row add up to its falsifiers, and the rows to the total; in \
      evidence/README.md, a margin is the logarithm of its row's quotient. The pages are written by \
      `pv status --write`: one was edited, or pv is at fault.
      """)
}
