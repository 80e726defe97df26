extension Rule {
  static let evidenceMisfiled = Rule(
    "evidence-misfiled", .verdict, .error,
    reason: "an evidence file is evidence of another falsifier than its path says",
    details: """
      The contract and the falsifier named inside the file must be those of its path: evidence that was \
      copied proves nothing. Run the falsifier again.
      """)
}
