extension CheckedRule {
  static let predictionMissing = Rule(
    "prediction-missing", .contract, .error,
    reason: "a falsifier that predicts nothing cannot be wrong",
    covers: ["SCHEMA-008"],
    failing: .falsifier(["⟪prediction⟫": #""""#]),
    passing: .falsifier()
  ).inContract { context in
    context.missing(
      "prediction", in: context.falsifierNodes,
      { "the falsifier \($0.quotedID) predicts nothing" }, help: "say in `prediction` what is expected to be measured")
  }
}
