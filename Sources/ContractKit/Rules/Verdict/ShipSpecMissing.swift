extension Rule {
  static let shipSpecMissing = Rule(
    "ship-spec-missing", .verdict, .error,
    reason: "the project says that it has criteria for a release, but there are none",
    details: """
      `ship_spec: required` in pv.yaml requires a ship-spec.md next to it, with at least one row in a table with a \
      column `proof`.
      """)
}
