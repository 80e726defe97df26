import ContractKit

/// Formulas of contracts on pages.
enum Mathematics {
  /// The formula in MathML where it is one, and else, as prose and recipes are, as the text that it is.
  ///
  /// - Parameter isBlock: whether it stands on lines of its own.
  static func html(_ formula: String, isBlock: Bool = false) -> HTML {
    let text = folded(formula)
    guard let node = FormulaParser.parse(text) else { return "<code>\(HTML.clipped(text))</code>" }
    let display: HTML = isBlock ? " display=\"block\"" : ""
    return "<math\(display)>\(node.html)</math>"
  }

  /// A formula on one line.
  static func folded(_ formula: String) -> String { formula.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
