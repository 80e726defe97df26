extension Rule {
  static let attestationRefused = Rule(
    "attestation-refused", .verdict, .error, reason: "what is attested is not what stands here",
    details: """
      `pv verify --attestation FILE` asks that a trusted key has signed a statement whose files, by their names and \
      digests, are the contracts, evidence and bindings that stand here, and no others. The first one that differs is named.
      """)
}
