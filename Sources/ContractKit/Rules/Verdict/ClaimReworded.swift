extension Rule {
  static let claimReworded = Rule(
    "claim-reworded", .verdict, .error,
    reason: "what was measured is described in other words than those that somebody has vouched for",
    details: """
      The formula and the domain of each clause that a falsifier binds, the statement of each bound invariant, and the \
      falsifier's prediction have a digest in evidence/CONTRACT/binding.txt. It is entered when the falsifier is first \
      bound, and no later run renews it: only a reader can tell whether other words still say what was measured. Read \
      both versions (`git log -p` on the contract), then have somebody answer for the new words:

          pv verify --accept-wording --reason "the domain says how NaN is treated" --owner @name

      Digest, owner and reason are then in the binding file, for a review to see. With paths of contracts after the \
      options, only these contracts are changed.
      """)
}
