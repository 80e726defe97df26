extension Rule {
  static let claimLoosened = Rule(
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
}
