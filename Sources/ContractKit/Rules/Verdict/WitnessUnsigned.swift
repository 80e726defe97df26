extension Rule {
  static let witnessUnsigned = Rule(
    "witness-unsigned", .verdict, .note, reason: "a witness that no trusted key has signed completes no claim",
    details: """
      Where pv.yaml names `keys:`, the file `NAME.dsse` beside a witness must hold a signature of one of them over the \
      witness as it is: `pv attest --witness NAME --key KEY`.
      """)
}
