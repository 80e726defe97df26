extension Rule {
  static let keyUnusable = Rule(
    "key-unusable", .verdict, .error, reason: "a key that a project trusts cannot be used",
    details: """
      `keys:` in pv.yaml names public keys in PEM, Ed25519 or ECDSA over P-256, as `openssl pkey -pubout` writes them. \
      From then on, a witness counts only if one of them has signed it; while a key cannot be used, what it signed \
      does not count.
      """)
}
