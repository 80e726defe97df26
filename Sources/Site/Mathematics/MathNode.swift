/// A formula as it is set, in the parts that MathML has.
indirect enum MathNode: Equatable {
  /// A name: a variable or a function.
  case name(String)
  case number(String)
  /// An operator or a sign.
  case sign(String)
  /// A word between formulas, such as `with`.
  case word(String)
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
    case .row(let parts): return "<mrow>\(parts.map(\.html))</mrow>"
    case .fenced(let open, let inner, let close):
      return "<mrow><mo fence=\"true\">\(open)</mo>\(inner.html)<mo fence=\"true\">\(close)</mo></mrow>"
    case .fraction(let above, let below):
      return "<mfrac>\(above.withoutParentheses.html)\(below.withoutParentheses.html)</mfrac>"
    case .root(let inner): return "<msqrt>\(inner.html)</msqrt>"
    case .scripts(let base, let below?, let above?): return "<msubsup>\(base.html)\(below.html)\(above.html)</msubsup>"
    case .scripts(.sign(let sign), let below?, nil): return "<munder><mo>\(sign)</mo>\(below.html)</munder>"
    case .scripts(let base, let below?, nil): return "<msub>\(base.html)\(below.html)</msub>"
    case .scripts(let base, nil, let above?): return "<msup>\(base.html)\(above.html)</msup>"
    case .scripts(let base, nil, nil): return base.html
    }
  }

  /// What a fraction's bar groups needs no parentheses.
  private var withoutParentheses: MathNode {
    if case .fenced("(", let inner, ")") = self { inner } else { self }
  }
}
