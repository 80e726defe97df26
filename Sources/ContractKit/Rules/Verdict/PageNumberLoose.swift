extension Rule {
  static let pageNumberLoose = Rule(
    "page-number-loose", .verdict, .note,
    reason: "a number that is typed does not change when the measurement does",
    details: """
      On pages that `prose:` in pv.yaml lists, and in the texts of contracts where it lists these: a number of three \
      or more digits should point at a value that it equals, as `[0.4391 %](pv:FALSIFIER/METRIC)`, if that value is of \
      a falsifier that is named in the same paragraph, or whose text it is: docs/prose-numbers.md.
      """)
}
