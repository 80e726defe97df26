extension CheckedRule {
  static let evidencePath = Rule(
    "evidence-path", .contract, .strict,
    reason:
      "evidence is stored in evidence/CONTRACT/FALSIFIER.json, so both ids must be valid file names on every system",
    failing: .falsifier(["id": "⟪FALSIFY/SM/001⟫"]),
    passing: .falsifier()
  ).inContract { context in
    let contract = context.contract
    var findings: [Finding] = []
    if !Identifier.isFileName(contract.id) && !contract.falsifiers.isEmpty {
      findings.append(
        Finding(
          context.source.firstLine, "the id `\(contract.id)` is not a portable file name",
          help: "rename the file: letters, digits, `-`, `_` and `.` only"))
    }
    findings += context.falsifiers.map(\.falsifier)
      .filter { contract.isExtended($0) && !Identifier.isFileName($0.id.value) }
      .map { falsifier in
        Finding(
          falsifier.id.range, "the id `\(falsifier.id.value)` is not a portable file name",
          help: "use letters, digits, `-`, `_` and `.` only")
      }
    return findings
  }
}
