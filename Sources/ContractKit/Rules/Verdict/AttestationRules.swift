extension Rule {
  static let attestationRefused = Rule(
    "attestation-refused", .verdict, .error, reason: "what is attested is not what stands here",
    details: """
      `pv verify --attestation FILE` asks that a trusted key has signed a statement whose files, by their names and \
      digests, are the contracts, evidence and bindings that stand here, and no others. The first one that differs is named.
      """)

  static let keyUnusable = Rule(
    "key-unusable", .verdict, .error, reason: "a key that a project trusts cannot be used",
    details: """
      `keys:` in pv.yaml names public keys in PEM, Ed25519 or ECDSA over P-256, as `openssl pkey -pubout` writes them. From \
      then on a witness counts only where one of them has signed it; while a key cannot be used, what it signed does not count.
      """)

  static let witnessUnsigned = Rule(
    "witness-unsigned", .verdict, .note, reason: "a witness that no trusted key has signed completes no claim",
    details: """
      Where pv.yaml names `keys:`, the file `NAME.dsse` beside a witness must hold a signature of one of them over the \
      witness as it is: `pv attest --witness NAME --key KEY`.
      """)
}
