extension Rule {
  static let witnessUnreadable = Rule(
    "witness-unreadable", .verdict, .error, reason: "a file among the witnesses is not a witness, or was edited",
    details: """
      Witnesses are written only by `pv repro --witness NAME`; their form is described in docs/witnesses.md. A witness \
      that cannot be read covers nothing.
      """)
}
