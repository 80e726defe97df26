extension CheckedRule {
  static let looseningExpired = Rule(
    "loosening-expired", .contract, .warning,
    reason: "a weaker claim was accepted for a limited time, and that time is over",
    details: """
      This is only a warning, and no status changes, because the passing of a day does not change what evidence shows.
      """,
    failing: RuleExample(
      """
      loosened:
        - change: FALSIFY-SM-001/max_abs_error
          reason: "the bound is being derived"
          owner: "team:kernels"
          until: ⟪2020-12-31⟫

      """),
    passing: RuleExample(
      """
      loosened:
        - change: FALSIFY-SM-001/max_abs_error
          reason: "the bound is being derived"
          owner: "team:kernels"
          until: 2026-12-31

      """)
  ).inContract { context in
    context.contract.loosenings.filter { $0.waiver.until.value < context.today }.map { loosening in
      Finding(
        loosening.waiver.until.range,
        "the loosening of `\(loosening.change.value)` was accepted until \(loosening.waiver.until.value)",
        help: "restore the claim and remove the entry, or let \(loosening.waiver.owner.value) renew it with a reason")
    }
  }
}
