extension CheckedRule {
  static let noiseUnmeasured = Rule(
    "noise-unmeasured", .contract, .strict,
    reason: """
      a tolerance whose rounding noise was never measured may be below that noise, or far above the error of a fault
      """,
    details: """
      A falsifier with a tolerance lists under `orders` the orders of summation in which its computation is also \
      measured, or says under `no_orders` why there are none: for example, nothing is summed, or the claim is about \
      one order only. A check with `equals` is a tolerance in only two cases: if it has `within`, or if it requires \
      `equals: 0` of the metric `outside_bound`, which counts the elements outside an error bound. In the second case, \
      the error bound is the tolerance.
      """,
    failing: .falsifier(["id": "⟪FALSIFY-SM-001⟫"], without: ["orders"]),
    passing: .falsifier(["orders": "[sequential, reversed, pairwise, lanes_8, lanes_16, lanes_64, sorted]"])
  ).inContract { context in
    context.falsifiers.compactMap { falsifier, _ in
      if let reason = falsifier.noOrders, !falsifier.orders.isEmpty {
        return Finding(
          reason.range, "there is `no_orders` as well as `orders`", help: "keep the one that is meant")
      }
      guard context.contract.isExtended(falsifier), falsifier.orders.isEmpty, falsifier.noOrders == nil,
        let check = falsifier.checks.first(where: { $0.tolerance != nil })
      else { return nil }
      return Finding(
        falsifier.id.range, "`\(falsifier.id.value)` has a tolerance (\(check.metric.value)) but measures no noise",
        help: "list `orders:` and run them, or say why there are none: `no_orders: \"...\"`")
    }
  }
}
