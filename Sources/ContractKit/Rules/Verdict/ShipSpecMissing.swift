extension Rule {
  static let shipSpecMissing = Rule(
    "ship-spec-missing", .verdict, .error,
    reason: "the project says that it has criteria for a release, and none are there",
    details: """
      `ship_spec: required` in pv.yaml asks for ship-spec.md beside it, with at least one row in a table with a column \
      `proof`.
      """)
}
