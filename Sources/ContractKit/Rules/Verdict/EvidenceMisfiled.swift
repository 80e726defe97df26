extension Rule {
  static let evidenceMisfiled = Rule(
    "evidence-misfiled", .verdict, .error,
    reason: "an evidence file is evidence of a falsifier other than the one its path names",
    details: """
      The contract and the falsifier named inside the file must be those of its path: copied evidence proves nothing. \
      Run the falsifier again.
      """)
}
