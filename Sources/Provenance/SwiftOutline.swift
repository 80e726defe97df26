extension Outline {
  /// The outline of a Swift source; always reached where it cannot be followed.
  init(swift bytes: [UInt8]) {
    guard let tokens = SwiftTokens(bytes)?.tokens else {
      isAlwaysReached = true
      return
    }
    var reader = SwiftReader(tokens)
    reader.read()
    self = reader.outline
  }
}

/// Reads the declarations of a Swift file from its tokens.
private struct SwiftReader {
  private let tokens: [Token]
  private(set) var outline = Outline()

  init(_ tokens: [Token]) { self.tokens = tokens }

  private enum Keyword {
    /// Declares a type.
    case type
    case alias, named, function, variable, operatorSymbol, extensionOfType
    /// `init` and `subscript`: used without being named.
    case unnamed
    /// `case` of an enumeration.
    case enumerator
  }

  private static let keywords: [Word: Keyword] = {
    var keywords: [Word: Keyword] = [
      Word("typealias"): .alias, Word("func"): .function, Word("let"): .variable, Word("var"): .variable,
      Word("operator"): .operatorSymbol, Word("extension"): .extensionOfType, Word("init"): .unnamed,
      Word("subscript"): .unnamed, Word("case"): .enumerator,
    ]
    for type in ["struct", "class", "enum", "protocol", "actor"] { keywords[Word(type)] = .type }
    for name in ["macro", "precedencegroup"] { keywords[Word(name)] = .named }
    return keywords
  }()

  private static let (privateWord, fileprivateWord) = (Word("private"), Word("fileprivate"))
  private static let (classWord, funcWord, varWord) = (Word("class"), Word("func"), Word("var"))
  private static let whereWord = Word("where")
  private static let calledWithoutName: Set<Word> = [Word("callAsFunction"), Word("dynamicallyCall")]
  private static let linkedAttributes = Set(
    ["main", "_cdecl", "_silgen_name", "_dynamicReplacement"].map { Word($0) })
  private static let harmlessAttributes = Set(
    ["MainActor", "Sendable", "TaskLocal", "Test", "Suite"].map { Word($0) })

  /// What a declaration adds, at depth 0 to the file, at depth 1 to an extension.
  private struct Declarations {
    var provides: Set<Word> = []
    var declaredTypes: [Word: Set<Word>] = [:]
    var isUnnamed = false
  }

