import Metrics

extension CheckedRule {
  static let boundInvalid = Rule(
    "bound-invalid", .contract, .strict,
    reason: "a bound that the recorder cannot evaluate as written bounds nothing",
    details: """
      If the name under `function` has no `.`, it must be the name of a function in docs/bounds.md. The bound must \
      then state the version given there, and exactly the parameters of that function. If the name has a `.`, the \
      function belongs to the package itself, and whether the parameters are right is known only when the function \
      runs. All checks of `outside_bound` and `bound_ratio` on the same subject (`sums` in `sums.bound_ratio`) must \
      name the same bound.
      """,
    failing: .falsifier([
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {sums.bound_ratio: 240 f32}}",
      "checks": "[{metric: sums.bound_ratio, bound: {function: ⟪softmax_sums⟫, version: 1, lanes: 64}, at_most: 1}]",
    ]),
    passing: .falsifier([
      "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {sums.bound_ratio: 240 f32}}",
      "checks": "[{metric: sums.bound_ratio, bound: {function: softmax_sum, version: 1, lanes: 64}, at_most: 1}]",
    ])
  ).inContract { context in
    context.checks.flatMap { check -> [Finding] in
      guard let entry = check.entry(CheckKey.bound), !entry.value.isNull, let metric = check["metric"]?.text else {
        return []
      }
      guard NamedBound.isNeeded(by: metric) else {
        return [
          Finding(
            context.range(entry.key), "`\(metric)` is relative to no bound",
            help: "remove `bound`, or check `outside_bound` or `bound_ratio`")
        ]
      }
      return (entry.value.elements.map(Array.init) ?? [entry.value]).flatMap { problems(of: $0, context) }
    } + context.falsifiers.flatMap { differing($0.falsifier) }
  }

  /// What is wrong with one bound, at the words that are wrong.
  private static func problems(of node: YAMLNode, _ context: RuleContext) -> [Finding] {
    guard let entries = node.entries else { return [] }
    var findings: [Finding] = []
    for entry in entries where entry.name != BoundKey.function {
      if let text = entry.value.text, WholeNumber.read(text) == nil {
        findings.append(
          Finding(
            context.range(entry.value),
            "`\(entry.name ?? "")` must be a whole number from 0 to 999999999, not `\(text.prefix(40))`",
            help: "write digits, for instance 64"))
      }
    }
    guard findings.isEmpty, let written = node[BoundKey.function], let name = written.text else { return findings }
    guard let function = BoundFunction.named(name) else {
      guard !BoundFunction.isOwn(name) else { return [] }
      return [
        Finding(
          context.range(written), "`\(name)` is not a bound function",
          help: Suggestion.nearest(to: name, among: BoundFunction.all.map(\.name)).map { "did you mean `\($0)`?" }
            ?? "docs/bounds.md lists them all; the name of one of your own must have a `.`")
      ]
    }
    if let version = node[BoundKey.version], let number = version.text.flatMap(WholeNumber.read),
      number != function.version
    {
      findings.append(
        Finding(
          context.range(version), "`\(name)` has no version \(number)",
          help:
            "docs/bounds.md has version \(function.version): read it, and write that number if this is what is claimed")
      )
    }
    for parameter in function.parameters {
      guard let entry = node.entry(parameter.name), let value = entry.value.text.flatMap(WholeNumber.read) else {
        findings.append(
          Finding(
            context.range(node.entry(parameter.name)?.key ?? written),
            "`\(name)` lacks its parameter `\(parameter.name)`",
            help: "add `\(parameter.name):`, \(parameter.domain): \(parameter.meaning)"))
        continue
      }
      if !parameter.allows(value) {
        findings.append(
          Finding(
            context.range(entry.value), "`\(parameter.name)` of `\(name)` must be \(parameter.domain), not \(value)",
            help: "it is \(parameter.meaning)"))
      }
    }
    let known = function.parameters.map(\.name)
    for entry in entries {
      guard let key = entry.name, ![BoundKey.function, BoundKey.version].contains(key), !known.contains(key) else {
        continue
      }
      findings.append(
        Finding(
          context.range(entry.key), "`\(name)` has no parameter `\(key)`",
          help: known.isEmpty
            ? "remove it: the function takes none"
            : "the function takes \(known.map { "`\($0)`" }.joined(separator: ", "))"))
    }
    return findings
  }

  /// Checks of one subject that name two bounds.
  private static func differing(_ falsifier: Falsifier) -> [Finding] {
    var first: [String: Check] = [:]
    return falsifier.checks.filter { !$0.bound.isEmpty }.compactMap { check in
      guard let other = first[check.subject] else {
        first[check.subject] = check
        return nil
      }
      guard other.bound != check.bound else { return nil }
      return Finding(
        check.range,
        "`\(check.metric.value)` has the bound \(check.bound.text), but `\(other.metric.value)` has \(other.bound.text)",
        help: "one subject has one bound; compare a second time under another subject")
    }
  }
}
