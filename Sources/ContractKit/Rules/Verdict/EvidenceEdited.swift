extension Rule {
  static let evidenceEdited = Rule(
    "evidence-edited", .verdict, .error, reason: "an evidence file's bytes are not those that its digest was taken of",
    details: """
      Evidence is written by falsifier runs only. A hand edit, a merge conflict resolved by hand, or a \
      changed line end shows here. Run the falsifier again.
      """)
}
