extension Rule {
  static let criterionUnproved = Rule(
    "criterion-unproved", .verdict, .error,
    reason: "a criterion that nothing proves is met by whoever says so",
    details: """
      Each row of a table of ship-spec.md with a column `proof` names there what proves it: gates and falsifiers by \
      their ids, and commands in backticks that fail where the criterion does. An id must be one of some contract, a \
      path of a command must exist in the project, and a subcommand of `pv` must be one. docs/ship-spec.md has more.
      """)
}
