/// Hypotheses for programs; see `pv schema status`.
package enum HypothesisJSON {
  /// Questions with their hypotheses, in order.
  package static func json(_ questions: [JudgedQuestion]) -> JSON {
    .array(
      questions.map { question in
        .object([
          "question": .string(question.text),
          "hypotheses": .array(question.tree.map { json($0.hypothesis, depth: $0.depth) }),
          "next": question.next.map(json) ?? .null,
        ])
      })
  }

  private static func json(_ judged: JudgedHypothesis, depth: Int) -> JSON {
    let hypothesis = judged.hypothesis
    func texts(_ ids: [Located<String>]) -> JSON { .array(ids.map { .string($0.value) }) }
    func text(_ text: Located<String>?) -> JSON {
      text.map { .string(HypothesisGraph.folded($0.value)) } ?? .null
    }
    return .object([
      "id": .string(hypothesis.id.value), "path": .string(judged.path),
      "line": .integer(hypothesis.id.range.start.line),
      "depth": .integer(depth), "statement": text(hypothesis.statement), "source": text(hypothesis.source),
      "refines": texts(hypothesis.refines), "supersedes": texts(hypothesis.supersedes),
      "opened": hypothesis.opened.map { .string("\($0.value)") } ?? .null,
      "closed": hypothesis.closed.map { .string("\($0.value)") } ?? .null,
      "state": .string(judged.state.rawValue), "declared": text(hypothesis.state),
      "indistinct": .array(judged.indistinct.map(JSON.string)),
      "predictions": .array(judged.predictions.map(json)),
      "why": .string(judged.why),
    ])
  }

  private static func json(_ judged: JudgedPrediction) -> JSON {
    func text(_ text: String?) -> JSON { text.map { .string(HypothesisGraph.folded($0)) } ?? .null }
    var reason: String?
    if case .untested(let why) = judged.result { reason = why }
    let prediction = judged.prediction
    return .object([
      "contract": text(judged.contract), "falsifier": text(prediction.falsifier?.value),
      "check": text(prediction.check?.value), "mutant": text(prediction.mutant?.value),
      "outcome": text(prediction.outcome?.rawValue), "statement": text(prediction.statement?.value),
      "result": .string(judged.result.word), "reason": text(reason), "measured": text(judged.measured),
      "demand": text(judged.demand), "command": text(judged.command),
    ])
  }

  private static func json(_ step: NextStep) -> JSON {
    var members: [String: JSON] = ["text": .string(step.text)]
    func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
    switch step {
    case .run(let run):
      members["kind"] = .string("run")
      members["falsifier"] = .string(run.test.falsifier)
      members["check"] = .string(run.test.check)
      members["mutant"] = run.test.mutant.map(JSON.string) ?? .null
      members["falsified_if_fails"] = strings(run.ifFails)
      members["falsified_if_passes"] = strings(run.ifPasses)
      members["command"] = run.command.map(JSON.string) ?? .null
    case .write(let hypothesis, let prediction, let why):
      members["kind"] = .string("write")
      members["hypotheses"] = strings([hypothesis])
      members["prediction"] = .string(prediction)
      members["why"] = .string(why)
    case .differ(let ids):
      members["kind"] = .string("differ")
      members["hypotheses"] = strings(ids)
    case .propose: members["kind"] = .string("propose")
    }
    return .object(members)
  }
}
