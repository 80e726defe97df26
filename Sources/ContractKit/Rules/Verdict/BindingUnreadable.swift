extension Rule {
  static let bindingUnreadable = Rule(
    "binding-unreadable", .verdict, .error,
    reason: "a binding in no known form says nothing of the evidence beside it",
    details: """
      `binding.txt` in the folder of a contract's evidence is written by falsifier runs only; docs/evidence-format.md has \
      its form. After a merge, take the lines of both sides, sorted, and run the falsifiers that `pv verify` names.
      """)
}
