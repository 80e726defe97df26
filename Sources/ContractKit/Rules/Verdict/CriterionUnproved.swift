extension Rule {
  static let criterionUnproved = Rule(
    "criterion-unproved", .verdict, .error,
    reason: "a criterion without proof is met whenever somebody says so",
    details: """
      Each row of a table of ship-spec.md with a column `proof` names there what proves it: gates and falsifiers by \
      their ids, and commands in backticks that fail if the criterion does not hold. An id must be declared by some \
      contract, the path of a command must exist in the project, and a subcommand of `pv` must exist. See \
      docs/ship-spec.md.
      """)
}
