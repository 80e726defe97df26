extension Outline {
  /// The outline of a Swift source; always reached where it cannot be followed.
  init(swift bytes: [UInt8]) {
    guard let tokens = SwiftTokens(bytes)?.tokens else {
      isAlwaysReached = true
      return
    }
    var reader = SwiftReader(tokens, bytes)
    reader.read()
    self = reader.outline
  }
}

/// Reads the declarations of a Swift file from its tokens.
private struct SwiftReader {
  private let tokens: [Token]
  private let bytes: [UInt8]
  private(set) var outline = Outline()

  init(_ tokens: [Token], _ bytes: [UInt8]) {
    self.tokens = tokens
    self.bytes = bytes
  }

  // MARK: Words

  private enum Keyword { case type, alias, named, function, variable, operatorSymbol, extensionOfType, unnamed }

  private static let keywords: [Word: Keyword] = {
    var keywords: [Word: Keyword] = [
      Word("typealias"): .alias, Word("func"): .function, Word("let"): .variable, Word("var"): .variable,
      Word("operator"): .operatorSymbol, Word("extension"): .extensionOfType, Word("init"): .unnamed,
      Word("subscript"): .unnamed,
    ]
    for type in Word.set("struct", "class", "enum", "protocol", "actor") { keywords[type] = .type }
    for name in Word.set("macro", "precedencegroup") { keywords[name] = .named }
    return keywords
  }()

  private static let privateWords = Word.set("private", "fileprivate")
  private static let publicWords = Word.set("public", "open", "package")
  private static let (classWord, importWord, whereWord) = (Word("class"), Word("import"), Word("where"))
  private static let memberWords = Word.set("func", "var")
  private static let calledWithoutName = Word.set(
    "callAsFunction", "dynamicallyCall", "appendInterpolation", "decode", "decodeIfPresent", "encode",
    "encodeIfPresent")
  private static let selfStarting = Word.set(
    "main", "c", "_cdecl", "_expose", "_silgen_name", "_dynamicReplacement", "section", "_section", "used", "_used")
  private static let harmlessAttributes = Word.set("MainActor", "Sendable", "TaskLocal", "Test", "Suite")
  private static let withoutMembers = Word.set(
    "Sendable", "unchecked", "retroactive", "preconcurrency", "Copyable", "Escapable", "BitwiseCopyable")

  // MARK: The file

  /// What declarations of one depth add.
  private struct Declarations {
    var provides: Set<Word> = []
    var publicWords: Set<Word> = []
    var isUnnamed = false
  }

  mutating func read() {
    let declarations = declarations(in: tokens.indices, depth: 0)
    outline.provides = declarations.provides
    outline.publicWords = declarations.publicWords
    outline.isAlwaysReached = declarations.isUnnamed
    for (index, token) in tokens.enumerated() {
      if token.isMark("@") { readAttribute(after: index) }
      guard token.depth == 0, let keyword = keyword(at: index), let name = name(after: index) else { continue }
      switch keyword {
      case .type: outline.types[tokens[name].word, default: []].formUnion(header(at: index).names)
      case .alias: outline.aliases.insert(tokens[name].word)
      case .extensionOfType: readExtension(at: index, name: name)
      default: break
      }
    }
  }

  private mutating func readAttribute(after index: Int) {
    guard index + 1 < tokens.count, tokens[index + 1].kind == .word else { return }
    let name = tokens[index + 1]
    if Self.selfStarting.contains(name.word) { outline.isAlwaysReached = true }
    let first = bytes[name.range.lowerBound]
    if first >= UInt8(ascii: "A"), first <= UInt8(ascii: "Z"), !Self.harmlessAttributes.contains(name.word) {
      outline.attributes.insert(name.word)
    }
  }

  private func keyword(at index: Int) -> Keyword? {
    guard tokens[index].kind == .word, let keyword = Self.keywords[tokens[index].word] else { return nil }
    if index > 0, tokens[index - 1].isMark(".") || tokens[index - 1].word == Self.importWord { return nil }
    if tokens[index].word == Self.classWord, index + 1 < tokens.count,
      Self.memberWords.contains(tokens[index + 1].word)
    {
      return nil
    }
    return keyword
  }

  /// The index of the next word after a keyword.
  private func name(after index: Int) -> Int? { tokens[(index + 1)...].firstIndex { $0.kind == .word } }

  // MARK: Declarations

