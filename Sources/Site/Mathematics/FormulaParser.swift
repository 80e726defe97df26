/// Reads formulas as contracts write them: `y_i = x_i / sqrt((1/n) sum_j x_j^2 + epsilon) * w_i`.
///
/// The grammar is that of plain text: factors side by side are multiplied, `/` and `*` bind alike and from the left, an
/// index or exponent is what stands next to its sign without a blank, a name that a parenthesis touches is a function. Words
/// such as `with` join formulas. What holds other prose is no formula: it is better read as it was written than set wrongly.
struct FormulaParser {
  private let tokens: [FormulaToken]
  private var place = 0
  private var depth = 0
  /// How many `<` are open as brackets, in which `>` is no relation.
  private var angles = 0

  /// That a text is no formula of the grammar.
  private struct NoFormula: Error {}

  /// The formula, or nil where the text is none.
  ///
  /// - Complexity: linear; 2,000 characters and 24 groups within each other at most.
  static func parse(_ text: String) -> MathNode? {
    guard text.utf8.count <= 2000, let tokens = FormulaToken.all(in: text), !tokens.isEmpty else { return nil }
    var parser = FormulaParser(tokens: tokens)
    guard let node = try? parser.list(), parser.place == tokens.count else { return nil }
    return node
  }

  private init(tokens: [FormulaToken]) { self.tokens = tokens }

  // MARK: Tokens

  private var next: FormulaToken? { place < tokens.count ? tokens[place] : nil }

  private func isNext(_ sign: String) -> Bool { next?.kind == .sign && next?.text == sign }

  private mutating func take(_ sign: String) -> Bool {
    guard isNext(sign) else { return false }
    place += 1
    return true
  }

  private mutating func demand(_ sign: String) throws { guard take(sign) else { throw NoFormula() } }

  // MARK: Grammar

