/// A formula as it is set, in the parts that MathML has.
indirect enum MathNode: Equatable {
  /// A name: a variable or a function.
  case name(String)
  case number(String)
  /// An operator or a sign.
  case sign(String)
  /// A word between formulas, such as `with`.
  case word(String)
  /// What keeps names of several letters apart.
  case space
  case row([MathNode])
  case fenced(String, MathNode, String)
  case fraction(MathNode, MathNode)
  case root(MathNode)
  /// An index and an exponent, of which there is at least one; of a sum the index stands below.
  case scripts(MathNode, below: MathNode?, above: MathNode?)

  /// The presentation in MathML.
  var html: HTML {
    switch self {
    case .name(let text): return "<mi>\(text)</mi>"
    case .number(let text): return "<mn>\(text)</mn>"
    case .sign(let text): return "<mo>\(text)</mo>"
    case .word(let text): return "<mspace width=\"0.4em\"/><mtext>\(text)</mtext><mspace width=\"0.4em\"/>"
    case .space: return "<mspace width=\"0.17em\"/>"
    case .row(let parts): return "<mrow>\(parts.map(\.html))</mrow>"
    case .fenced(let open, let inner, let close):
      return "<mrow><mo fence=\"true\">\(open)</mo>\(inner.html)<mo fence=\"true\">\(close)</mo></mrow>"
    case .fraction(let above, let below):
      return "<mfrac>\(above.withoutParentheses.html)\(below.withoutParentheses.html)</mfrac>"
    case .root(let inner): return "<msqrt>\(inner.html)</msqrt>"
    case .scripts(let base, let below?, let above?):
      return "<msubsup>\(base.html)\(below.linear.html)\(above.linear.html)</msubsup>"
    case .scripts(.sign(let sign), let below?, nil): return "<munder><mo>\(sign)</mo>\(below.html)</munder>"
    case .scripts(let base, let below?, nil): return "<msub>\(base.html)\(below.linear.html)</msub>"
    case .scripts(let base, nil, let above?): return "<msup>\(base.html)\(above.linear.html)</msup>"
    case .scripts(let base, nil, nil): return base.html
    }
  }

  /// The same on one line: a bar in an exponent could not be read.
  private var linear: MathNode {
    switch self {
    case .fraction(let above, let below): .row([above.linear, .sign("/"), below.linear])
    case .row(let parts): .row(parts.map(\.linear))
    case .fenced(let open, let inner, let close): .fenced(open, inner.linear, close)
    case .root(let inner): .root(inner.linear)
    case .name, .number, .sign, .word, .space, .scripts: self
    }
  }

  /// Whether it is, or begins with, a name of several letters.
  var isWord: Bool {
    switch self {
    case .name(let text): text.count > 1
    case .scripts(let base, _, _): base.isWord
    case .row(let parts): parts.first?.isWord ?? false
    default: false
    }
  }

  /// What a fraction's bar groups needs no parentheses.
  private var withoutParentheses: MathNode {
    if case .fenced("(", let inner, ")") = self { inner } else { self }
  }
}