  private func declarations(in range: Range<Int>, depth: Int) -> Declarations {
    var found = Declarations()
    for index in range where tokens[index].depth == depth {
      guard let keyword = keyword(at: index) else { continue }
      let name = name(after: index).map { tokens[$0].word }
      switch keyword {
      case .unnamed where depth == 0, .extensionOfType: continue
      case .unnamed, .operatorSymbol:
        found.isUnnamed = true
        continue
      case .function:
        let isNamed = index + 1 < tokens.count && tokens[index + 1].kind == .word
        if !isNamed || depth > 0 && name.map(Self.calledWithoutName.contains) == true { found.isUnnamed = true }
      case .alias: if isLiteralType(after: index) { found.isUnnamed = true }
      default: break
      }
      guard !isPrivate(at: index) else { continue }
      let names = keyword == .variable ? variables(at: index) : Set([name].compactMap { $0 })
      found.provides.formUnion(names)
      if isPublic(at: index) { found.publicWords.formUnion(names) }
    }
    return found
  }

  private func isLiteralType(after index: Int) -> Bool {
    name(after: index).map { bytes[tokens[$0].range].suffix(11).elementsEqual("LiteralType".utf8) } ?? false
  }

  private func ends(_ token: Token) -> Bool { token.isMark(";") || token.isMark("{") || token.isMark("}") }

  /// Whether `private` or `fileprivate` stands before a keyword on its line, for more than a setter.
  private func isPrivate(at index: Int) -> Bool {
    for before in stride(from: index - 1, through: 0, by: -1) {
      let token = tokens[before]
      if ends(token) || token.line != tokens[index].line { return false }
      if token.depth == tokens[index].depth, Self.privateWords.contains(token.word), !tokens[before + 1].isMark("(") {
        return true
      }
    }
    return false
  }

  /// Whether other targets may see what a keyword declares.
  private func isPublic(at index: Int) -> Bool {
    for before in stride(from: index - 1, through: 0, by: -1) {
      if ends(tokens[before]) { return false }
      if tokens[before].depth == tokens[index].depth, Self.publicWords.contains(tokens[before].word) { return true }
    }
    return false
  }

  /// The names that `let` or `var` declares.
  private func variables(at index: Int) -> Set<Word> {
    let depth = tokens[index].depth
    var names: Set<Word> = []
    if index + 1 < tokens.count, tokens[index + 1].isMark("(") {
      let bracket = tokens[index + 1].depth
      for token in tokens[(index + 2)...].prefix(while: { $0.depth != bracket }) where token.kind == .word {
        names.insert(token.word)
      }
    } else if let name = name(after: index) {
      names.insert(tokens[name].word)
    }
    for place in tokens.indices[(index + 1)...] {
      let token = tokens[place]
      if token.depth < depth || token.depth == depth && isKeywordOfTheTable(at: place) { break }
      if token.depth == depth, token.isMark(","), place + 2 < tokens.count, tokens[place + 1].kind == .word,
        [":", "=", ",", "(", "{"].contains(where: { tokens[place + 2].isMark($0) })
      {
        names.insert(tokens[place + 1].word)
      }
    }
    return names
  }

  private func isKeywordOfTheTable(at index: Int) -> Bool {
    switch keyword(at: index) {
    case nil, .unnamed: false
    default: true
    }
  }

  // MARK: Headers and extensions

  /// What a declaration of a type, or an extension, names before its body, and the index of the bracket that
  /// begins the body.
  private func header(at index: Int) -> (names: Set<Word>, end: Int) {
    let depth = tokens[index].depth
    var names: Set<Word> = []
    var (isNaming, hasWhere) = (false, false)
    var next = index + 1
    while next < tokens.count, !(tokens[next].isMark("{") && tokens[next].depth == depth) {
      let token = tokens[next]
      if token.depth == depth {
        if token.word == Self.whereWord { hasWhere = true }
        if isNaming, !hasWhere, token.kind == .word, !isDot(afterDepth: depth, next) { names.insert(token.word) }
        if token.isMark(":"), !hasWhere { isNaming = true }
      }
      next += 1
    }
    return (names.subtracting(Self.withoutMembers), next)
  }

  /// Whether the next token of a depth is a `.`.
  private func isDot(afterDepth depth: Int, _ index: Int) -> Bool {
    tokens[(index + 1)...].first { $0.depth == depth }?.isMark(".") ?? false
  }

  private mutating func readExtension(at index: Int, name: Int) {
    let header = header(at: index)
    let end = tokens.indices.dropFirst(header.end + 1).first { tokens[$0].depth == 0 } ?? tokens.count
    let body = declarations(in: min(header.end, tokens.count)..<end, depth: 1)
    outline.extensions.append(
      Outline.Extension(
        type: tokens[name].word, isWithin: name + 1 < tokens.count && tokens[name + 1].isMark("."),
        names: header.names, members: body.provides,
        publicMembers: isPublic(at: index) ? body.provides : body.publicWords, isUnnamed: body.isUnnamed))
  }
}
