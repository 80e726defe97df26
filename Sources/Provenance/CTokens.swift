/// The tokens of a C source; comments are passed over, directives kept apart.
///
/// See "C" in docs/evidence-keys.md.
struct CTokens {
  private(set) var tokens: [Token] = []
  /// What stands behind the first word of each directive, by that word.
  private(set) var directives: [(name: String, words: [Word], rest: [UInt8])] = []
  /// Whether all brackets are closed, and all code is ASCII.
  private(set) var isFollowed = true

  /// The tokens of a source.
  ///
  /// - Complexity: O(n).
  init(_ bytes: [UInt8]) {
    let (tokens, directives, isFollowed) = bytes.withUnsafeBufferPointer { source in
      var scanner = Scanner(source)
      scanner.scan()
      return (scanner.tokens, scanner.directives, scanner.isFollowed)
    }
    (self.tokens, self.directives, self.isFollowed) = (tokens, directives, isFollowed)
  }
}

private struct Scanner {
  private let source: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var braces = 0
  private var brackets = 0
  private var isASCII = true
  private var branches: [(Int, Int)] = []
  /// Whether each branch of an `#if` closes the brackets that it opens, and no others.
  private var branchesAreClosed = true
  private(set) var tokens: [Token] = []
  private(set) var directives: [(name: String, words: [Word], rest: [UInt8])] = []
  private static let extern = Word("extern")

  init(_ source: UnsafeBufferPointer<UInt8>) { self.source = source }

  var isFollowed: Bool { braces == 0 && brackets == 0 && isASCII && branchesAreClosed && branches.isEmpty }

  private func byte(_ offset: Int = 0) -> UInt8? {
    index + offset < source.count ? source[index + offset] : nil
  }

  mutating func scan() {
    var isLineStart = true
    while let next = byte() {
      if skipBlank() { continue }
      if next == UInt8(ascii: "\n") {
        index += 1
        isLineStart = true
      } else if next == UInt8(ascii: "#"), isLineStart {
        directive()
      } else {
        isLineStart = false
        token(next)
      }
    }
  }

  /// Passes over a blank, a comment, or an end of a line that a backslash takes away.
  private mutating func skipBlank() -> Bool {
    switch (byte(), byte(1)) {
    case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "\r"), _): index += 1
    case (UInt8(ascii: "/"), UInt8(ascii: "/")):
      while let next = byte(), next != UInt8(ascii: "\n") { index += 1 }
    case (UInt8(ascii: "/"), UInt8(ascii: "*")):
      index += 2
      while index < source.count, !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) { index += 1 }
      index = min(index + 2, source.count)
    case (UInt8(ascii: "\\"), UInt8(ascii: "\n")): index += 2
    case (UInt8(ascii: "\\"), UInt8(ascii: "\r")) where byte(2) == UInt8(ascii: "\n"): index += 3
    default: return false
    }
    return true
  }

  private mutating func directive() {
    index += 1
    var (name, words, end) = ("", [Word](), index)
    while let next = byte(), next != UInt8(ascii: "\n") {
      if skipBlank() { continue }
      let start = index
      switch next {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): passLiteral(next)
      case _ where Word.holds(next):
        passRun()
        if Word.isDigit(next) { continue }
        words.append(Word(source[start..<index]))
        if words.count == 1 {
          name = String(decoding: source[start..<index], as: UTF8.self)
          end = index
        }
      default: index += 1
      }
    }
    directives.append((name, words, Array(source[end..<index])))
    enter(branch: name)
  }

  private mutating func enter(branch name: String) {
    switch name {
    case "if", "ifdef", "ifndef": branches.append((braces, brackets))
    case "elif", "elifdef", "elifndef", "else":
      branchesAreClosed = branchesAreClosed && branches.last.map { $0 == (braces, brackets) } ?? false
    case "endif": branchesAreClosed = branchesAreClosed && branches.popLast().map { $0 == (braces, brackets) } ?? false
    default: break
    }
  }

  private mutating func passRun() { while let next = byte(), Word.holds(next) { index += 1 } }

  /// A literal ends at its quote or before the end of its line; a backslash takes the byte behind it along.
  private mutating func passLiteral(_ quote: UInt8) {
    index += 1
    while let next = byte(), next != UInt8(ascii: "\n") {
      index = min(index + (next == UInt8(ascii: "\\") ? 2 : 1), source.count)
      if next == quote { return }
    }
  }

  private mutating func token(_ next: UInt8) {
    let start = index
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      passLiteral(next)
      tokens.append(Token(kind: .string, range: start..<index, depth: braces, inner: brackets))
    case _ where Word.holds(next):
      passRun()
      let isNumber = Word.isDigit(next)
      tokens.append(
        Token(
          kind: isNumber ? .number : .word, range: start..<index,
          word: isNumber ? .none : Word(source[start..<index]), depth: braces, inner: brackets))
    default: mark(next)
    }
  }

  private mutating func mark(_ byte: UInt8) {
    if byte >= 128 { isASCII = false }
    switch byte {
    case UInt8(ascii: "}") where braces > 0: braces -= 1
    case UInt8(ascii: ")") where brackets > 0, UInt8(ascii: "]") where brackets > 0: brackets -= 1
    default: break
    }
    tokens.append(
      Token(kind: .mark, range: index..<index + 1, byte: byte, depth: braces, inner: brackets))
    index += 1
    switch byte {
    case UInt8(ascii: "{"):
      // extern "C" {
      let before = tokens.dropLast().suffix(2)
      if !(before.count == 2 && before.last?.kind == .string && before.first?.word == Self.extern) { braces += 1 }
    case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
    default: break
    }
  }
}
