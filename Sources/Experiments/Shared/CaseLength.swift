import Measuring

/// Lengths: mostly short ones, around lanes and vectors, and some of real models.
enum CaseLength {
  static func draw(_ range: ClosedRange<Int>, long: [Int], _ choices: inout Choices) -> Int {
    switch choices.below(16) {
    case 15: choices.element(of: long)
    // Whole chunks of 64 and one element beside them are rare among uniform lengths.
    case 12...14: max(64 * choices.integer(in: 1...4) + choices.element(of: [0, 1, -1]), range.lowerBound)
    case 11: range.lowerBound
    default: choices.integer(in: range)
    }
  }
}
