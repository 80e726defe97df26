extension Outline {
  /// The outline of a source that is neither Swift nor a module map.
  ///
  /// - Parameters:
  ///   - isRead: whether it is a `*.c`, `*.h` or `*.inc`; of others only what they include counts.
  ///   - isHeader: whether others see what it declares for itself.
  init(c bytes: [UInt8], isRead: Bool, isHeader: Bool) {
    let source = CTokens(bytes)
    var reader = CReader(source.tokens, bytes, isHeader: isHeader)
    if isRead { reader.read() }
    self = reader.outline
    if !definitions.isDisjoint(with: UncalledFunctions.names) { isAlwaysReached = true }
    isAlwaysReached = isAlwaysReached || !isRead || !source.isFollowed
    if LineEnds.areHidden(in: bytes) { (isAlwaysReached, includesTarget) = (true, true) }
    pastes = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "#") && $1 == UInt8(ascii: "#") }
    for directive in source.directives { read(directive) }
    if isRead, isHeader { provides.formUnion(macros) }
  }

  /// The outline of a module map: it names headers in quotes.
  init(moduleMap bytes: [UInt8]) {
    isAlwaysReached = true
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
      var index = 1
      while index < parts.count - 1 {
        if parts[index].isEmpty {
          // Two quotes side by side hold nothing; the second may begin the next name.
          index += 1
          continue
        }
        includes.append(Include(name: String(decoding: parts[index], as: UTF8.self), isQuoted: true))
        index += 2
      }
    }
  }

  private mutating func read(_ directive: (name: String, words: [Word], rest: [UInt8])) {
    switch directive.name {
    case "define": if directive.words.count > 1 { macros.insert(directive.words[1]) }
    case "include", "import", "include_next":
      let rest = directive.rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let isQuoted = rest.first == UInt8(ascii: "\"")
      let name = rest.dropFirst().prefix { $0 != UInt8(ascii: isQuoted ? "\"" : ">") && $0 != UInt8(ascii: "\n") }
      guard isQuoted || rest.first == UInt8(ascii: "<"), !name.isEmpty, name.endIndex < rest.endIndex,
        rest[name.endIndex] != UInt8(ascii: "\n")
      else {
        includesTarget = true
        return
      }
      includes.append(Include(name: String(decoding: name, as: UTF8.self), isQuoted: isQuoted))
    default: break
    }
  }
}

/// Reads what a C file declares at its level from its tokens.
private struct CReader {
  private let tokens: [Token]
  private let bytes: [UInt8]
  private let isHeader: Bool
  private(set) var outline = Outline()

  private static let hiding = Word.set("static", "typedef")
  private static let enumWord = Word("enum")
  private static let tagged = Word.set("struct", "union", "enum")
  private static let annotations = Word.set("__attribute__", "__asm__", "asm")
  private static let keywords = Word.set(
    "alignas", "alignof", "asm", "auto", "bool", "break", "case", "char", "const", "constexpr", "continue", "default",
    "do", "double", "else", "enum", "extern", "float", "for", "goto", "if", "inline", "int", "long", "register",
    "restrict", "return", "short", "signed", "sizeof", "static", "static_assert", "struct", "switch", "thread_local",
    "typedef", "typeof", "union", "unsigned", "void", "volatile", "while")

  init(_ tokens: [Token], _ bytes: [UInt8], isHeader: Bool) {
    self.tokens = tokens
    self.bytes = bytes
    self.isHeader = isHeader
  }

