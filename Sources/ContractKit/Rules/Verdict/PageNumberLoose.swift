extension Rule {
  static let pageNumberLoose = Rule(
    "page-number-loose", .verdict, .note,
    reason: "a number that is typed does not move when the measurement does",
    details: """
      On pages that `prose:` in pv.yaml lists, and in the texts of contracts where it lists these: a number of three or \
      more digits that equals a value of a falsifier which is named in the same paragraph, or whose text it is, points at \
      that value, as `[0.4391 %](pv:FALSIFIER/METRIC)`: docs/prose-numbers.md.
      """)
}
