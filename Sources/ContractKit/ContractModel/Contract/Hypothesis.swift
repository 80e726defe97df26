/// A proposed answer to a question, with what must be seen if it is right.
///
/// Everything that is judged keeps its place in the file.
public struct Hypothesis: Sendable {
  /// Unique among all hypotheses, falsifiers and gates.
  public var id: Located<String>
  /// What it answers; nil where neither it nor its file says.
  package var question: Located<String>?
  /// What it says, for people.
  public var statement: Located<String>?
  /// Who put it forward, and where; for people.
  public var source: Located<String>?
  /// Ids of the hypotheses that it makes more precise.
  package var refines: [Located<String>]
  /// Ids of the hypotheses that it takes the place of.
  package var supersedes: [Located<String>]
  /// The day on which it was put forward; nil where none is written that exists.
  package var opened: Located<CalendarDate>?
  /// The last day on which anybody worked on it; nil where it is still pursued.
  package var closed: Located<CalendarDate>?
  /// What it predicts, in the file's order.
  package var predictions: [Prediction]
  /// The declared state, which `pv verify` compares with the derived one; nil where none is written.
  public var state: Located<String>?
  /// The mapping of this hypothesis in the file; edits insert into it.
  public var range: SourceRange

  /// What evidence makes of a hypothesis.
  public enum State: String, CaseIterable, Sendable {
    /// Fresh evidence contradicts one of its predictions.
    case falsified
    /// Fresh evidence could have contradicted it, and did not.
    case survives
    /// No fresh evidence is about any of its predictions.
    case untested
    /// A rival stands, and no prediction that is still to be tried tells the two apart.
    case undecidable

    /// What so many hypotheses are, or do: `1 survives`, `2 survive`.
    package func word(of count: Int) -> String { self == .survives && count != 1 ? "survive" : rawValue }
  }

  /// The hypotheses that it comes from: those that it refines, then those that it supersedes.
  package var parents: [Located<String>] { refines + supersedes }

  /// What a falsifier's check does if a hypothesis is right.
  public struct Prediction: Sendable {
    /// The id of the falsifier whose evidence decides; nil where no falsifier tests it.
    public var falsifier: Located<String>?
    /// The metric of the check.
    public var check: Located<String>?
    /// The mutant that is measured in place of the real kernel; nil for the kernel itself.
    public var mutant: Located<String>?
    /// What the check does; nil where nothing that can be read is written.
    public var outcome: Outcome?
    /// Whether something is written there, whatever it is.
    package var hasOutcome: Bool
    /// What would be seen, in words, where no falsifier tests it.
    public var statement: Located<String>?
    /// Why no falsifier tests it.
    package var unbound: Located<String>?
    /// The mapping of the prediction in the file.
    public var range: SourceRange

    /// What a check does.
    public enum Outcome: String, CaseIterable, Sendable {
      /// Every check on the metric holds.
      case passes
      /// Some check on the metric is violated.
      case fails
    }

    /// What it is a prediction about; nil where it is not complete, or no falsifier tests it.
    public var test: Test? {
      guard let falsifier, let check, outcome != nil else { return nil }
      return Test(falsifier: falsifier.value, check: check.value, mutant: mutant?.value)
    }
  }

  /// One thing that evidence shows: whether a falsifier's check holds, of its kernel or of a mutant.
  public struct Test: Hashable, Sendable, CustomStringConvertible {
    /// The falsifier's id.
    public var falsifier: String
    /// The metric of the check.
    public var check: String
    /// The mutant measured; nil for the kernel itself.
    public var mutant: String?

    /// As people read it: `FALSIFY-DOT-002 bits_differing (mutant unfused)`.
    public var description: String { "\(falsifier) \(check)" + (mutant.map { " (mutant \($0))" } ?? "") }
  }

  /// What it predicts of tests, as rivals are compared by.
  var predicted: [Test: Prediction.Outcome] { predictions.byTest }
}

extension [Hypothesis.Prediction] {
  /// The outcomes of those that a falsifier tests, by what they are about: the first of several about one test counts.
  package var byTest: [Hypothesis.Test: Hypothesis.Prediction.Outcome] {
    Dictionary(
      compactMap { prediction in prediction.test.flatMap { test in prediction.outcome.map { (test, $0) } } },
      uniquingKeysWith: { first, _ in first })
  }
}

/// A file of hypotheses about one question.
package final class Investigation: Sendable {
  /// The stem of the file name.
  package let id: String
  /// The path as it was given.
  package let path: String
  /// In the file's order; those without an id are left out.
  package let hypotheses: [Hypothesis]

  init(id: String, path: String, hypotheses: [Hypothesis]) {
    (self.id, self.path, self.hypotheses) = (id, path, hypotheses)
  }
}
