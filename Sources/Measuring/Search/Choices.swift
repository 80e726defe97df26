/// The bounded numbers that a case is made of, written down as they are drawn.
///
/// A case is a function of its choices alone, so it can be made again from them, and made simpler by
/// making them smaller: 0 stands for the simplest choice everywhere. (The way of Hypothesis,
/// MacIver and Donaldson 2020: what is shrunk is the sequence of choices, not the value.)
public struct Choices {
  private var source: Source
  /// What was drawn so far.
  private(set) var taken: [UInt64] = []

  private enum Source {
    case random(SeededGenerator)
    /// Used from the start; 0 after its end.
    case tape([UInt64])
  }

  init(from random: SeededGenerator) { source = .random(random) }
  init(replaying tape: [UInt64]) { source = .tape(tape) }

  /// The generator after what was drawn from it; nil where a tape was replayed.
  var random: SeededGenerator? { if case .random(let random) = source { random } else { nil } }

  /// A number below a bound; the modulo bias, below 2^-32 for bounds below 2^32, is accepted.
  ///
  /// - Precondition: the bound is positive.
  public mutating func below(_ bound: UInt64) -> UInt64 {
    precondition(bound > 0, "nothing is below 0")
    let choice: UInt64
    switch source {
    case .random(var random):
      choice = random.next() % bound
      source = .random(random)
    case .tape(let tape): choice = taken.count < tape.count ? min(tape[taken.count], bound - 1) : 0
    }
    taken.append(choice)
    return choice
  }

  /// An integer in a range; the simplest is the lower bound.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(below(UInt64(range.count)))
  }

  /// One of some values; the simplest is the first.
  public mutating func element<Value>(of values: [Value]) -> Value { values[Int(below(UInt64(values.count)))] }
}