  /// Relations in a row, between commas, semicolons, colons and words.
  private mutating func list() throws -> MathNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 24 else { throw NoFormula() }
    var parts = [try relation()]
    while let token = next {
      if token.kind == .sign, [",", ";", ":"].contains(token.text) {
        place += 1
        parts.append(.sign(token.text))
        while let word = joiner() { parts.append(.word(word)) }
      } else if let word = joiner() {
        parts.append(.word(word))
      } else {
        break
      }
      parts.append(try relation())
    }
    return parts.count == 1 ? parts[0] : .row(parts)
  }

  private mutating func joiner() -> String? {
    guard let token = next, token.kind == .word, Self.joiners.contains(token.text) else { return nil }
    place += 1
    return token.text
  }

  private mutating func relation() throws -> MathNode {
    var parts = [try sum()]
    while let sign = relationSign() {
      parts.append(.sign(sign))
      // A product goes on behind the dots of `k_0 ... k_t`, and a relation may end in them.
      parts.append(try sum())
    }
    return parts.count == 1 ? parts[0] : .row(parts)
  }

  private mutating func relationSign() -> String? {
    guard let token = next else { return nil }
    if token.kind == .word, token.text == "in" {
      // Of a range; `GGUF in Q4_K` is prose.
      guard place + 1 < tokens.count,
        tokens[place + 1].kind == .number || ["-", "−", "(", "["].contains(tokens[place + 1].text)
      else { return nil }
      place += 1
      return "∈"
    }
    guard token.kind == .sign, let sign = Self.relations[token.text], angles == 0 || token.text != ">" else {
      return nil
    }
    place += 1
    return sign
  }

  private mutating func sum() throws -> MathNode {
    var parts: [MathNode] = []
    if take("-") || take("−") { parts.append(.sign("−")) }
    parts.append(try product())
    while true {
      if take("+") {
        parts.append(.sign("+"))
      } else if take("-") || take("−") {
        parts.append(.sign("−"))
      } else {
        return parts.count == 1 ? parts[0] : .row(parts)
      }
      parts.append(try product())
    }
  }

  private mutating func product() throws -> MathNode {
    // A fraction has above its bar what stands before it as far as a sum sign, whose range goes on behind.
    var parts: [MathNode] = []
    var start = 0
    func isSum(_ node: MathNode) -> Bool {
      switch node {
      case .sign("∑"), .scripts(.sign("∑"), _, _): true
      default: false
      }
    }
    func add(_ node: MathNode) {
      parts.append(node)
      if isSum(node) { start = parts.count }
    }
    var before = place
    // Whether a factor at the side of a quotient may be meant below its bar: `a / 2 b`.
    var isAmbiguous = false
    add(try factor())
    while let token = next {
      if take("/") {
        let below = try factor()
        isAmbiguous = !Self.isClosed(below)
        // `sum_i a / sum_i b` is a fraction of sums, and `(1/n) sum_i a` has one factor before the sum.
        let from = isSum(below) || start == parts.count ? firstSum(parts, isSum) : start
        let bottom = isSum(below) ? MathNode.row([below, try product()]) : below
        let top = Array(parts[from...])
        guard !top.isEmpty else { throw NoFormula() }
        parts.removeSubrange(from...)
        start = min(start, parts.count)
        add(.fraction(top.count == 1 ? top[0] : .row(top), bottom))
      } else if take("*") || take("·") || take("×") {
        parts.append(.sign("·"))
        add(try factor())
      } else if token.kind == .sign, token.text == ".", token.isApart, token.isFollowedByBlank {
        place += 1
        parts.append(.sign("·"))
        add(try factor())
      } else if startsFactor(token) {
        guard !isAmbiguous else { throw NoFormula() }
        let between = place
        try checkNeighbors(before, place)
        let factor = try factor()
        if factor.isWord || parts.last?.isWord ?? false { parts.append(.space) }
        add(factor)
        before = between
        continue
      } else {
        return parts.count == 1 ? parts[0] : .row(parts)
      }
      before = place - 1
    }
    return parts.count == 1 ? parts[0] : .row(parts)
  }

  /// Whether what stands behind cannot be taken for a part of it: a group, a root, a function with its arguments.
  private static func isClosed(_ node: MathNode) -> Bool {
    switch node {
    case .fenced, .root, .sign: true
    case .row(let parts): parts.last.map(isClosed) ?? false
    case .scripts(let base, _, _): isClosed(base)
    case .name, .number, .word, .space, .fraction: false
    }
  }

  private func firstSum(_ parts: [MathNode], _ isSum: (MathNode) -> Bool) -> Int { parts.firstIndex(where: isSum) ?? 0 }

  private func startsFactor(_ token: FormulaToken) -> Bool {
    switch token.kind {
    case .number: return true
    case .word: return !Self.joiners.contains(token.text) && token.text != "in"
    case .sign:
      switch token.text {
      case "(", "[", "∞", "⌊": return true
      // The bar of a magnitude touches what it opens, and stands apart from what is before it.
      case "|": return token.isApart && !token.isFollowedByBlank
      default: return false
      }
    }
  }

  /// Side by side are names that are multiplied; long words side by side are prose.
  private func checkNeighbors(_ left: Int, _ right: Int) throws {
    let (a, b) = (weight(tokens[left], at: left), weight(tokens[right], at: right))
    guard a + b < 3 else { throw NoFormula() }
  }

  /// 0 for what can stand beside anything, 1 for a short name, 3 for a word that looks like prose.
  private func weight(_ token: FormulaToken, at place: Int) -> Int {
    guard token.kind == .word else { return 0 }
    let follower = place + 1 < tokens.count ? tokens[place + 1] : nil
    if let follower, !follower.isApart, follower.kind == .sign, ["(", "[", "_"].contains(follower.text) { return 0 }
    if Self.functions.contains(token.text) || Self.greek[token.text] != nil { return 0 }
    let letters = token.text.prefix { $0.isLetter }.count
    return letters == 1 ? 0 : letters <= 4 ? 1 : 3
  }

  private mutating func factor() throws -> MathNode {
    var node = try base()
    while let token = next, !token.isApart, token.kind == .sign {
      switch token.text {
      case "_", "^":
        place += 1
        let script = try script(isExponent: token.text == "^")
        if case .scripts(let inner, let below, let above) = node {
          // Of two in a row nobody knows which belongs to which.
          guard (token.text == "_" ? below : above) == nil else { throw NoFormula() }
          node = .scripts(inner, below: below ?? script, above: above ?? script)
        } else {
          node =
            token.text == "_" ? .scripts(node, below: script, above: nil) : .scripts(node, below: nil, above: script)
        }
      case "'":
        place += 1
        node = .row([node, .sign("′")])
      case "(":
        let arguments = try group("(", ")")
        node = Self.applied(node, arguments)
      case "[": node = .row([node, try group("[", "]")])
      default: return node
      }
    }
    return node
  }

  private static func applied(_ function: MathNode, _ arguments: MathNode) -> MathNode {
    guard case .fenced(_, let inner, _) = arguments else { return .row([function, arguments]) }
    switch function {
    case .name("sqrt"): return .root(inner)
    case .name("floor"): return .fenced("⌊", inner, "⌋")
    case .name("ceil"): return .fenced("⌈", inner, "⌉")
    default: return .row([function, .sign("\u{2061}"), arguments])
    }
  }

  /// What stands next to `_` or `^`: a group, or signs and names without a blank.
  private mutating func script(isExponent: Bool) throws -> MathNode {
    if isNext("{") {
      guard case .fenced(_, let inner, _) = try group("{", "}") else { throw NoFormula() }
      return inner
    }
    var parts: [MathNode] = []
    if isNext("-") || isNext("−") {
      place += 1
      parts.append(.sign("−"))
    }
    if isNext("(") {
      guard case .fenced(_, let inner, _) = try group("(", ")") else { throw NoFormula() }
      return .row(parts + [parts.isEmpty ? inner : .fenced("(", inner, ")")])
    }
    guard let first = next, first.kind != .sign else { throw NoFormula() }
    repeat {
      let token = tokens[place]
      place += 1
      var part = Self.leaf(token)
      // `e^x_i`: the index belongs to the exponent.
      if isExponent, token.kind == .word, isNext("_"), next?.isApart == false {
        place += 1
        part = .scripts(part, below: try script(isExponent: false), above: nil)
      }
      parts.append(part)
    } while next.map { !$0.isApart && $0.kind != .sign } ?? false
    return parts.count == 1 ? parts[0] : .row(parts)
  }

  private static func leaf(_ token: FormulaToken) -> MathNode {
    token.kind == .number ? .number(token.text) : .name(greek[token.text] ?? token.text)
  }

  private mutating func base() throws -> MathNode {
    guard let token = next else { throw NoFormula() }
    switch token.kind {
    case .number:
      place += 1
      // `2u`: a factor that touches its name.
      return .number(token.text)
    case .word:
      guard !Self.prose.contains(token.text), !Self.joiners.contains(token.text) else { throw NoFormula() }
      place += 1
      // `sum(q)` is a function, `sum_i q_i` the sign.
      if token.text == "sum", !isNext("(") { return .sign("∑") }
      return Self.leaf(token)
    case .sign:
      switch token.text {
      case "(": return try group("(", ")")
      case "[": return try group("[", "]")
      case "⌊": return try group("⌊", "⌋")
      case "∞":
        place += 1
        return .sign("∞")
      case "|":
        place += 1
        let inner = try list()
        try demand("|")
        return .fenced("|", inner, "|")
      case "<":
        place += 1
        angles += 1
        let inner = try list()
        angles -= 1
        try demand(">")
        return .fenced("⟨", inner, "⟩")
      case "-", "−":
        place += 1
        return .row([.sign("−"), try factor()])
      default: throw NoFormula()
      }
    }
  }

  private mutating func group(_ open: String, _ close: String) throws -> MathNode {
    try demand(open)
    let outer = angles
    angles = 0
    defer { angles = outer }
    if take(close) { return .fenced(open, .row([]), close) }
    let inner = try list()
    try demand(close)
    return .fenced(open, inner, close)
  }

  // MARK: Words

  private static let relations = [
    "=": "=", "<": "<", ">": ">", "<=": "≤", ">=": "≥", "!=": "≠", "≤": "≤", "≥": "≥", "≠": "≠", "≈": "≈", "->": "→",
    "..": "…", "...": "…", "∈": "∈", "||": "∥",
  ]

  /// Words between formulas.
  private static let joiners: Set = ["with", "where", "for", "if", "else", "and", "or", "then", "as"]

  /// Words of sentences: a text with one of them is set as it stands.
  private static let prose: Set = [
    "of", "the", "is", "by", "be", "its", "an", "each", "no", "on", "to", "at", "than", "are", "set", "over", "that",
    "own",
    "one", "all", "but", "like", "not", "from", "so", "row", "what", "this", "iff", "when", "any", "both", "half",
    "per",
    "being", "against", "reading", "blocks", "groups", "tail", "bits", "order", "sub", "int", "type", "run", "in",
  ]

  private static let functions: Set = [
    "sum", "max", "min", "exp", "log", "log2", "ln", "sin", "cos", "tan", "tanh", "sqrt", "floor", "ceil", "round",
  ]

  private static let greek = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ",
    "pi": "π",
    "sigma": "σ", "tau": "τ", "phi": "φ", "omega": "ω",
  ]
}
