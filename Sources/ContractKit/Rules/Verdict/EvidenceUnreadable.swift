extension Rule {
  static let evidenceUnreadable = Rule(
    "evidence-unreadable", .verdict, .error,
    reason: "an evidence file cannot be read, or does not have the form of evidence",
    details: """
      The form is described in docs/evidence-format.md. The other files are still judged. Run the \
      falsifier again.
      """)
}
