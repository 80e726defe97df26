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
      contract was removed, name it in any contract that remains. In a comparison with the last release, an item of \
      CHANGELOG.md that is newer than the release is an answer too: - `CONTRACT#SUBJECT`: REASON (OWNER), or - \
      `CONTRACT`: REASON (OWNER) for a contract that was removed.
      """)

  package static let settingLoosened = Rule(
    "setting-loosened", .change, .error,
    reason: "dropping a page or a demand from pv.yaml would otherwise go unnoticed",
    details: """
      The pv.yaml of the last release is compared with the present one. Findings are pages and contracts that still \
      exist but are no longer covered by `prose`, a `ship_spec` that is no longer required, `keys` that were added \
      or all removed, and operations that require fewer classes of faults. A contract that `exclude` covers now but \
      did not cover then counts as removed. An item of CHANGELOG.md that is newer than the release answers for a \
      change: - `pv.yaml#prose/docs/models.md`: REASON (OWNER); `pv.yaml#prose` covers all pages.
      """)

  package static let versionNotBumped = Rule(
    "version-not-bumped", .change, .strict,
    reason: "only the version tells whoever relies on a contract that the claim has changed",
    details: """
      Raise the major version if a claim became easier or was replaced by another, the minor version if a claim \
      became harder or was added, and the patch version if only the text changed; a discharge_status that pv \
      maintains needs no new version. Before 1.0.0, minor takes the place of major.
      """)

  package static let wordingChanged = Rule(
    "wording-changed", .change, .warning,
    reason: "only a reader can tell whether prose claims less than before",
    details: """
      The formula, the domain, an invariant or an obligation reads differently. If one bound of a domain changed, pv \
      says whether the domain became narrower or wider; anything else is left to a reader. A `loosened` entry for \
      the subject says that somebody has read the change. In a comparison with the last release (`pv diff` without a \
      commit), the change is an error until somebody answers for it: under `loosened:`, by `pv verify \
      --accept-wording` for all falsifiers of the clause, or in an item of CHANGELOG.md that is newer than the \
      release: - `CONTRACT#SUBJECT`: REASON (OWNER).
      """)
}
