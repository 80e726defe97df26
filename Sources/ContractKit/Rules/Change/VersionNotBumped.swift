extension Rule {
  static let versionNotBumped = Rule(
    "version-not-bumped", .change, .strict,
    reason: "only the version tells whoever relies on a contract that the claim has changed",
    details: """
      Major if a claim became easier or was replaced by another, minor if it became harder or was added, patch if only \
      its text changed; a discharge_status that pv keeps needs none. Before 1.0.0, minor takes the place of major.
      """)
}
