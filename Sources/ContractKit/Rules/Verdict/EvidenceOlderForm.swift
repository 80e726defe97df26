extension Rule {
  static let evidenceOlderForm = Rule(
    "evidence-older-form", .verdict, .error, reason: "an evidence file was written by an earlier version of the format",
    details: """
      It is not judged: an earlier form says less than a verdict needs now. Run the falsifier again; it writes the \
      present form.
      """)
}
