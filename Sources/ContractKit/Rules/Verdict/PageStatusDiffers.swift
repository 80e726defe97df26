extension Rule {
  static let pageStatusDiffers = Rule(
    "page-status-differs", .verdict, .error,
    reason: "a page calls a falsifier what it is not",
    details: """
      On pages that `prose:` in pv.yaml lists, a status among the three words after a falsifier's id, in the same \
      sentence and not after `not` or `never`, must be the derived one.
      """)
}
