import ArgumentParser
import ContractKit
import Metrics
import Provenance

/// `pv explain RULE|BOUND|TERM|FALSIFIER`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain a rule, a bound function, an operation, a class of faults, a metric, a falsifier or a hypothesis.",
    discussion: """
      For a rule, pv says what it finds and what to write instead; for a bound function, what it states; for an \
      operation, a class of faults or a metric, what the name means; for a falsifier, what it claims and why it has its \
      status; for a hypothesis, what decided its state.
      """)

  @Argument(
    help: """
      The id of a rule, which stands in brackets after each finding; the name of a bound function, an operation, a \
      class of faults or a metric; or the id of a falsifier or a hypothesis of the project.
      """,
    completion: .list(RuleCatalogue.all.map(\.id) + ExplainCommand.names(.builtIn)))
  var id: String

  @Flag(
    help: """
      For a falsifier: list everything that its result depends on, one thing per line, with a digest or a version and \
      a name. The digest of this list is the falsifier's key (docs/evidence-keys.md).
      """)
  var members = false

  func run() throws {
    if let rule = RuleCatalogue.rule(id) {
      if members { throw ValidationError("--members is about falsifiers, and `\(id)` is a rule") }
      Console.write(RuleText.explanation(rule))
      return
    }
    let terms = ProjectFile.loadNearest()?.settings.terms ?? .builtIn
    // One name may be that of a bound and of an operation.
    let bound = BoundFunction.named(id).map(BoundText.explanation)
    let named = [bound].compactMap(\.self) + TermText.explanations(id, terms)
    if !named.isEmpty {
      if members { throw ValidationError("--members is about falsifiers, and `\(id)` is none") }
      Console.write(named.joined(separator: "\n"))
      return
    }
    // Outside a package there are no falsifiers, and rules can still be explained.
    let verification = try? ProjectOptions.parse([]).verification()
    if let verification, let entry = verification.entry(called: id) {
      guard members else { return Console.write(FalsifierText.explanation(entry, in: verification)) }
      guard let key = entry.key else {
        throw Failure.nothingJudged(
          "\(id) has no key: \(entry.verdict.reasons.map(\.description).joined(separator: "; "))")
      }
      return Console.write(key.text)
    }
    let questions = verification?.questions ?? []
    for judged in questions.flatMap(\.hypotheses) where judged.hypothesis.id.value == id {
      if members { throw ValidationError("--members is about falsifiers, and `\(id)` is a hypothesis") }
      return Console.write(HypothesisText.explanation(judged))
    }
    let known =
      RuleCatalogue.all.map(\.id) + Self.names(terms)
      + (verification?.standings ?? []).flatMap { $0.falsifiers.map(\.id) }
      + questions.flatMap(\.hypotheses).map(\.hypothesis.id.value)
    // Whoever remembers a part of an id is told the ids that have it.
    let near = Suggestion.nearest(to: id, among: known).map { [$0] } ?? known.filter { $0.contains(id) }
    let help =
      (1...5).contains(near.count) && !id.isEmpty
      ? "did you mean \(near.map { "`\($0)`" }.joined(separator: " or "))?" : nil
    throw ValidationError(
      "there is no rule, bound function, operation, class of faults, metric, falsifier or hypothesis `\(id)`; "
        + (help ?? "`pv rules` and `pv bounds` list what has a name, `pv status --format json` the falsifiers"))
  }

  /// What can be explained besides rules, falsifiers and hypotheses.
  private static func names(_ terms: Terms) -> [String] {
    BoundFunction.all.map(\.name) + terms.names(.operation) + terms.names(.faultClass) + terms.metrics.map(\.name)
  }
}
