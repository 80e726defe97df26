extension Rule {
  static let gateFails = Rule(
    "gate-fails", .verdict, .error, reason: "with --gates, a gate that fails rejects, even if it says that it fails",
    details: """
      Only under `pv verify --gates`, as before a release. A gate that says `ship_blocking: false`, which the public \
      format has, rejects nothing.
      """)
}
