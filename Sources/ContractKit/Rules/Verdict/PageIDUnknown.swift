extension Rule {
  static let pageIDUnknown = Rule(
    "page-id-unknown", .verdict, .error,
    reason: "a page leans on a claim, a metric or a stage that is nowhere",
    details: """
      Pages are those that `prose:` in pv.yaml lists. Outside of fenced blocks a word that begins as ids of this project \
      do and ends with a number is a falsifier or a gate, and one in small letters that ends with `-vN` is a contract. \
      Metrics and stages are asked about where a page says that something is one: docs/pages.md.
      """)
}
