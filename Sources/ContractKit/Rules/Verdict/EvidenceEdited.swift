extension Rule {
  static let evidenceEdited = Rule(
    "evidence-edited", .verdict, .error,
    reason: "the bytes of an evidence file or of its binding are not those whose digest was recorded",
    details: """
      Evidence is written only by falsifier runs. A hand edit, a merge conflict resolved by hand, or a changed line \
      end is found here, and so is a line of binding.txt that does not fit its seal. Run the falsifier again.
      """)
}
