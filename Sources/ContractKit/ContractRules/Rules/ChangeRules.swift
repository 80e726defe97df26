/// The rules that `pv diff` emits. They need two versions, so they have no example in YAML.
enum ChangeRules {
  static let all: [Rule] = [
    .claimLoosened,
    .settingLoosened,
    .versionNotBumped,
    .wordingChanged,
  ]
}

extension Rule {
  package static let claimLoosened = Rule(
    "claim-loosened", .change, .error, reason: "a claim that became easier to pass may hold for that reason alone",
    details: """
      A change that makes something pass that did not pass before needs an owner who answers for it, a reason and a \
      last day. Write them into the new version, with the subject as `pv diff` names it:

          loosened:
            - change: FALSIFY-SM-001/max_abs_error
              reason: "binary16 inputs round before the kernel sees them"
              owner: "team:kernels"
              until: 2027-03-31

      A subject covers everything below it: the id of a falsifier covers its checks, mutants and bindings. A contract \
      that was removed is named in any contract that remains. In a comparison with the last release, an item of \
      CHANGELOG.md that is newer than the release answers as well: - `CONTRACT#SUBJECT`: REASON (OWNER), or - \
      `CONTRACT`: REASON (OWNER) for one that was removed.
      """)

  package static let settingLoosened = Rule(
    "setting-loosened", .change, .error,
    reason: "a page that is listed no more, or a demand that is made no more, is given up in silence",
    details: """
      Compared are pv.yaml of the last release and of now: pages and contracts that `prose` no longer covers though they are \
      there, `ship_spec` that is no longer required, `keys` that are gone, or of which there are more. A contract that \
      `exclude` covers now and did not then counts as removed. An item of CHANGELOG.md that is newer than the release answers \
      for it: - `pv.yaml#prose/docs/models.md`: REASON (OWNER); `pv.yaml#prose` covers all pages.
      """)

  package static let versionNotBumped = Rule(
    "version-not-bumped", .change, .strict,
    reason: "only the version tells whoever relies on a contract that the claim has changed",
    details: """
      Major if a claim became easier or was replaced by another, minor if it became harder or was added, patch if only \
      its text changed; a discharge_status that pv keeps needs none. Before 1.0.0, minor takes the place of major.
      """)

  package static let wordingChanged = Rule(
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
