import ContractKit

/// Formulas of contracts on pages.
enum Mathematics {
  /// The formula in MathML where it is one, and else, as prose and recipes are, as the text that it is.
  static func html(_ formula: String) -> HTML {
    let text = formula.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let node = FormulaParser.parse(text) else { return "<code>\(HTML.clipped(text))</code>" }
    return "<math aria-label=\"\(text)\">\(node.html)</math>"
  }
}
