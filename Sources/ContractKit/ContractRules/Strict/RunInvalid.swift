extension CheckedRule {
  static let runInvalid = Rule(
    "run-invalid", .contract, .strict,
    reason: "a falsifier must be run in exactly one way, and a program that cannot be started measures nothing",
    details: """
      `run` is a list of texts that are not empty: a program and its arguments. The arguments are passed as they are, \
      without a shell. A falsifier has either `run` or `test`, not both. `bits: {vary: REASON}` says that the bits of \
      the outputs vary from run to run. It is allowed only together with `run`, and its reason must have more than one \
      word. No check of such a falsifier may be about a bit pattern or a digest, because these vary too.
      """,
    failing: .falsifier(["run": #"⟪[python3, python/test_softmax.py, ""]⟫"#], without: ["test"]),
    passing: .falsifier(["run": "[python3, -m, pytest, python/test_softmax.py]"], without: ["test"])
  ).inContract { context in
    guard context.contract.isStrict else { return [] }
    return context.falsifiers.flatMap { falsifier, node -> [Finding] in
      var findings: [Finding] = []
      if let run = node.entry("run"), run.value.kind == .sequence {
        if falsifier.run.isEmpty || falsifier.run.count != node.elements("run").map({ $0 }).count {
          findings.append(
            Finding(
              context.range(run.value), "`run` names no program, or has an empty argument",
              help: "write a list, for instance [python3, -m, pytest, tests/test_scale.py]"))
        }
        if let test = falsifier.test {
          findings.append(
            Finding(
              test.range, "`\(falsifier.id.value)` has both `test` and `run`",
              help: "keep `test` if an XCTest measures, or `run` if a program leaves a recording"))
        }
      }
      return findings + bitsProblems(falsifier, node, context)
    }
  }

  private static func bitsProblems(_ falsifier: Falsifier, _ node: YAMLNode, _ context: RuleContext) -> [Finding] {
    guard let bits = node.entry("bits") else { return [] }
    guard falsifier.isRecorded else {
      return [
        Finding(
          context.range(bits.key), "`bits` is for recordings, but `\(falsifier.id.value)` has no `run`",
          help: "remove it: the outputs of an XCTest have the same bits in every run")
      ]
    }
    guard let reason = falsifier.varies else { return [] }
    guard Answer.isReason(reason.value) else {
      return [
        Finding(
          reason.range, "`vary` gives no reason",
          help: "say in a few words what makes the bits vary, such as atomic additions in any order")
      ]
    }
    return falsifier.checks.filter { MetricName.isText($0.metric.value) }.map {
      Finding(
        $0.metric.range, "`\($0.metric.value)` asks for bits, but those of `\(falsifier.id.value)` vary",
        help: "check an error instead, such as max_abs_error or outside_bound")
    }
  }
}
