import ContractKit

/// Formulas of contracts on pages.
enum Mathematics {
  /// How much of a formula is set as mathematics.
  enum Extent: Equatable { case whole, part, none }

  /// The formula in MathML where it is one; of a formula with prose in it the parts that are; and text where none is.
  ///
  /// - Parameter isBlock: whether it stands on lines of its own.
  static func html(_ formula: String, isBlock: Bool = false) -> HTML { set(folded(formula), isBlock: isBlock).html }

  /// A formula on one line.
  static func folded(_ formula: String) -> String {
    formula.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The formula as it is set, and how much of it.
  static func set(_ text: String, isBlock: Bool) -> (html: HTML, extent: Extent) {
    if let node = FormulaParser.parse(text) {
      return (isBlock ? "<math display=\"block\">\(node.html)</math>" : "<math>\(node.html)</math>", .whole)
    }
    var (html, isSet) = (HTML(), false)
    for segment in segments(of: text) {
      guard let node = segment.isRelation ? FormulaParser.parse(segment.text) : nil else {
        html += "\(segment.joiner)\(HTML.clipped(segment.text))"
        continue
      }
      html += "\(segment.joiner)<math displaystyle=\"true\">\(node.html)</math>"
      isSet = true
    }
    return isSet ? (html, .part) : ("<code>\(HTML.clipped(text))</code>", .none)
  }

  /// A part of a text, with the separator before it.
  private struct Segment {
    var joiner = ""
    var text = ""

    /// What says nothing of two things is better read as text.
    var isRelation: Bool { text.contains { "=≤<".contains($0) } }
  }

  private static let words = [" with ", " where ", " for ", " if "]

  /// The parts between commas, semicolons and words such as `with`, outside of parentheses.
  private static func segments(of text: String) -> [Segment] {
    var segments = [Segment()]
    var (depth, rest) = (0, Substring(text))
    while let character = rest.first {
      if depth == 0, let word = words.first(where: { rest.hasPrefix($0) }) {
        segments.append(Segment(joiner: word))
        rest.removeFirst(word.count)
        continue
      }
      rest.removeFirst()
      if depth == 0, ",;".contains(character) {
        segments.append(Segment(joiner: "\(character) "))
        if rest.first == " " { rest.removeFirst() }
        continue
      }
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      segments[segments.count - 1].text.append(character)
    }
    return segments
  }
}
