extension CheckedRule {
  static let needInvalid = Rule(
    "need-invalid", .contract, .strict,
    reason: "a need that does not say exactly which weights or which instruction set it means cannot be checked",
    failing: .falsifier(["needs": "[{⟪weights⟫: qwen2-1.5b-q4k}]"]),
    passing: .falsifier(["needs": "[{isa: avx2}]"])
  ).inContract { context in
    context.falsifierNodes.flatMap { $0.elements("needs") }.compactMap { need in
      let kinds = Falsifier.Need.Kind.allCases.map(\.rawValue).filter { !need.isBlank($0) }
      guard kinds.count == 1 else {
        return Finding(context.head(need), "a need names either `weights` or `isa`", help: "write one of the two")
      }
      guard kinds == ["weights"] else { return nil }
      if let digest = need["sha256"]?.text, Identifier.isSHA256(digest) { return nil }
      let place = need["sha256"] ?? need.entry("weights")?.key ?? need
      return Finding(
        context.range(place), "the weights have no digest",
        help: "add `sha256:` with 64 hex digits, as sha256sum prints them")
    }
  }
}
