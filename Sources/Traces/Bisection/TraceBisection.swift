import Base

/// Two traces compared stage by stage in the order of the pass, without their models.
public struct TraceBisection: Sendable {
  /// The comparison of all captures.
  public let comparison: Comparison
  /// The relative L2 difference that is still accepted; nil accepts the same bits only.
  public let accepted: Double?

  /// Compares two folders.
  ///
  /// - Throws: as `Comparison.of`.
  public init(_ a: String, _ b: String, accepted: Double?, progress: (Int, Int) -> Void = { _, _ in }) throws {
    comparison = try Comparison.of(a, b, limit: 1, progress: progress)
    self.accepted = accepted
  }

  /// The first capture, in the order of the pass, that differs by more than is accepted.
  public var first: Comparison.Pair? {
    comparison.pairs.first { pair in
      guard let accepted else { return !pair.difference.isIdentical }
      return !(pair.difference.relativeL2 <= accepted)
    }
  }

  /// One line: the first capture that differs, or how many were compared and do not; and what was not compared.
  public var verdict: String {
    let (compared, missed) = (comparison.pairs.count, comparison.problems)
    let differs = accepted.map { "differs by more than \(StageStatistics.display($0))" } ?? "differs"
    let found = first.map { "first: \($0.a), of \(compared) that were compared" }
    guard !missed.isEmpty else { return found ?? "no capture \(differs), of \(compared) that were compared" }
    return (found ?? "of the \(compared) captures that were compared none \(differs)")
      + "; not compared: \(missed.map(\.description).joined(separator: "; "))"
  }

  /// A line a capture, then the verdict.
  public var text: String { (comparison.lines(limit: 0) + [verdict]).joined(separator: "\n") + "\n" }

  /// The comparison for programs, with the verdict.
  public var json: JSON {
    .object([
      "schema": .string("pv-trace-bisection"), "version": .integer(1), "verdict": .string(verdict),
      "first": first.map { .string($0.a) } ?? .null, "compared": .integer(comparison.pairs.count),
      "not_compared": .array(comparison.problems.map { .string("\($0)") }), "comparison": comparison.json(),
    ])
  }
}
