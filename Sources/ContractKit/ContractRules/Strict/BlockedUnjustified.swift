extension CheckedRule {
  static let blockedUnjustified = Rule(
    "blocked-unjustified", .contract, .strict,
    reason: "if a falsifier is declared BLOCKED although it could run, nobody sees what its run would show",
    failing: .falsifier(["discharge_status": "⟪BLOCKED⟫"]),
    passing: .falsifier([
      "needs": "[{isa: avx512}]", "blocked": #"{reason: "no such machine", review: 2026-12-31}"#,
      "discharge_status": "BLOCKED",
    ])
  ).inContract { context in
    context.falsifiers.flatMap { falsifier, _ -> [Finding] in
      var findings: [Finding] = []
      if let status = falsifier.status, status.value == "BLOCKED" {
        if falsifier.blocked == nil {
          findings.append(
            Finding(
              status.range, "BLOCKED without a reason", help: "add `blocked: {reason: \"...\", review: YYYY-MM-DD}`"))
        } else if falsifier.needs.isEmpty {
          findings.append(
            Finding(
              status.range, "BLOCKED, but nothing is needed",
              help: "say in `needs:` which weights or instruction set a run lacks"))
        }
      }
      return findings
    }
  }
}
