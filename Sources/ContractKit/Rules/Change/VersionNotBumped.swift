extension Rule {
  static let versionNotBumped = Rule(
    "version-not-bumped", .change, .strict,
    reason: "whoever relies on a contract learns from its version alone that the claim is another one",
    details: """
      Major where a claim became easier or another one, minor where it became harder or was added, patch where only \
      its text moved; a discharge_status that pv keeps needs none. Before 1.0.0 a minor version does for a major one.
      """)
}
