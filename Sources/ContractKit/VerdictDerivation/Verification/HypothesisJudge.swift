/// Derives what evidence makes of hypotheses: docs/hypotheses.md.
package struct HypothesisJudge {
  private let graph: HypothesisGraph
  private let observation: (Hypothesis.Test) -> Observation

  /// What evidence shows of a test.
  package enum Observation: Sendable {
    case noFalsifier, severalFalsifiers
    case of(Seen)

    /// What it is where these are the falsifiers with the test's id.
    package init(_ test: Hypothesis.Test, _ bearers: [Verification.Entry]) {
      guard let entry = bearers.first else {
        self = .noFalsifier
        return
      }
      self = bearers.count == 1 ? .of(Seen(test, entry)) : .severalFalsifiers
    }
  }

  /// What the one falsifier of a test shows of it.
  package struct Seen: Sendable {
    let contract: String
    let command: String?
    /// Nil where fresh evidence shows nothing.
    let outcome: Hypothesis.Prediction.Outcome?
    /// Why it shows nothing.
    let lack: String
    let measured: String?
    let demand: String?

    package init(_ test: Hypothesis.Test, _ entry: Verification.Entry) {
      let verdict = entry.verdict
      (contract, command) = (entry.contract.id, entry.falsifier.command)
      outcome = HypothesisJudge.observed(test, verdict)
      lack =
        HypothesisJudge.tries(verdict)
        ? "\(test) was not measured" : "\(test.falsifier) is \(verdict.status.rawValue): \(verdict.why)"
      let check = verdict.checks.first { $0.check.metric.value == test.check }
      let measurement = test.mutant.map { verdict.evidence?.mutants[$0]?.measurements[test.check] }
      measured = (measurement ?? check?.measurement)?.display
      demand = check?.check.condition.description
    }
  }

  /// - Parameters:
  ///   - nodes: all hypotheses, in the order of their files.
  ///   - observation: what evidence shows of a test.
  package init(_ nodes: [HypothesisGraph.Node], _ observation: @escaping (Hypothesis.Test) -> Observation) {
    graph = HypothesisGraph(nodes)
    self.observation = observation
  }

  /// All questions in the order in which they first occur; hypotheses without one make up the last.
  package var questions: [JudgedQuestion] {
    let predictions = graph.nodes.map { $0.hypothesis.predictions.map(judge) }
    let contradicted = predictions.map { $0.contains { $0.result == .contradicted } }
    // Only those can be told apart by nothing whose open predictions are the same.
    let alike = Dictionary(
      grouping: graph.nodes.indices.filter { !contradicted[$0] && !graph.nodes[$0].hypothesis.hasUnbound }
    ) { graph.claim(of: $0, Self.open(predictions[$0])) }
    let judged = graph.nodes.indices.map { position -> JudgedHypothesis in
      let (node, own) = (graph.nodes[position], predictions[position])
      // What only a reader can compare is taken for a difference.
      let isComparable = !contradicted[position] && !node.hypothesis.hasUnbound
      let others = isComparable ? alike[graph.claim(of: position, Self.open(own))] ?? [] : []
      let indistinct = graph.rivals(of: position, among: others)
      let state: Hypothesis.State
      if contradicted[position] {
        state = .falsified
      } else if !indistinct.isEmpty {
        state = .undecidable
      } else {
        state = own.contains { $0.result == .confirmed } ? .survives : .untested
      }
      return JudgedHypothesis(
        hypothesis: node.hypothesis, path: node.path, state: state, predictions: own,
        indistinct: indistinct.map { graph.nodes[$0].hypothesis.id.value })
    }
    var order: [String] = []
    var byQuestion: [String: [JudgedHypothesis]] = [:]
    for one in judged {
      let text = HypothesisGraph.folded(one.hypothesis.question?.value ?? "")
      if byQuestion[text] == nil { order.append(text) }
      byQuestion[text, default: []].append(one)
    }
    return (order.filter { !$0.isEmpty } + order.filter(\.isEmpty)).map { text in
      JudgedQuestion(text: text, hypotheses: byQuestion[text]!, next: NextStep(byQuestion[text]!))
    }
  }

  /// What evidence makes of one prediction.
  private func judge(_ prediction: Hypothesis.Prediction) -> JudgedPrediction {
    func untested(_ why: String, _ seen: Seen? = nil) -> JudgedPrediction {
      JudgedPrediction(
        prediction: prediction, contract: seen?.contract, result: .untested(why), measured: nil, demand: nil,
        command: seen?.command)
    }
    guard let test = prediction.test, let expected = prediction.outcome else {
      return untested(prediction.unbound?.value ?? "it is not complete")
    }
    switch observation(test) {
    case .noFalsifier: return untested("no contract has \(test.falsifier)")
    case .severalFalsifiers: return untested("several contracts have \(test.falsifier)")
    case .of(let seen):
      guard let outcome = seen.outcome else { return untested(seen.lack, seen) }
      return JudgedPrediction(
        prediction: prediction, contract: seen.contract, result: outcome == expected ? .confirmed : .contradicted,
        measured: seen.measured, demand: seen.demand, command: seen.command)
    }
  }

  /// Whether a verdict can try a hypothesis: its evidence is fresh, and each of its mutants was caught, or it is
  /// FALSIFIED. A falsifier that has not been seen to fail proves nothing.
  fileprivate static func tries(_ verdict: Verdict) -> Bool {
    [.discharged, .partial, .falsified].contains(verdict.status)
  }

  /// What fresh evidence shows of a test; nil where it shows nothing.
  static func observed(_ test: Hypothesis.Test, _ verdict: Verdict) -> Hypothesis.Prediction.Outcome? {
    guard tries(verdict) else { return nil }
    let checks = verdict.checks.filter { $0.check.metric.value == test.check }
    guard !checks.isEmpty else { return nil }
    if let mutant = test.mutant {
      guard verdict.mutants.contains(where: { $0.name == mutant }),
        let measured = verdict.evidence?.mutants[mutant]?.measurements[test.check], !measured.isAsserted
      else { return nil }
      return checks.contains { $0.violators.contains(mutant) } ? .fails : .passes
    }
    guard checks.allSatisfy({ $0.outcome == .holds || $0.outcome == .violated }) else { return nil }
    return checks.contains { $0.outcome == .violated } ? .fails : .passes
  }

  /// What is still to be tried of what a hypothesis predicts.
  private static func open(_ predictions: [JudgedPrediction]) -> [Hypothesis.Test: Hypothesis.Prediction.Outcome] {
    predictions.filter(\.isOpen).map(\.prediction).byTest
  }
}

