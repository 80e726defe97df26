extension Rule {
  static let pageIDUnknown = Rule(
    "page-id-unknown", .verdict, .error,
    reason: "a page names a claim, a metric or a stage that does not exist",
    details: """
      Pages are those that `prose:` in pv.yaml lists. Outside fenced blocks, a word that begins as this project's ids \
      do and ends with a number must be a falsifier or a gate, and a word in lower-case letters that ends with `-vN` \
      must be a contract. Metrics and stages are checked where a page says that something is one: docs/pages.md.
      """)
}
