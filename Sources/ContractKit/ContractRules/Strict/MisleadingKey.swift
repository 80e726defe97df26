extension CheckedRule {
  static let misleadingKey = Rule(
    "misleading-key", .contract, .error,
    reason: "a reader takes something for a verdict that nobody derived",
    details: """
      Only in pv/1. A contract can carry keys of its authors' own, but not `status`, `verdict_basis` and `evidence` in \
      the contract, its metadata, an equation, an invariant, an obligation, a falsifier, a check or a gate: there they \
      mean what `discharge_status`, `verdict` and the files below evidence/ say, and nothing keeps them in agreement \
      with these. Only a gate can have `verdict_basis`, which `pv verify` derives.
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
            context.range(entry.key), "`\(key.name)` says what pv derives, and is held to nothing", help: key.help)
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
