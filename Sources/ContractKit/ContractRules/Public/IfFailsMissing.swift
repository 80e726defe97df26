extension CheckedRule {
  static let ifFailsMissing = Rule(
    "if-fails-missing", .contract, .strict,
    reason: "without `if_fails`, whoever sees the falsifier fail has to guess where to look",
    details: """
      If the key is missing altogether, that is an error in every contract, because the public format requires it too.
      """,
    covers: ["SCHEMA-009"],
    failing: .falsifier(["⟪if_fails⟫": #""""#]),
    passing: .falsifier()
  ).inContract { context in
    var findings = context.missing(
      "if_fails", in: context.falsifierNodes,
      { "the falsifier \($0.quotedID) does not say what a failure means" },
      help: "say in `if_fails` what is most likely wrong if the prediction fails"
    ).map { finding in
      // The public format accepts an empty diagnosis, but not its absence.
      var finding = finding
      if let place = finding.range, context.source.text(place) != "if_fails" { finding.severity = .error }
      return finding
    }
    guard !context.contract.isStrict, findings.count > 1 else { return findings }
    // In the public format, whoever leaves it out does so in a whole contract.
    let ids = context.falsifierNodes.filter { $0.isBlank("if_fails") }.map(\.quotedID)
    findings[0].message = "the falsifiers \(ids.joined(separator: ", ")) do not say what a failure means"
    if findings.contains(where: { $0.severity == .error }) { findings[0].severity = .error }
    return [findings[0]]
  }
}
