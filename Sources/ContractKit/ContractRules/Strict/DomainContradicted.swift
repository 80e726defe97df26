extension CheckedRule {
  static let domainContradicted = Rule(
    "domain-contradicted", .contract, .strict,
    reason: "if a prediction is about more cases than the domain requires, nobody has to try all of these cases",
    details: """
      A number right before the word `drawn` or `random` in the prediction is taken as a number of cases. At least one \
      input of the domain must require that number or more, under `cases` or `over`.
      """,
    failing: .falsifier(["prediction": #""over ⟪1,000 drawn⟫ rows the weights sum to 1""#]),
    passing: .falsifier(["prediction": #""over 240 drawn rows the weights sum to 1""#])
  ).inContract { context in
    context.falsifiers.compactMap { falsifier, node -> Finding? in
      guard let domain = falsifier.domain, let prediction = node["prediction"], let text = prediction.text,
        let (words, number) = drawn(in: text)
      else { return nil }
      let asked = domain.inputs.map { max($0.input.cases?.value ?? 0, $0.input.over?.value.elements ?? 0) }.max() ?? 0
      guard asked < number else { return nil }
      return Finding(
        place(of: words, in: prediction, context),
        "the prediction speaks of \(number) cases, but no input of the domain asks for more than \(asked)",
        help: "raise `cases` of the input to which they belong, or correct the prediction")
    }
  }

  /// The largest number that stands right before `drawn` or `random`, with the words as they are written.
  private static func drawn(in text: String) -> (String, Int)? {
    text.matches(of: /([0-9][0-9,]*) (?:drawn|random)/).compactMap { match in
      WholeNumber.read(match.1.replacing(",", with: "")).map { (String(match.0), $0) }
    }.max { $0.1 < $1.1 }
  }

  /// Where words stand, where they are written as they are read; else the whole text.
  private static func place(of words: String, in node: YAMLNode, _ context: RuleContext) -> SourceRange {
    let bytes = context.source.bytes[node.offsets]
    guard let start = bytes.firstRange(of: Array(words.utf8)) else { return context.range(node) }
    return context.source.range(start)
  }
}
