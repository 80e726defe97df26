extension Rule {
  static let pageCountDiffers = Rule(
    "page-count-differs", .verdict, .error,
    reason: "a page states a wrong number of claims",
    details: """
      On pages that `prose:` in pv.yaml lists, digits directly before `contracts`, `clauses` or `falsifiers` must be \
      one of the scoreboard's numbers of them: of all, of one contract, of those with one status, of those that hold.
      """)
}
