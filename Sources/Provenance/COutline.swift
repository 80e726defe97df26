extension Outline {
  /// The outline of a `*.c`, `*.h` or `*.inc` file.
  ///
  /// - Parameter isHeader: whether it is one of the latter two, whose macros and static functions others see.
  init(c bytes: [UInt8], isHeader: Bool) {
    var reader = CReader(CTokens(bytes), isHeader: isHeader)
    reader.read()
    self = reader.outline
  }

  /// The outline of a module map: it names headers in quotes.
  init(moduleMap bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\"", omittingEmptySubsequences: false)
    for index in stride(from: 1, to: parts.count - 1, by: 2) {
      includes.append(Include(name: String(parts[index]), isQuoted: true))
    }
    isAlwaysReached = true
  }
}

/// The tokens of a C source; comments and literals are passed over, directives kept apart.
struct CTokens {
  fileprivate(set) var tokens: [Token] = []
  /// Each directive as written, from its `#`, with the lines that backslashes join to it.
  fileprivate(set) var directives: [[UInt8]] = []
  /// Whether the braces are balanced.
  private(set) var isBalanced = true

  /// The tokens of a source.
  ///
  /// - Complexity: O(n).
  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { source in
      var scanner = CScanner(source)
      scanner.scan()
      tokens = scanner.tokens
      directives = scanner.directives
      isBalanced = scanner.braces == 0
    }
  }
}

private struct CScanner {
  private let source: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var line = 0
  private var isLineStart = true
  /// Those of `extern "C"` count for nothing.
  private(set) var braces = 0
  private var brackets = 0
  var tokens: [Token] = []
  var directives: [[UInt8]] = []
  private static let extern = Word("extern")

  init(_ source: UnsafeBufferPointer<UInt8>) { self.source = source }

  private func byte(_ offset: Int = 0) -> UInt8? {
    index + offset < source.count ? source[index + offset] : nil
  }

  mutating func scan() {
    while let next = byte() {
      switch next {
      case UInt8(ascii: "\n"):
        line += 1
        index += 1
        isLineStart = true
        continue
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        index += 1
        continue
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while let next = byte(), next != UInt8(ascii: "\n") { index += 1 }
        continue
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
        skipComment()
        continue
      case UInt8(ascii: "#") where isLineStart: directive()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): literal(next)
      case _ where Word.holds(next): word()
      default: mark(next)
      }
      isLineStart = false
    }
  }

  private mutating func skipComment() {
    index += 2
    while let next = byte() {
      if next == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        index += 2
        return
      }
      if next == UInt8(ascii: "\n") { line += 1 }
      index += 1
    }
  }

  private mutating func directive() {
    let start = index
    while let next = byte() {
      if next == UInt8(ascii: "\n") {
        var last = index - 1
        while last >= start, [UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t")].contains(source[last]) {
          last -= 1
        }
        guard source[last] == UInt8(ascii: "\\") else { break }
        line += 1
      }
      index += 1
    }
    directives.append(Array(source[start..<index]))
  }

  private mutating func literal(_ quote: UInt8) {
    let start = index
    index += 1
    while let next = byte(), next != UInt8(ascii: "\n") {
      index += next == UInt8(ascii: "\\") && byte(1) != UInt8(ascii: "\n") ? 2 : 1
      if next == quote { break }
    }
    index = min(index, source.count)
    tokens.append(Token(kind: .string, range: start..<index, depth: braces, inner: brackets, line: line))
  }

  private mutating func word() {
    let start = index
    while let next = byte(), Word.holds(next) { index += 1 }
    guard !Word.isDigit(source[start]) else { return }
    tokens.append(
      Token(
        kind: .word, range: start..<index, depth: braces, inner: brackets, line: line,
        word: Word(source[start..<index]), isReserved: isReserved(source[start..<index])))
  }

  /// Whether a name is the compiler's: `__x` or `_X`.
  private func isReserved(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard name.count > 1, name[name.startIndex] == UInt8(ascii: "_") else { return false }
    let second = name[name.startIndex + 1]
    return second == UInt8(ascii: "_") || second >= UInt8(ascii: "A") && second <= UInt8(ascii: "Z")
  }

  private mutating func mark(_ byte: UInt8) {
    var isCounted = true
    switch byte {
    case UInt8(ascii: "}"):
      isCounted = braces > 0
      if isCounted { braces -= 1 }
    case UInt8(ascii: ")"), UInt8(ascii: "]"):
      isCounted = brackets > 0
      if isCounted { brackets -= 1 }
    case UInt8(ascii: "{"):
      // extern "C" {
      isCounted = !(tokens.count > 1 && tokens[tokens.count - 1].kind == .string
        && tokens[tokens.count - 2].word == Self.extern)
    default: break
    }
    if isCounted {
      tokens.append(
        Token(kind: .mark, range: index..<index + 1, byte: byte, depth: braces, inner: brackets, line: line))
    }
    index += 1
    switch byte {
    case UInt8(ascii: "{") where isCounted: braces += 1
    case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
    default: break
    }
  }
}

