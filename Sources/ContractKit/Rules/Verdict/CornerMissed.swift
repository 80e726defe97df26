extension Rule {
  static let cornerMissed = Rule(
    "corner-missed", .verdict, .error, reason: "a search never hit a corner of the domain that it declares",
    details: """
      A falsifier that draws its cases says which corners of the domain matter, and the evidence how many \
      cases lie in each. None means that the claim was not tried where it matters.
      """)
}
