/// The equations of contracts, for people.
public enum EquationText {
  /// The forms in which equations can be written.
  public enum Format: String, CaseIterable, Sendable {
    case text, markdown, latex
  }

  /// The equations of contracts, each with its domain and invariants.
  public static func render(_ contracts: [Contract], as format: Format) -> String {
    switch format {
    case .text: contracts.map(text).joined(separator: "\n")
    case .markdown: contracts.map(markdown).joined(separator: "\n")
    case .latex: contracts.map(latex).joined(separator: "\n")
    }
  }

  private static func text(_ contract: Contract) -> String {
    var lines = [contract.id]
    for equation in contract.equations {
      lines.append("  \(equation.id.value): \(formula(equation))")
      if let domain = equation.domain { lines.append("    for \(folded(domain.value))") }
      lines += equation.invariants.map { "    - \($0.id.value): \(folded($0.statement.value))" }
    }
    return lines.map { SafeText.line($0) + "\n" }.joined()
  }

  private static func markdown(_ contract: Contract) -> String {
    var text = "## \(contract.id)\n"
    for equation in contract.equations {
      text += "\n### \(equation.id.value)\n\n    \(formula(equation))\n"
      if let domain = equation.domain { text += "\nFor \(escaped(folded(domain.value), markdownSpecials)).\n" }
      if !equation.invariants.isEmpty { text += "\n" }
      for invariant in equation.invariants {
        text += "- `\(invariant.id.value)`: \(escaped(folded(invariant.statement.value), markdownSpecials))\n"
      }
    }
    return text
  }

  private static func latex(_ contract: Contract) -> String {
    var text = "\\section*{\(prose(contract.id))}\n"
    for equation in contract.equations {
      text += "\n\\subsection*{\(prose(equation.id.value))}\n\\[ \(Formula.latex(formula(equation))) \\]\n"
      if let domain = equation.domain { text += "For \(prose(folded(domain.value))).\n" }
      guard !equation.invariants.isEmpty else { continue }
      text += "\\begin{itemize}\n"
      for invariant in equation.invariants {
        text += "  \\item \\texttt{\(prose(invariant.id.value))}: \(prose(folded(invariant.statement.value)))\n"
      }
      text += "\\end{itemize}\n"
    }
    return text
  }

  private static func formula(_ equation: Equation) -> String { folded(equation.formula?.value ?? "") }

  private static func folded(_ text: String) -> String { ContractDiff.folded(text) }

  private static let markdownSpecials = "\\`*_[]<>#|"

  private static func escaped(_ text: String, _ specials: String) -> String {
    text.reduce(into: "") { $0 += (specials.contains($1) ? "\\" : "") + String($1) }
  }

  /// Text outside mathematics, where these characters are commands.
  private static func prose(_ text: String) -> String {
    let text = text.replacing("<=", with: "≤").replacing(">=", with: "≥").replacing("->", with: "→")
    return text.reduce(into: "") { result, character in
      switch character {
      case "≤": result += "$\\le$"
      case "≥": result += "$\\ge$"
      case "→": result += "$\\to$"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "<", ">", "|": result += "$\(character)$"
      case "#", "$", "%", "&", "_", "{", "}": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }
}
