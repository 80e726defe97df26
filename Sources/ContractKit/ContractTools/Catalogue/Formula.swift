/// A formula as authors type it, set for LaTeX.
///
/// Contracts write formulas as plain text: `y_i = exp(x_i - max x) / sum_j exp(x_j)`. Names of one
/// letter, indices, well-known functions and signs are set as mathematics, other words upright. A
/// formula that contains a LaTeX command already is left as it is.
package enum Formula {
  /// The formula in LaTeX's math mode.
  package static func latex(_ text: String) -> String { latex(text, depth: 0) }

  /// Groups within each other beyond this, and longer ones, are no indices that anybody reads: they are set as
  /// they stand, so that no text takes more than linear time or the whole stack.
  private static let deepest = 16
  private static let longest = 4096

  private static func latex(_ text: String, depth: Int) -> String {
    if text.contains(/\\[A-Za-z]/) { return text }
    var output = ""
    var rest = Substring(text)
    // Blanks mean nothing in mathematics, and part the words of prose.
    var follows = false
    // What each open bracket is closed by.
    var closers: [String] = []
    while let character = rest.first {
      if character.isLetter && character.isASCII {
        let word = rest.prefix { $0.isASCII && $0.isLetter }
        rest.removeFirst(word.count)
        output += Self.word(String(word))
        follows = isProse(word)
        if word == "sqrt", rest.first == "(" {
          rest.removeFirst()
          output += "{"
          closers.append("}")
        } else if operators.contains(String(word)) || greek.contains(String(word)), rest.first?.isLetter ?? false {
          output += " "
        }
        continue
      }
      if let (sign, set) = signs.first(where: { rest.hasPrefix($0.0) }) {
        rest.removeFirst(sign.count)
        output += set
        continue
      }
      rest.removeFirst()
      if character == " " {
        output += follows || isProse(rest.prefix { $0.isASCII && $0.isLetter }) ? "\\ " : " "
        continue
      }
      follows = ",;:.".contains(character) && follows
      switch character {
      case "_", "^": output += String(character) + script(&rest, depth)
      case "(":
        output += "("
        closers.append(")")
      case ")": output += closers.popLast() ?? ")"
      case "{", "}", "%", "#", "&", "$": output += "\\\(character)"
      case "~": output += "\\sim "
      default: output.append(character)
      }
    }
    return output + closers.reversed().filter { $0 == "}" }.joined()
  }

  /// An index or exponent: a group in braces, or one run of letters and digits.
  private static func script(_ rest: inout Substring, _ outer: Int) -> String {
    if rest.first == "{" {
      var depth = 0
      guard outer < deepest,
        let end = rest.prefix(longest).firstIndex(where: { character in
          depth += character == "{" ? 1 : character == "}" ? -1 : 0
          return depth == 0
        })
      else { return "{}" }
      let group = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      return "{\(latex(String(group), depth: outer + 1))}"
    }
    var text = ""
    if rest.first == "-" || rest.first == "+" { text.append(rest.removeFirst()) }
    let run = rest.prefix { $0.isLetter || $0.isNumber }
    rest.removeFirst(run.count)
    text += run
    return "{\(text.count > 1 && text.allSatisfy(\.isLetter) ? "\\mathrm{\(text)}" : text)}"
  }

  /// Whether a word is neither a name of one letter nor a function that is set as such.
  private static func isProse(_ word: Substring) -> Bool {
    word.count > 1 && word != "sqrt" && !operators.contains(String(word)) && !greek.contains(String(word))
  }

  private static func word(_ word: String) -> String {
    if operators.contains(word) || greek.contains(word) { return "\\\(word)" }
    if word == "sqrt" { return "\\sqrt" }
    return word.count == 1 ? word : "\\mathrm{\(word)}"
  }

  private static let operators: Set = [
    "sum", "prod", "max", "min", "exp", "log", "ln", "sin", "cos", "tan", "tanh", "sinh", "cosh", "det", "lim", "sup",
    "inf", "int", "gcd", "arg",
  ]

  private static let greek: Set = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi",
    "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Omega",
  ]

  /// The longest first, where one starts another.
  private static let signs: [(String, String)] = [
    ("<=", "\\le "), (">=", "\\ge "), ("!=", "\\ne "), ("->", "\\to "), ("...", "\\dots "), ("==", "="),
    ("||", "\\Vert "),
    ("*", "\\cdot "), ("≤", "\\le "), ("≥", "\\ge "), ("≠", "\\ne "), ("≈", "\\approx "), ("→", "\\to "),
    ("∈", "\\in "),
    ("Σ", "\\sum "), ("∑", "\\sum "), ("Π", "\\prod "), ("∏", "\\prod "), ("√", "\\surd "), ("×", "\\times "),
    ("·", "\\cdot "), ("⊙", "\\odot "), ("∞", "\\infty "), ("∀", "\\forall "), ("∃", "\\exists "), ("²", "^{2}"),
    ("³", "^{3}"), ("α", "\\alpha "), ("β", "\\beta "), ("γ", "\\gamma "), ("δ", "\\delta "), ("ε", "\\varepsilon "),
    ("θ", "\\theta "), ("λ", "\\lambda "), ("μ", "\\mu "), ("π", "\\pi "), ("σ", "\\sigma "), ("φ", "\\phi "),
    ("ℝ", "\\mathbb{R}"), ("ℤ", "\\mathbb{Z}"), ("⌊", "\\lfloor "), ("⌋", "\\rfloor "), ("⌈", "\\lceil "),
    ("⌉", "\\rceil "), ("‖", "\\Vert "), ("−", "-"), ("…", "\\dots "), ("⟹", "\\implies "), ("⇒", "\\Rightarrow "),
  ]
}
