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
      A change that lets something pass that did not pass before needs an owner who answers for it, a reason and a \
      last day. Write them into the new version, with the subject as `pv diff` names it:

          loosened:
            - change: FALSIFY-SM-001/max_abs_error
              reason: "binary16 inputs round before the kernel sees them"
              owner: "team:kernels"
              until: 2027-03-31

      A subject covers everything below it: the id of a falsifier covers its checks, mutants and bindings. If a \
      contract was removed, name it in any contract that remains. In a comparison with the last release, a list item \
      in CHANGELOG.md that is newer than the release is an answer too:

          - `CONTRACT#SUBJECT`: REASON (OWNER)

      For a contract that was removed, the item names only the CONTRACT.
      """)

  package static let settingLoosened = Rule(
    "setting-loosened", .change, .error,
    reason: "without this rule, nobody would notice that a page or a requirement was dropped from pv.yaml",
    details: """
      The pv.yaml of the last release is compared with the present one. There is a finding for each page or contract \
      that still exists but is no longer covered by `prose`, for a `ship_spec` that is no longer required, for `keys` \
      that were all removed, for each key that was added to existing ones (its signatures are then trusted, too), and \
      for each class of faults that an operation no longer requires. A contract counts as removed if `exclude` covers \
      it now but did not cover it at the last release. A list item in CHANGELOG.md that is newer than the release \
      answers for a change:

          - `pv.yaml#prose/docs/models.md`: REASON (OWNER)

      An item for `pv.yaml#prose` answers for all pages.
      """)

  package static let versionNotBumped = Rule(
    "version-not-bumped", .change, .strict,
    reason: "people who rely on a contract learn only from its version that a claim has changed",
    details: """
      Raise the major version if a claim became easier or was replaced by another, the minor version if a claim became \
      harder or was added, and the patch version if only the text changed. A change to a discharge_status, which pv \
      maintains, needs no new version. Before 1.0.0, raise the minor version instead of the major one.
      """)

  package static let wordingChanged = Rule(
    "wording-changed", .change, .warning,
    reason: "only a reader can tell whether prose claims less than before",
    details: """
      The formula, the domain, an invariant or an obligation reads differently. If one bound of a domain changed, pv \
      says whether the domain became narrower or wider; any other change must be judged by a reader. A `loosened` \
      entry for the subject says that somebody has read the change. In a comparison with the last release (`pv diff` \
      without a commit), the change is an error until somebody answers for it: under `loosened:`, by `pv verify \
      --accept-wording` for all falsifiers of the contract that bind the clause, or in a list item in CHANGELOG.md \
      that is newer than the release:

          - `CONTRACT#SUBJECT`: REASON (OWNER)
      """)
}
