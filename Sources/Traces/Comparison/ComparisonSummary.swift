import Base

/// All pairs of a comparison together, and whether they are within what was asked for.
public struct ComparisonSummary: Sendable {
  /// A criterion, and the pairs that are outside of it.
  struct Judged: Sendable {
    let criterion: ComparisonCriterion
    let outside: [Comparison.Pair]
  }

  let pairs: [Comparison.Pair]
  let judged: [Judged]
  /// Pairs that differ, by cosine, the least first and NaN before all; of equals the first.
  let worst: [Comparison.Pair]
  private let notCompared: Int

  /// The summary of a comparison.
  public init(_ comparison: Comparison, criteria: [ComparisonCriterion] = []) {
    pairs = comparison.pairs
    notCompared = comparison.problems.count
    judged = criteria.map { criterion in
      Judged(criterion: criterion, outside: comparison.pairs.filter { !criterion.holds($0.difference) })
    }
    func rank(_ pair: Comparison.Pair) -> Double { pair.difference.cosine.isNaN ? -.infinity : pair.difference.cosine }
    worst = pairs.enumerated().filter { !$1.difference.isIdentical }
      .sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
  }

  /// Whether everything was compared and every pair meets every criterion; nil where nothing is asked for.
  public var isWithin: Bool? {
    judged.isEmpty ? nil : notCompared == 0 && !pairs.isEmpty && judged.allSatisfy(\.outside.isEmpty)
  }

  /// The pair with the least cosine, a pair that differs where there is one.
  private var leastCosine: Comparison.Pair? { worst.first ?? pairs.first }

  /// The pair with the largest difference, NaN being the largest.
  private var largest: Comparison.Pair? {
    func rank(_ pair: Comparison.Pair) -> Double {
      pair.difference.maxAbsolute.isNaN ? .infinity : pair.difference.maxAbsolute
    }
    return pairs.enumerated().max { (rank($0.element), -$0.offset) < (rank($1.element), -$1.offset) }?.element
  }

  /// A few lines; so many tensors of each list are named.
  func lines(limit: Int = 5) -> [String] {
    guard let leastCosine, let largest else { return [] }
    func list(_ pairs: [Comparison.Pair], _ value: (Comparison.Pair) -> Double) -> String {
      let rest = pairs.count - min(limit, pairs.count)
      let shown = pairs.prefix(limit).map { "\($0.a) \(StageStatistics.display(value($0)))" }
      return (shown + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: ", ")
    }
    var lines = [
      "least cosine: \(list([leastCosine]) { $0.difference.cosine })",
      "largest max abs: \(list([largest]) { $0.difference.maxAbsolute })",
    ]
    if worst.count > 1 { lines.append("worst tensors, by cosine: \(list(worst) { $0.difference.cosine })") }
    for each in judged {
      let count = "\(each.outside.count) of \(pairs.count) pairs outside"
      let named = each.outside.isEmpty ? "" : ": \(list(each.outside) { each.criterion.measure.of($0.difference) })"
      lines.append("\(each.criterion): \(count)\(named)")
    }
    return lines
  }

  /// One line.
  var verdict: String {
    switch isWithin {
    case nil where notCompared > 0: "verdict: incomplete: \(notCompared) could not be compared"
    case nil: "verdict: none, for no criterion was given (--identical, --max-abs, --min-cosine, --clause)"
    case true?: "verdict: within, all \(pairs.count) pairs"
    case false? where pairs.isEmpty: "verdict: outside: nothing could be compared"
    case false? where judged.allSatisfy(\.outside.isEmpty):
      "verdict: outside: what was compared is within, and \(notCompared) could not be compared"
    case false?: "verdict: outside"
    }
  }

  /// The summary for programs; numbers are rounded for display.
  var json: JSON {
    func text(_ value: Double) -> JSON { .string(StageStatistics.display(value)) }
    func named(_ pair: Comparison.Pair?, _ value: (ValueDifference) -> Double) -> JSON {
      pair.map { .object(["a": .string($0.a), "rounded_display": text(value($0.difference))]) } ?? .null
    }
    return .object([
      "within": isWithin.map(JSON.bool) ?? .null, "pairs": .integer(pairs.count), "not_compared": .integer(notCompared),
      "identical": .integer(pairs.count { $0.difference.isIdentical }),
      "least_cosine": named(leastCosine, \.cosine), "largest_max_abs": named(largest, \.maxAbsolute),
      "worst_by_cosine": .array(worst.map { .string($0.a) }),
      "criteria": .array(
        judged.map { each in
          .object([
            "criterion": .string(each.criterion.description), "metric": .string(each.criterion.measure.rawValue),
            "outside": .array(each.outside.map { named($0, each.criterion.measure.of) }),
          ])
        }),
    ])
  }
}
