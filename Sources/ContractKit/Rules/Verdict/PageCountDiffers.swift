extension Rule {
  static let pageCountDiffers = Rule(
    "page-count-differs", .verdict, .error,
    reason: "a page counts claims that are not there",
    details: """
      On pages that `prose:` in pv.yaml lists: digits directly before `contracts`, `clauses` or `falsifiers` are a number \
      that the scoreboard has of them: of all, of one contract, of those with one status, of those that hold.
      """)
}
