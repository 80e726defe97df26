/// Hypotheses as text for a terminal, on lines of their own.
package enum HypothesisText {
  /// Questions, each with the tree of its hypotheses, what decided each, and what to do next.
  package static func text(_ questions: [JudgedQuestion]) -> String {
    questions.map { question in
      ([SafeText.line(head(question))] + question.tree.flatMap(lines)
        + ["  next: \(SafeText.line(question.next?.text ?? settled(question)))"]).joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }

  /// One hypothesis: where it stands, its question, and what decided it.
  package static func explanation(_ judged: JudgedHypothesis) -> String {
    let hypothesis = judged.hypothesis
    let place = "\(hypothesis.id.value) (\(judged.path):\(hypothesis.id.range.start.line))"
    let facts = [hypothesis.question.map { "asks: \($0.value)" }, hypothesis.source.map { "source: \($0.value)" }]
      .compactMap { $0.map(HypothesisGraph.folded) }
    return ([place] + facts).map { SafeText.line($0) + "\n" }.joined()
      + lines(.init(hypothesis: judged, depth: 0)).map { $0 + "\n" }.joined()
  }

  private static func head(_ question: JudgedQuestion) -> String {
    let counts = Hypothesis.State.allCases.map { (state: $0, count: question.count($0)) }.filter { $0.count > 0 }.map {
      "\($0.count) \($0.state.word(of: $0.count))"
    }
    return (question.text.isEmpty ? "No question" : question.text)
      + " (\(Plural.count(question.hypotheses.count, "hypothesis", plural: "hypotheses")): \(counts.joined(separator: ", ")))"
  }

  private static func settled(_ question: JudgedQuestion) -> String {
    let standing = question.hypotheses.filter(\.stands).map(\.hypothesis.id.value)
    return "nothing is open: \(standing.joined(separator: ", ")) \(standing.count == 1 ? "stands" : "stand")"
  }

  private static func lines(_ branch: JudgedQuestion.Branch) -> [String] {
    let judged = branch.hypothesis
    let hypothesis = judged.hypothesis
    let indent = String(repeating: "  ", count: branch.depth + 1)
    let origins =
      [("refines", hypothesis.refines), ("supersedes", hypothesis.supersedes)].filter { !$0.1.isEmpty }
      .map { "\($0.0) \($0.1.map(\.value).joined(separator: ", "))" }
    let days =
      [hypothesis.opened.map { "opened \($0.value)" }, hypothesis.closed.map { "closed \($0.value)" }].compactMap(
        \.self)
    let facts = origins + days
    var lines = [
      "\(hypothesis.id.value): \(judged.state.rawValue)" + (facts.isEmpty ? "" : " (\(facts.joined(separator: "; ")))")
    ]
    if let statement = hypothesis.statement { lines.append("    " + HypothesisGraph.folded(statement.value)) }
    lines += judged.predictions.map { "    " + line($0) }
    if !judged.indistinct.isEmpty {
      lines.append("    nothing distinguishes it from \(judged.indistinct.joined(separator: ", "))")
    }
    return lines.map { indent + SafeText.line($0) }
  }

  private static func line(_ judged: JudgedPrediction) -> String {
    switch judged.result {
    case .confirmed: "held: \(judged.text)\(measured(judged))"
    case .contradicted: "contradicted: \(contradiction(judged))"
    case .untested(let why): "untested: \(HypothesisGraph.folded(judged.text)) (\(HypothesisGraph.folded(why)))"
    }
  }

  /// What was predicted, and what was seen.
  static func contradiction(_ judged: JudgedPrediction) -> String {
    let seen = judged.prediction.outcome == .passes ? "it fails" : "it passes"
    return "predicted: \(judged.text); \(seen)\(measured(judged))"
  }

  private static func measured(_ judged: JudgedPrediction) -> String {
    guard let measured = judged.measured, let demand = judged.demand else { return "" }
    return ": \(measured), \(demand)"
  }
}
