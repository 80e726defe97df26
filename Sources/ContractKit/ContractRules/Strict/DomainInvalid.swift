extension CheckedRule {
  static let domainInvalid = Rule(
    "domain-invalid", .contract, .strict,
    reason: "if a part of a domain cannot be read, or names something that does not exist, it requires nothing",
    details: """
      A number of elements is written `N DTYPE`: a whole number of at least 1, one space, and one of f32, f64, i8, \
      i32. `cases` and the numbers in `shape` are whole numbers. An `over` that stands directly under `domain`, not \
      under an input, names metrics of the falsifier's checks. The reason under `exact` must have more than one word.
      """,
    failing: .falsifier([
      "prediction": #""over 240 drawn rows the weights sum to 1""#,
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: ⟪240⟫}}",
    ]),
    passing: .falsifier(["prediction": #""over 240 drawn rows the weights sum to 1""#])
  ).inContract { context in
    context.falsifiers.flatMap { falsifier, node -> [Finding] in
      var findings: [Finding] = []
      if let exact = falsifier.exact, !Answer.isReason(exact.value) {
        findings.append(
          Finding(
            exact.range, "`exact` gives no reason",
            help: "say in a few words why these inputs suffice although none is drawn"))
      }
      guard let domain = node["domain"], domain.kind == .mapping else { return findings }
      let metrics = node.mappings("checks").compactMap { $0["metric"]?.text }
      for key in ["outputs", "over"] {
        for entry in domain.entries(key) {
          findings += extentProblem(entry.value, entry.key, context)
          guard key == "over", let name = entry.name, !metrics.contains(name),
            metrics.allSatisfy({ context.contract.terms.metric($0) != nil })
          else { continue }
          findings.append(
            Finding(
              context.range(entry.key), "no check of `\(falsifier.id.value)` has the metric `\(name)`",
              help: Suggestion.nearest(to: name, among: metrics).map { "did you mean `\($0)`?" }
                ?? "remove it, or add a check"))
        }
      }
      for entry in domain.entries("inputs") {
        if let over = entry.value.entry("over") { findings += extentProblem(over.value, over.key, context) }
        let numbers = [entry.value.entry("cases")?.value].compactMap { $0 } + Array(entry.value.elements("shape"))
        findings += numbers.compactMap { node in
          guard let text = node.text, WholeNumber.read(text) == nil else { return nil }
          return Finding(
            context.range(node), "`\(text.prefix(40))` is not a whole number from 0 to 999999999",
            help: "write digits, for instance 240")
        }
      }
      return findings
    }
  }

  /// A finding where a value is no extent.
  private static func extentProblem(_ node: YAMLNode, _ key: YAMLNode, _ context: RuleContext) -> [Finding] {
    guard node.kind == .scalar, node.text.flatMap({ Domain.Extent($0) }) == nil else { return [] }
    return [
      Finding(
        context.range(node.offsets.isEmpty ? key : node),
        "`\(node.anyText.prefix(40))` is not a number of elements with a type",
        help: "write `N DTYPE`, for instance `240 f32`; types are f32, f64, i8 and i32")
    ]
  }
}
