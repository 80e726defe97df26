extension Rule {
  /// A library's kernel has another order of operations than ours.
  public static let conformanceOtherBits = Rule(
    "conformance-other-bits", .conformance, .note,
    reason: "results within the bound have other bits than our order of operations gives",
    details: """
      A clause of ours fixes the bits of one order of operations. A library that adds in another order, or rounds \
      another product, can satisfy every bound but not this clause.
      """)
}