/// Reads what a C file declares at its level from its tokens.
private struct CReader {
  private let tokens: [Token]
  private let directives: [[UInt8]]
  private let isHeader: Bool
  private(set) var outline = Outline()

  private static let staticWord = Word("static")
  private static let typedefWord = Word("typedef")
  private static let enumWord = Word("enum")
  private static let tagged: Set<Word> = [Word("struct"), Word("union"), Word("enum")]

  init(_ source: CTokens, isHeader: Bool) {
    tokens = source.tokens
    directives = source.directives
    self.isHeader = isHeader
    outline.isAlwaysReached = !source.isBalanced
  }

  mutating func read() {
    directives.forEach { readDirective($0) }
    // In a file of its own nobody else sees a static function, or a type.
    var isStatic = false
    for (index, token) in tokens.enumerated() {
      if token.depth == 0, token.inner == 0 {
        if token.isMark(";") || token.isMark("}") { isStatic = false }
        if token.word == Self.staticWord || token.word == Self.typedefWord { isStatic = true }
        if token.word == Self.enumWord, isHeader { readEnumerators(after: index) }
      }
      guard token.kind == .word, !token.isReserved, declares(index), isHeader || !isStatic else { continue }
      outline.provides.insert(token.word)
      if isHeader, token.inner == 0, isPrototype(index) { outline.prototypes.insert(token.word) }
    }
  }

  private func mark(_ index: Int, _ text: Unicode.Scalar) -> Bool {
    index >= 0 && index < tokens.count && tokens[index].isMark(text)
  }

  /// Whether a word at the file's level is what a declaration names.
  private func declares(_ index: Int) -> Bool {
    let token = tokens[index]
    guard token.depth == 0 else { return false }
    // (*name)
    if token.inner == 1 {
      return mark(index - 1, "*") && mark(index - 2, "(") && tokens[index - 2].inner == 0
    }
    guard token.inner == 0 else { return false }
    if ["(", "[", ";", ",", "="].contains(where: { mark(index + 1, $0) }) { return true }
    return isHeader && mark(index + 1, "{") && index > 0 && Self.tagged.contains(tokens[index - 1].word)
  }

  private func isPrototype(_ index: Int) -> Bool {
    guard mark(index + 1, "("),
      let close = tokens[(index + 2)...].firstIndex(where: { $0.isMark(")") && $0.depth == 0 && $0.inner == 0 })
    else { return false }
    let end = tokens[(close + 1)...].first { $0.isMark(";") || $0.isMark("{") }
    return end?.isMark(";") ?? false
  }

  private mutating func readEnumerators(after index: Int) {
    let depth = tokens[index].depth
    var next = index + 1
    while next < tokens.count, next <= index + 2, !tokens[next].isMark("{") { next += 1 }
    guard mark(next, "{") else { return }
    next += 1
    while next < tokens.count, tokens[next].depth > depth {
      if tokens[next].kind == .word, !tokens[next].isReserved, tokens[next].depth == depth + 1,
        [",", "=", "}"].contains(where: { mark(next + 1, $0) })
      {
        outline.provides.insert(tokens[next].word)
      }
      next += 1
    }
  }

  private mutating func readDirective(_ bytes: [UInt8]) {
    let text = bytes.dropFirst().drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let name = text.prefix { Word.holds($0) }
    let rest = text.dropFirst(name.count).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    switch String(decoding: name, as: UTF8.self) {
    case "define":
      let macro = rest.prefix { Word.holds($0) }
      if let first = macro.first, !Word.isDigit(first) {
        outline.macros.insert(Word(macro))
        if isHeader { outline.provides.insert(Word(macro)) }
      }
    case "include", "import", "include_next":
      let closing: [UInt8: UInt8] = [UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "<"): UInt8(ascii: ">")]
      guard let first = rest.first, let close = closing[first], let end = rest.dropFirst().firstIndex(of: close)
      else {
        outline.includesTarget = true
        return
      }
      outline.includes.append(
        Outline.Include(
          name: String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self),
          isQuoted: first == UInt8(ascii: "\"")))
    default: break
    }
  }
}
