extension CheckedRule {
  static let liveWithoutWeights = Rule(
    "live-without-weights", .contract, .strict,
    reason: "evidence is live only if its input is the weights that the contract names by digest",
    failing: .falsifier(["requires": "⟪live⟫"]),
    passing: .falsifier(["requires": "algorithm"])
  ).inContract { context in
    context.falsifiers.compactMap { falsifier, _ in
      guard let level = falsifier.requires, level.value == .live,
        !falsifier.needs.contains(where: { $0.kind == .weights })
      else { return nil }
      return Finding(
        level.range, "`requires: live` without weights",
        help: "add `needs: [{weights: NAME, sha256: DIGEST}]`")
    }
  }
}
