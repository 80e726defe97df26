extension Rule {
  static let evidenceOlderForm = Rule(
    "evidence-older-form", .verdict, .error,
    reason: "an evidence file or a binding was written by an earlier version of the format",
    details: """
      It is not judged: an earlier form says less than a verdict now needs. Run the falsifier again; it writes the \
      current form. An earlier binding is not overwritten, because words are vouched for in it: remove `binding.txt`, \
      run all falsifiers of the contract, and read in the diff which wordings were entered anew.
      """)
}
