extension Rule {
  /// A library does not what a clause claims.
  public static let conformanceFalsified = Rule(
    "conformance-falsified", .conformance, .error, reason: "a kernel of the library does not satisfy a clause",
    details: """
      The library's kernel took the place of ours in the falsifier's own experiment, and a check of the contract is \
      violated, or a call did not return. The command in the finding shows it again; `if_fails` of the falsifier, \
      which `pv explain FALSIFIER` prints, says where to look. What the fault looks like is a guess, from many calls \
      compared with ours.
      """)
}
