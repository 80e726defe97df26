extension Rule {
  static let bindingUnreadable = Rule(
    "binding-unreadable", .verdict, .error,
    reason: "a binding in no known form says nothing about the evidence next to it",
    details: """
      `binding.txt` in the folder of a contract's evidence is written only by falsifier runs; docs/evidence-format.md \
      specifies its form. After a merge, take the lines of both sides, sorted, and run the falsifiers that `pv verify` \
      names.
      """)
}
