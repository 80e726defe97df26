extension Rule {
  static let attestationRefused = Rule(
    "attestation-refused", .verdict, .error, reason: "what is attested is not what this checkout has",
    details: """
      `pv verify --attestation FILE` requires that a trusted key has signed a statement whose files, by their names \
      and digests, are exactly the contracts, evidence and bindings of this checkout. The first one that differs is \
      named.
      """)
}
