/// The rules about hypotheses: docs/hypotheses.md.
enum HypothesisRules {
  static let all: [Rule] = [
    .hypothesisCycle, .hypothesisDates, .hypothesisIDTaken, .hypothesisUnresolved, .hypothesisWithoutPrediction,
    .hypothesisWithoutQuestion, .predictionInvalid, .predictionUnresolved, .rivalsAlike,
  ]
}
