/// What is closest to turning over: the orders in which reviewers read checks and mutants.
extension Verification {
  /// A check with the falsifier that it is of.
  package typealias RankedCheck = (entry: Entry, result: CheckResult)

  /// All checks that were judged, the smallest margin first, equalities last, ties by id.
  package var checksByMargin: [RankedCheck] {
    let all: [RankedCheck] = entries.flatMap { entry in entry.verdict.checks.map { (entry, $0) } }
    return Self.ranked(all, by: { $0.result.margin }, of: \.entry)
  }

  /// A tolerance with the falsifier that it is of.
  package typealias RankedWindow = (entry: Entry, window: Window)

  /// The tolerances above which there is a mutant, the one that comes nearest to its threshold first, those whose
  /// distance has no quotient last, ties by id.
  package var windowsByMutant: [RankedWindow] {
    let all: [RankedWindow] = entries.flatMap { entry in
      entry.verdict.windows.filter { $0.weakest != nil }.map { (entry, $0) }
    }
    return Self.ranked(all, by: { $0.window.marginAbove }, of: \.entry)
  }

  /// By a margin, those without one last; of equals by their falsifiers' ids, then as they are given.
  private static func ranked<Ranked>(
    _ all: [Ranked], by margin: (Ranked) -> Double?, of entry: (Ranked) -> Entry
  ) -> [Ranked] {
    all.enumerated().sorted { left, right in
      let (a, b) = (margin(left.element), margin(right.element))
      if (a == nil) != (b == nil) { return b == nil }
      if let a, let b, a != b { return a < b }
      let (first, second) = (entry(left.element).falsifier.id.value, entry(right.element).falsifier.id.value)
      if first != second { return Files.utf8Order(first, second) }
      return left.offset < right.offset
    }.map(\.element)
  }
}
