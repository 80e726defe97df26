/// What a change of a domain's prose does, where one bound alone moved.
package enum DomainChange {
  /// Easier where the domain became narrower, harder where it became wider; unclear where more than one
  /// bound of the text changed.
  package static func direction(from old: String, to new: String) -> ClaimChange.Direction {
    let (before, after) = (tokens(old), tokens(new))
    guard before.count == after.count else { return .unclear }
    let moved = before.indices.filter { before[$0] != after[$0] }
    guard moved.count == 1, let place = moved.first, let was = ExactDecimal(before[place]),
      let now = ExactDecimal(after[place]), let side = side(of: place, in: after)
    else { return .unclear }
    let (a, b) = (was.fraction, now.fraction)
    if a == b { return .neutral }
    return (side == .upper) == (a < b) ? .harder : .easier
  }

  private enum Side { case lower, upper }

  /// Which end of the domain a number is: `n <= 8` and `8 >= n` are upper ones.
  private static func side(of place: Int, in tokens: [String]) -> Side? {
    let before = place > 0 ? tokens[place - 1] : ""
    let after = place + 1 < tokens.count ? tokens[place + 1] : ""
    let sides = [
      upward.contains(before) ? Side.upper : downward.contains(before) ? .lower : nil,
      upward.contains(after) ? .lower : downward.contains(after) ? .upper : nil,
    ].compactMap(\.self)
    // A number between two signs bounds nothing that this can see.
    return sides.count == 1 ? sides[0] : nil
  }

  private static let upward: Set = ["<", "<=", "≤"]
  private static let downward: Set = [">", ">=", "≥"]

  /// Words, numbers and comparison signs, whether blanks part them or not.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var current = ""
    func isSign(_ character: Character) -> Bool { "<>=≤≥".contains(character) }
    for character in text {
      let ends = character.isWhitespace || ",;()[]{}".contains(character)
      if !current.isEmpty, ends || isSign(character) != isSign(current.last!) {
        tokens.append(current)
        current = ""
      }
      if !character.isWhitespace { ends ? tokens.append(String(character)) : current.append(character) }
    }
    return current.isEmpty ? tokens : tokens + [current]
  }
}
