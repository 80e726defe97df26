extension Rule {
  static let waiverUnanswered = Rule(
    "waiver-unanswered", .contract, .strict,
    reason: "a claim that is waived for years, for no stated reason or by nobody who can be asked, is a claim given up",
    details: """
      This applies to `waived` and `loosened` alike. A reason has more than one word. An owner is `@name`, `team:name` \
      or an e-mail address. The last day is at most a year after the one on which the contract is judged (today, or \
      what `--as-of` names); after it, somebody has to look again and renew it. The same limit applies to the review \
      date under `blocked`.
      """,
    failing: RuleExample(
      """
      loosened:
        - change: FALSIFY-SM-001/max_abs_error
          reason: ⟪rounding⟫
          owner: ⟪kernels⟫
          until: ⟪2099-12-31⟫

      """),
    passing: RuleExample(
      """
      loosened:
        - change: FALSIFY-SM-001/max_abs_error
          reason: "binary16 inputs round before the kernel sees them"
          owner: "team:kernels"
          until: 2026-12-31

      """)
  ) { context in
    let waivers =
      context.contract.falsifiers.compactMap(\.waiver) + context.contract.loosenings.map(\.waiver)
    let reviews = context.contract.falsifiers.compactMap(\.blocked?.review)
    guard !waivers.isEmpty || !reviews.isEmpty else { return [] }
    let last = context.today.aYearLater
    let tooFar = (waivers.map(\.until) + reviews).filter { $0.value > last }.map {
      Finding(
        $0.range, "\($0.value) is more than a year ahead",
        help: "write a day until \(last), and renew it where it must stand for longer")
    }
    return tooFar
      + waivers.flatMap { waiver -> [Finding] in
        var found: [Finding] = []
        if !Answer.isReason(waiver.reason.value) {
          found.append(
            Finding(
              waiver.reason.range, "`\(waiver.reason.value)` is no reason that somebody else could judge",
              help: "say in a sentence why it is acceptable for now"))
        }
        if !Answer.isOwner(waiver.owner.value) {
          found.append(
            Finding(
              waiver.owner.range, "`\(waiver.owner.value)` names nobody who could be asked",
              help: "write `@name`, `team:name` or an e-mail address"))
        }
        return found
      }
  }
}
