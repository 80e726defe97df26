extension Rule {
  static let witnessUnsigned = Rule(
    "witness-unsigned", .verdict, .note, reason: "a witness that no trusted key has signed completes no claim",
    details: """
      If pv.yaml lists `keys:`, the file `NAME.dsse` next to a witness must hold a signature by one of them over the \
      witness as it is: `pv attest --witness NAME --key KEY`.
      """)
}
