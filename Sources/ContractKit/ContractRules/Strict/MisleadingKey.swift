extension CheckedRule {
  static let misleadingKey = Rule(
    "misleading-key", .contract, .error,
    reason: "a reader would take the value of such a key for something that pv derived",
    details: """
      This rule applies only to pv/1. Authors can add keys of their own to a contract, but not `status`, \
      `verdict_basis` or `evidence` in the contract, its metadata, an equation, an invariant, an obligation, a \
      falsifier, a check or a gate: in these places, the keys would seem to repeat what `discharge_status`, `verdict` \
      and the files below evidence/ say, but nothing would keep the two in agreement. The only exception is the \
      `verdict_basis` of a gate, which `pv verify` derives.
      """,
    failing: .falsifier(["⟪status⟫": #""verified""#]),
    passing: .falsifier(["review_notes": #""read twice""#])
  ).inContract { context in
    guard context.contract.isStrict else { return [] }
    let equations = context.root.entries("equations").map(\.value)
    let mappings: [YAMLNode] =
      [context.root] + [context.root["metadata"]].compactMap(\.self) + equations
      + equations.flatMap { $0.mappings("invariants") } + context.obligationNodes + context.falsifierNodes
      + context.checks + context.root.mappings("gates")
    // Of a gate it is derived.
    let gates = Set(context.root.mappings("gates").map(\.position))
    return mappings.flatMap { mapping in
      misleading.compactMap { key in
        guard key.name != "verdict_basis" || !gates.contains(mapping.position) else { return nil }
        return mapping.entry(key.name).map { entry in
          Finding(
            context.range(entry.key), "`\(key.name)` looks like something that pv derives, but nothing checks it",
            help: key.help)
        }
      }
    }
  }

  private static let misleading = [
    (name: "status", help: "write `discharge_status` in a falsifier, `verdict` in a gate, or use another name"),
    (name: "verdict_basis", help: "remove it: `pv explain ID` says what a verdict comes from"),
    (name: "evidence", help: "remove it: evidence is found by contract and falsifier"),
  ]
}
