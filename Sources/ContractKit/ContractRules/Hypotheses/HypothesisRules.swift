/// The rules about hypotheses: docs/hypotheses.md.
enum HypothesisRules {
  static let all: [CheckedRule] = [
    .hypothesisCycle, .hypothesisDates, .hypothesisIDTaken, .hypothesisUnresolved, .hypothesisWithoutPrediction,
    .hypothesisWithoutQuestion, .predictionInvalid, .predictionUnresolved, .rivalsAlike,
  ]
}
