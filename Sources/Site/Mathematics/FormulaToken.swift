/// A part of a formula as authors type it.
struct FormulaToken: Equatable {
  enum Kind: Equatable { case number, word, sign }

  let kind: Kind
  let text: String
  /// Whether a blank stands before it, and behind it.
  let isApart, isFollowedByBlank: Bool

  /// The parts of a text; nil where a character is none that formulas have.
  static func all(in text: String) -> [FormulaToken]? {
    let characters = Array(text)
    var tokens: [FormulaToken] = []
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if character == " " {
        index += 1
        continue
      }
      var end = index + 1
      let kind: Kind
      if character.isASCII && character.isLetter {
        kind = .word
        while end < characters.count, characters[end].isASCII, characters[end].isLetter || characters[end].isNumber {
          end += 1
        }
      } else if character.isASCII && character.isNumber {
        kind = .number
        end = self.end(ofNumberAt: index, in: characters)
      } else {
        kind = .sign
        let rest = String(characters[index..<min(index + 3, characters.count)])
        guard let sign = signs.first(where: { rest.hasPrefix($0) }) else { return nil }
        end = index + sign.count
      }
      tokens.append(
        FormulaToken(
          kind: kind, text: String(characters[index..<end]), isApart: index > 0 && characters[index - 1] == " ",
          isFollowedByBlank: end < characters.count && characters[end] == " "))
      index = end
    }
    return tokens
  }

  /// Digits, a point with digits behind it, and an exponent; `0..31` is no number with two points.
  private static func end(ofNumberAt start: Int, in characters: [Character]) -> Int {
    func digits(_ from: Int) -> Int {
      var end = from
      while end < characters.count, characters[end].isASCII, characters[end].isNumber { end += 1 }
      return end
    }
    var end = digits(start)
    if end + 1 < characters.count, characters[end] == ".", characters[end + 1].isNumber { end = digits(end + 1) }
    guard end < characters.count, characters[end] == "e" else { return end }
    let sign = end + 1 < characters.count && "+-".contains(characters[end + 1]) ? 1 : 0
    let exponent = digits(end + 1 + sign)
    return exponent > end + 1 + sign ? exponent : end
  }

  /// The longest first, where one starts another.
  private static let signs = [
    "...", "..", "<=", ">=", "!=", "->", "||", "_", "^", "(", ")", "[", "]", "{", "}", "|", ",", ";", ":", "=", "<",
    ">",
    "+", "-", "*", "/", ".", "'", "≤", "≥", "≠", "·", "×", "−", "∞", "≈", "∈", "⌊", "⌋",
  ]
}
