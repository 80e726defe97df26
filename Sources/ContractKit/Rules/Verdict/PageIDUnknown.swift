extension Rule {
  static let pageIDUnknown = Rule(
    "page-id-unknown", .verdict, .error,
    reason: "a page leans on a claim that nobody makes",
    details: """
      Pages are those that `prose:` in pv.yaml lists. Outside of fenced blocks a word that begins as ids of this project \
      do and ends with a number is a falsifier or a gate, and one in small letters that ends with `-vN` is a contract.
      """)
}
