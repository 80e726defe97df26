/// A hypothesis with what evidence makes of it: what every renderer shows.
package struct JudgedHypothesis: Sendable {
  /// As it is written, with the state that it declares.
  package let hypothesis: Hypothesis
  /// The path of the file that it stands in.
  package let path: String
  /// What was derived.
  package let state: Hypothesis.State
  /// In the file's order.
  package let predictions: [JudgedPrediction]
  /// Rivals that stand, and that nothing which is still to be tried tells from this one; empty unless undecidable.
  package let indistinct: [String]

  package init(
    hypothesis: Hypothesis, path: String, state: Hypothesis.State, predictions: [JudgedPrediction], indistinct: [String]
  ) {
    self.hypothesis = hypothesis
    self.path = path
    self.state = state
    self.predictions = predictions
    self.indistinct = indistinct
  }

  /// The first prediction that evidence contradicts; nil unless falsified.
  package var deciding: JudgedPrediction? { predictions.first { $0.result == .contradicted } }

  /// What has tried it: the predictions that evidence could have contradicted and did not.
  package var tried: [JudgedPrediction] { predictions.filter { $0.result == .confirmed } }

  /// Whether evidence has not contradicted it.
  package var stands: Bool { state != .falsified }

  /// Whether a gate that requires it can pass.
  package var holds: Bool { state == .survives }

  /// Why it has its state, in one clause.
  package var why: String {
    switch state {
    case .falsified: deciding.map(HypothesisText.contradiction) ?? ""
    case .survives: "tried by \(tried.compactMap { $0.prediction.test?.description }.joined(separator: ", "))"
    case .untested: "no fresh evidence is about what it predicts"
    case .undecidable: "nothing distinguishes it from \(indistinct.joined(separator: ", "))"
    }
  }
}

/// A prediction with what evidence makes of it.
public struct JudgedPrediction: Sendable {
  /// What evidence makes of a prediction.
  public enum Result: Equatable, Sendable {
    /// Fresh evidence shows what was predicted.
    case confirmed
    /// Fresh evidence shows the opposite.
    case contradicted
    /// No fresh evidence is about it; why, in one clause.
    case untested(String)

    /// One word for programs.
    package var word: String {
      switch self {
      case .confirmed: "confirmed"
      case .contradicted: "contradicted"
      case .untested: "untested"
      }
    }
  }

  /// As it is written.
  public let prediction: Hypothesis.Prediction
  /// The id of the contract whose falsifier decides; nil where none or more than one has it.
  public let contract: String?
  /// What evidence makes of it.
  public let result: Result
  /// What was measured, rounded for reading; nil where nothing was.
  public let measured: String?
  /// What the check demands, such as `≤ 1`; nil where there is none.
  package let demand: String?
  /// The command that makes the evidence; nil where nothing runs it.
  package let command: String?

  /// What it says, as people read it.
  public var text: String {
    guard let test = prediction.test, let outcome = prediction.outcome else {
      return prediction.statement?.value ?? "a prediction that is not complete"
    }
    return "\(test) \(outcome.rawValue)"
  }

  /// Whether evidence is still to come.
  var isOpen: Bool { if case .untested = result { true } else { false } }
}

/// A question, with the hypotheses that answer it and what to do next.
package struct JudgedQuestion: Sendable {
  /// The question, on one line.
  package let text: String
  /// In the files' order.
  package let hypotheses: [JudgedHypothesis]
  /// What to do next; nil where one hypothesis is left and all that it predicts has been tried.
  package let next: NextStep?

  /// The number of hypotheses with a state.
  package func count(_ state: Hypothesis.State) -> Int { hypotheses.count { $0.state == state } }

  /// A place in the tree: a hypothesis below the one that it comes from.
  package struct Branch: Sendable {
    /// The hypothesis there.
    package let hypothesis: JudgedHypothesis
    /// How many are above it.
    package let depth: Int
  }

  /// The hypotheses as a tree, in the order of a list that is indented: each below the first that it comes from, where
  /// that answers the same question. One that several lead to is there once.
  package var tree: [Branch] {
    let ids = Set(hypotheses.map(\.hypothesis.id.value))
    let below = Dictionary(grouping: hypotheses) { judged in
      judged.hypothesis.parents.first { ids.contains($0.value) && $0.value != judged.hypothesis.id.value }?.value
    }
    var seen: Set<String> = []
    var branches: [Branch] = []
    // Iterative, so that no chain is too long.
    func add(_ roots: [JudgedHypothesis]) {
      var open = roots.reversed().map { ($0, 0) }
      while let (judged, depth) = open.popLast() {
        guard seen.insert(judged.hypothesis.id.value).inserted else { continue }
        branches.append(Branch(hypothesis: judged, depth: depth))
        open += (below[judged.hypothesis.id.value] ?? []).reversed().map { ($0, depth + 1) }
      }
    }
    add(below[nil] ?? [])
    // Those on a cycle have no root.
    add(hypotheses)
    return branches
  }
}

/// What brings a question nearest to its answer.
package enum NextStep: Sendable {
  /// Make evidence for a prediction; of those that are open, this one splits best what stands.
  case run(Run)
  /// No falsifier tests what is still open: write one.
  case write(hypothesis: String, prediction: String, why: String)
  /// Rivals stand, and nothing that is predicted tells them apart.
  case differ([String])
  /// Nothing stands any more.
  case propose

  /// A test to run, and what it decides.
  package struct Run: Sendable {
    /// The test.
    package let test: Hypothesis.Test
    /// The hypotheses that are falsified if the check fails.
    package let ifFails: [String]
    /// The hypotheses that are falsified if the check passes.
    package let ifPasses: [String]
    /// Why there is no evidence yet.
    package let why: String
    /// The command line; nil where nothing runs it.
    package let command: String?
  }

  /// How near it is: what can be run comes before what must be written or thought of first.
  var rank: Int {
    switch self {
    case .run: 0
    case .write: 1
    case .differ: 2
    case .propose: 3
    }
  }

  /// On one line, with the command as code.
  package var text: String {
    switch self {
    case .run(let run):
      let ends = [("fails", run.ifFails), ("passes", run.ifPasses)].filter { !$0.1.isEmpty }
        .map { "falsifies \($0.1.joined(separator: ", ")) if it \($0.0)" }
      return "\(run.test) \(ends.joined(separator: " and ")): "
        + (run.command.map { "run `\($0)`" } ?? "name its test under `test:`")
    case .write(let hypothesis, let prediction, let why):
      return "write a falsifier for what \(hypothesis) predicts: \(prediction) (\(why))"
    case .differ(let ids):
      return "add a prediction on which \(ids.joined(separator: " and ")) differ"
    case .propose: return "every hypothesis is falsified: propose another one"
    }
  }
}
