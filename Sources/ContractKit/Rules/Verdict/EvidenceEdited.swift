extension Rule {
  static let evidenceEdited = Rule(
    "evidence-edited", .verdict, .error,
    reason: "the bytes of an evidence file, or its binding, are not those that their digest was taken of",
    details: """
      Evidence is written by falsifier runs only. A hand edit, a merge conflict resolved by hand, or a \
      changed line end shows here, and so does a line of binding.txt that does not fit its seal. Run the falsifier again.
      """)
}
