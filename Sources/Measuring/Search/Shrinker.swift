/// Makes the choices of a failing case smaller for as long as it still fails.
struct Shrinker {
  /// The choices that a failing case used; nil where the case of these choices does not fail.
  let fails: ([UInt64]) -> [UInt64]?
  /// How many more cases may be tried: a search ends whatever the kernel does.
  private(set) var budget: Int
  /// How many cases were tried.
  private(set) var tried = 0

  init(budget: Int = 3000, fails: @escaping ([UInt64]) -> [UInt64]?) {
    self.budget = budget
    self.fails = fails
  }

  /// Choices that fail and of which no stretch can be made 0, and none smaller, by the steps below.
  ///
  /// Every accepted step makes the sequence smaller in lexicographic order; the budget ends it in any
  /// case.
  ///
  /// - Precondition: the choices fail.
  mutating func shrink(_ choices: [UInt64]) -> [UInt64] {
    var best = choices
    while budget > 0 {
      let before = best
      // The first choices are shapes: lower ones make all that follows cheaper.
      for index in best.indices.prefix(8) { lower(index, of: &best) }
      clearStretches(of: &best)
      for index in best.indices where index < best.count { lower(index, of: &best) }
      if best == before { break }
    }
    return best
  }

  private mutating func accept(_ candidate: [UInt64], _ best: inout [UInt64]) -> Bool {
    guard budget > 0, candidate != best else { return false }
    budget -= 1
    tried += 1
    guard let used = fails(candidate) else { return false }
    best = used
    return true
  }

  /// Sets stretches to 0, the longest first.
  private mutating func clearStretches(of best: inout [UInt64]) {
    var length = best.count
    while length > 0 {
      var start = 0
      while start < best.count {
        var candidate = best
        for index in start..<min(start + length, best.count) { candidate[index] = 0 }
        _ = accept(candidate, &best)
        start += length
      }
      length /= 2
    }
  }

  /// The smallest choice at an index that still fails, by bisection; failing need not be monotone, so
  /// it may stop at a larger one.
  private mutating func lower(_ index: Int, of best: inout [UInt64]) {
    guard index < best.count, best[index] > 0 else { return }
    var passing: UInt64?
    while budget > 0, index < best.count {
      let low = passing.map { $0 + 1 } ?? 0
      guard low < best[index] else { return }
      var candidate = best
      candidate[index] = low + (best[index] - low) / 2
      // 0 is tried first: it is the simplest.
      if passing == nil { candidate[index] = 0 }
      let value = candidate[index]
      if !accept(candidate, &best) { passing = value }
    }
  }
}