extension NextStep {
  /// What to do next about the hypotheses of one question; nil where nothing is left to do.
  init?(_ hypotheses: [JudgedHypothesis]) {
    guard !hypotheses.isEmpty else { return nil }
    let standing = hypotheses.filter(\.stands)
    guard !standing.isEmpty else {
      self = .propose
      return
    }
    // Nobody works on those that are closed.
    let pursued = standing.filter { $0.hypothesis.closed == nil }
    if let run = Self.bestRun(pursued) {
      self = .run(run)
      return
    }
    for one in pursued {
      for prediction in one.predictions {
        guard let statement = prediction.prediction.statement, let unbound = prediction.prediction.unbound else {
          continue
        }
        self = .write(
          hypothesis: one.hypothesis.id.value, prediction: HypothesisGraph.folded(statement.value),
          why: HypothesisGraph.folded(unbound.value))
        return
      }
    }
    guard let first = standing.first(where: { !$0.indistinct.isEmpty }) else { return nil }
    self = .differ([first.hypothesis.id.value] + first.indistinct)
  }

  /// The open test that splits hypotheses best: the one after which, whatever it shows, most are falsified; of equals,
  /// the one about which most say something, then the one that needs no weights, then the first.
  private static func bestRun(_ hypotheses: [JudgedHypothesis]) -> Run? {
    var order: [Hypothesis.Test] = []
    var open: [Hypothesis.Test: (fails: [String], passes: [String], prediction: JudgedPrediction)] = [:]
    for one in hypotheses {
      for prediction in one.predictions where prediction.isOpen && prediction.contract != nil {
        guard let test = prediction.prediction.test, let outcome = prediction.prediction.outcome else { continue }
        if open[test] == nil {
          order.append(test)
          open[test] = ([], [], prediction)
        }
        // What predicts that it passes is falsified where it fails.
        switch outcome {
        case .passes: open[test]!.fails.append(one.hypothesis.id.value)
        case .fails: open[test]!.passes.append(one.hypothesis.id.value)
        }
      }
    }
    func worth(_ test: Hypothesis.Test) -> (Int, Int, Int) {
      let (fails, passes, prediction) = open[test]!
      let needsWeights = prediction.command?.contains(LiveRequest.variable) ?? false
      return (min(fails.count, passes.count), fails.count + passes.count, needsWeights ? 0 : 1)
    }
    guard let first = order.first else { return nil }
    let best = order.dropFirst().reduce(first) { worth($1) > worth($0) ? $1 : $0 }
    let (fails, passes, prediction) = open[best]!
    guard case .untested(let why) = prediction.result else { return nil }
    return Run(test: best, ifFails: fails, ifPasses: passes, why: why, command: prediction.command)
  }
}