  mutating func read() {
    var declarations = Declarations()
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      if token.isMark("@") { readAttribute(after: index) }
      guard token.depth == 0, let keyword = keyword(at: index) else {
        index += 1
        continue
      }
      switch keyword {
      case .extensionOfType:
        index = readExtension(at: index)
        continue
      case .unnamed, .enumerator: break
      default: declare(keyword, at: index, &declarations)
      }
      index += 1
    }
    outline.provides = declarations.provides
    outline.declaredTypes = declarations.declaredTypes
    if declarations.isUnnamed { outline.isAlwaysReached = true }
  }

  private func keyword(at index: Int) -> Keyword? {
    let token = tokens[index]
    guard token.kind == .word, let keyword = Self.keywords[token.word] else { return nil }
    if index > 0, tokens[index - 1].isMark(".") { return nil }
    if token.word == Self.classWord, index + 1 < tokens.count {
      let next = tokens[index + 1].word
      if next == Self.funcWord || next == Self.varWord { return nil }
    }
    return keyword
  }

  private mutating func readAttribute(after index: Int) {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .word else { return }
    let name = tokens[index + 1]
    if Self.linkedAttributes.contains(name.word) { outline.isAlwaysReached = true }
    if name.isCapital, !Self.harmlessAttributes.contains(name.word) { outline.attributes.insert(name.word) }
  }

  /// Whether `private` or `fileprivate` stands before a keyword, for more than a setter.
  private func isPrivate(at index: Int) -> Bool {
    let depth = tokens[index].depth
    var before = index - 1
    while before >= 0, tokens[before].line == tokens[index].line {
      let token = tokens[before]
      if token.isMark(";") || token.isMark("{") || token.isMark("}") { return false }
      if token.depth == depth, token.word == Self.privateWord || token.word == Self.fileprivateWord,
        !tokens[before + 1].isMark("(")
      {
        return true
      }
      before -= 1
    }
    return false
  }

  /// The next word after a keyword.
  private func name(after index: Int) -> Word? {
    tokens[(index + 1)...].first { $0.kind == .word }?.word
  }

  private func declare(_ keyword: Keyword, at index: Int, _ declarations: inout Declarations) {
    let name = name(after: index)
    if keyword == .type || keyword == .alias, let name {
      declarations.declaredTypes[name, default: []].formUnion(
        keyword == .alias ? [] : header(at: index, depth: tokens[index].depth).conformances)
    }
    switch keyword {
    case .operatorSymbol, .unnamed: declarations.isUnnamed = true
    case .function where index + 1 >= tokens.count || tokens[index + 1].kind != .word: declarations.isUnnamed = true
    default: break
    }
    if keyword == .alias, let end = tokens[(index + 1)...].first(where: { $0.kind == .word }), end.isLiteralType {
      declarations.isUnnamed = true
    }
    guard !isPrivate(at: index) else { return }
    switch keyword {
    case .type, .alias, .named, .function: if let name { declarations.provides.insert(name) }
    case .variable, .enumerator: declarations.provides.formUnion(variables(at: index))
    default: break
    }
  }

  /// The names that `let`, `var` or `case` declares.
  private func variables(at index: Int) -> Set<Word> {
    let (depth, line) = (tokens[index].depth, tokens[index].line)
    var names: Set<Word> = []
    if index + 1 < tokens.count, tokens[index + 1].isMark("(") {
      for token in tokens[(index + 2)...] {
        if token.isMark(")"), token.depth == depth { break }
        if token.kind == .word { names.insert(token.word) }
      }
    } else if let name = name(after: index) {
      names.insert(name)
    }
    var follows = false
    for token in tokens[(index + 1)...].prefix(while: { $0.line == line }) where token.depth == depth {
      if follows, token.kind == .word { names.insert(token.word) }
      if token.isMark(",") { follows = true }
    }
    return names
  }

  /// What a declaration of a type, or an extension, says before its body: what follows its first `:`, up to
  /// `where`; and the index of the bracket that begins the body.
  private func header(at index: Int, depth: Int) -> (conformances: Set<Word>, end: Int) {
    var conformances: Set<Word> = []
    var (isConformance, hasWhere) = (false, false)
    var next = index + 1
    while next < tokens.count, !(tokens[next].isMark("{") && tokens[next].depth == depth) {
      let token = tokens[next]
      if token.depth == depth {
        if token.word == Self.whereWord { hasWhere = true }
        if token.isMark(":"), !hasWhere { isConformance = true }
        if isConformance, !hasWhere, token.kind == .word,
          !(next + 1 < tokens.count && tokens[next + 1].isMark("."))
        {
          conformances.insert(token.word)
        }
      }
      next += 1
    }
    return (conformances, next)
  }

  /// - Returns: the index behind the extension.
  private mutating func readExtension(at index: Int) -> Int {
    guard let start = tokens[(index + 1)...].firstIndex(where: { $0.kind == .word }) else { return index + 1 }
    var added = Outline.Extension(type: tokens[start].word)
    let header = header(at: index, depth: 0)
    added.conformances = header.conformances
    added.isOfNestedType = start + 1 < tokens.count && tokens[start + 1].isMark(".")
    var declarations = Declarations()
    var next = header.end + 1
    while next < tokens.count, tokens[next].depth > 0 {
      if tokens[next].isMark("@") { readAttribute(after: next) }
      if tokens[next].depth == 1, let keyword = keyword(at: next), keyword != .extensionOfType {
        declare(keyword, at: next, &declarations)
        if keyword == .function, let name = name(after: next), Self.calledWithoutName.contains(name) {
          declarations.isUnnamed = true
        }
      }
      next += 1
    }
    added.members = declarations.provides
    added.isUnnamed = declarations.isUnnamed
    outline.extensions.append(added)
    return next
  }
}