  mutating func read() {
    var isHidden = false
    /// The depths directly in the braces of an `enum`.
    var enumerators: (depth: Int, inner: Int)?
    for (index, token) in tokens.enumerated() {
      let isOutermost = token.depth == 0 && token.inner == 0
      if isOutermost, token.isMark(";") || token.isMark("}") { isHidden = false }
      if isOutermost, !isHeader, Self.hiding.contains(token.word) { isHidden = true }
      if token.isMark("{"), beginsEnumerators(index) {
        enumerators = (token.depth + 1, token.inner)
      } else if token.isMark("}"), let inside = enumerators, token.depth < inside.depth {
        enumerators = nil
      }
      guard isName(index) else {
        if isOutermost, !isHidden, token.isMark("("), isMark(index + 1, "*"), isName(index + 2) {
          outline.provides.insert(tokens[index + 2].word)
        }
        if isOutermost, !isHidden, !isHeader, definesReserved(index) { outline.isAlwaysReached = true }
        continue
      }
      guard !isHidden else { continue }
      if isHeader, let inside = enumerators, inside == (token.depth, token.inner),
        isMark(index + 1, ",") || isMark(index + 1, "=") || isMark(index + 1, "}")
      {
        outline.provides.insert(token.word)
      }
      if isOutermost { readOutermost(index) }
    }
  }

  private mutating func readOutermost(_ index: Int) {
    let word = tokens[index].word
    let next = withoutAnnotations(index + 1)
    let isTag = index > 0 && Self.tagged.contains(tokens[index - 1].word)
    let isFunction = isMark(next, "(")
    if isFunction {
      if endsInSemicolon(next) { outline.prototypes.insert(word) } else { outline.definitions.insert(word) }
    }
    func isFollowed(by marks: Unicode.Scalar...) -> Bool { marks.contains { isMark(next, $0) } }
    if isHeader {
      if isFunction || isFollowed(by: "[", ";", ",", "=", ":") || isTag && isMark(next, "{") {
        outline.provides.insert(word)
      }
    } else if isFollowed(by: "[", ";", ",", "=") && !isTag || isFunction && outline.definitions.contains(word) {
      outline.provides.insert(word)
    }
  }

  /// Whether a function is defined whose name is reserved: code that nobody writes calls such.
  private func definesReserved(_ index: Int) -> Bool {
    let token = tokens[index]
    guard token.kind == .word, bytes[token.range.lowerBound] == UInt8(ascii: "_"), !Self.keywords.contains(token.word),
      !Self.annotations.contains(token.word)
    else { return false }
    let next = withoutAnnotations(index + 1)
    return isMark(next, "(") && !endsInSemicolon(next)
  }

  private func isMark(_ index: Int, _ text: Unicode.Scalar) -> Bool {
    index < tokens.count && tokens[index].isMark(text)
  }

  /// Whether a token is a word that a program can choose.
  private func isName(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word, !Self.keywords.contains(tokens[index].word) else {
      return false
    }
    let name = bytes[tokens[index].range]
    guard name.first == UInt8(ascii: "_"), let second = name.dropFirst().first else { return true }
    return second != UInt8(ascii: "_") && !(second >= UInt8(ascii: "A") && second <= UInt8(ascii: "Z"))
  }

  /// Whether a brace follows `enum`, or `enum` and a word.
  private func beginsEnumerators(_ index: Int) -> Bool {
    guard index > 0 else { return false }
    if tokens[index - 1].word == Self.enumWord { return true }
    return index > 1 && tokens[index - 1].kind == .word && tokens[index - 2].word == Self.enumWord
  }

  /// The next token that belongs to no `__attribute__ (…)` or the like.
  private func withoutAnnotations(_ index: Int) -> Int {
    var next = index
    while next + 1 < tokens.count, Self.annotations.contains(tokens[next].word), tokens[next + 1].isMark("(") {
      next = closing(next + 1) + 1
    }
    return next
  }

  private func closing(_ index: Int) -> Int {
    let open = tokens[index]
    return tokens.indices.dropFirst(index + 1).first {
      tokens[$0].depth == open.depth && tokens[$0].inner == open.inner
    } ?? tokens.count
  }

  /// Whether `;` comes before any `{` behind the brackets that open at a place.
  private func endsInSemicolon(_ index: Int) -> Bool {
    let end = closing(index)
    guard end < tokens.count else { return false }
    return tokens[(end + 1)...].first { $0.isMark(";") || $0.isMark("{") }?.isMark(";") ?? false
  }
}
