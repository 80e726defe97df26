extension CheckedRule {
  static let liveWithoutWeights = Rule(
    "live-without-weights", .contract, .strict,
    reason: """
      evidence has the level `live` only if an input has the digest of weights that the falsifier lists under `needs`
      """,
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
