extension Rule {
  static let cornerMissed = Rule(
    "corner-missed", .verdict, .error, reason: "a search never hit a corner of the domain that it declares",
    details: """
      A falsifier that draws its cases says which corners of the domain matter, and the evidence says how many cases \
      lie in each. If there are none, the claim was not tried where it matters.
      """)
}
