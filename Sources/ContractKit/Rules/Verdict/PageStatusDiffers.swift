extension Rule {
  static let pageStatusDiffers = Rule(
    "page-status-differs", .verdict, .error,
    reason: "a page calls a falsifier what it is not",
    details: """
      On pages that `prose:` in pv.yaml lists: a status among the three words behind a falsifier's id, in the same \
      sentence and not after `not` or `never`, is the derived one.
      """)
}
