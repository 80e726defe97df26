extension Rule {
  static let wordingChanged = Rule(
    "wording-changed", .change, .warning,
    reason: "whether prose claims less than before, only a reader can tell",
    details: """
      The formula, the domain, an invariant or an obligation reads differently. If one bound of a domain changed, pv \
      says whether it became narrower or wider; anything else is left to a reader. A `loosened` entry for the subject \
      says that somebody has read it. In a comparison with the last release (`pv diff` without a commit), it is an \
      error until somebody answers: under `loosened:`, by `pv verify --accept-wording` for all falsifiers of the \
      clause, or in an item of CHANGELOG.md that is newer than the release: - `CONTRACT#SUBJECT`: REASON (OWNER).
      """)
}
