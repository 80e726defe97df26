extension CheckedRule {
  static let waiverUnanswered = Rule(
    "waiver-unanswered", .contract, .strict,
    reason: """
      to waive a claim for years, without a stated reason, or in the name of somebody who cannot be asked, is to give \
      it up
      """,
    details: """
      This applies to `waived` and `loosened` alike. A reason must have more than one word; the same applies to \
      reasons under `blind_to`, `lets_pass`, `no_orders` and `blocked`. An owner is `@name`, `team:name` or an e-mail \
      address. The last day must be at most a year after the day on which the contract is judged (today, or the day \
      that `--as-of` names); after the last day, somebody has to look again and renew the entry. The same limit \
      applies to the review date under `blocked`.
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
  ).inContract { context in
    let falsifiers = context.contract.falsifiers.filter(\.hasAdditions)
    let waivers = falsifiers.compactMap(\.waiver) + context.contract.loosenings.map(\.waiver)
    let reviews = falsifiers.compactMap(\.blocked?.review)
    let reasons = waivers.map(\.reason) + falsifiers.flatMap(\.excuses)
    guard !reasons.isEmpty || !reviews.isEmpty else { return [] }
    let last = context.today.aYearLater
    let tooFar = (waivers.map(\.until) + reviews).filter { $0.value > last }.map {
      Finding(
        $0.range, "\($0.value) is more than a year ahead",
        help: "write a day until \(last), and renew it where it must stand for longer")
    }
    let empty = reasons.filter { !Answer.isReason($0.value) }.map {
      Finding(
        $0.range, "`\($0.value)` is not a reason that somebody else could judge",
        help: "say in a sentence why it is acceptable")
    }
    let nobody = waivers.map(\.owner).filter { !Answer.isOwner($0.value) }.map {
      Finding(
        $0.range, "`\($0.value)` names nobody who could be asked",
        help: "write `@name`, `team:name` or an e-mail address")
    }
    return tooFar + empty + nobody
  }
}

extension Falsifier {
  /// Why something need not be shown, each in the contract's words.
  fileprivate var excuses: [Located<String>] {
    if blindTo.isEmpty, checks.isEmpty, noOrders == nil, blocked == nil { return [] }
    return blindTo.map(\.reason) + checks.flatMap { $0.letsPass.map(\.reason) }
      + [noOrders, blocked?.reason].compactMap(\.self)
  }
}
