extension ContractShape {
  /// A whole file of hypotheses.
  package static let investigation = ObjectShape(
    "an investigation",
    [
      Field("question", .text, "What the hypotheses answer.", .required),
      Field("description", .text, "What is known about it, for people."),
      Field("references", .oneOrMore(.textOr(reference)), "Where it has been described before."),
      Field("hypotheses", .list(.object(hypothesis)), "Proposed answers, each with what it predicts.", .required),
    ])

  static let hypothesis = ObjectShape(
    "a hypothesis",
    [
      .added("id", .text, "Its name, unique among all hypotheses, falsifiers and gates.", .strict),
      .added("question", .text, "What it answers; in a file of hypotheses, the file's question if it does not say."),
      .added("statement", .text, "What it says.", .strict),
      .added("source", .text, "Who put it forward, and where."),
      .added("refines", .oneOrMore(.text), "Ids of hypotheses that it makes more precise."),
      .added("supersedes", .oneOrMore(.text), "Ids of hypotheses that it replaces."),
      .added("opened", .date, "The day on which it was put forward.", .strict),
      .added("closed", .date, "The last day on which anybody worked on it."),
      .added("predicts", .list(.object(prediction)), "What must be seen if it is right."),
      .added("state", .choice(states), "What `pv verify` derives; `pv verify --write` keeps it."),
    ])

  static let prediction = ObjectShape(
    "a prediction",
    [
      .added("falsifier", .text, "The id of the falsifier whose evidence decides."),
      .added("check", .text, "The metric of one of its checks."),
      .added("mutant", .text, "One of its mutants, if the prediction is about that and not about the real kernel."),
      .added("outcome", .choice(outcomes), "What the check does if the hypothesis is right."),
      .added("statement", .text, "What would be seen, in words, if no falsifier tests it."),
      .added("unbound", .text, "Why no falsifier tests it."),
    ])

  static let states = Vocabulary("a state", Hypothesis.State.allCases.map(\.rawValue))

  static let outcomes = Vocabulary("an outcome", Hypothesis.Prediction.Outcome.allCases.map(\.rawValue))
}
