extension Rule {
  static let evidenceNewerSchema = Rule(
    "evidence-newer-schema", .verdict, .error, reason: "an evidence file was written by a later version of the format",
    details: """
      Use a pv at least as new as the one that the falsifiers were built with.
      """)
}
