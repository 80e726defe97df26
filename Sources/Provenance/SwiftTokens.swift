/// The tokens of a Swift source; comments and string literals, with all that is interpolated, are passed over.
///
/// See "Swift" in docs/evidence-keys.md.
struct SwiftTokens {
  let tokens: [Token]

  /// The tokens of a source, or nil where it cannot be followed.
  ///
  /// - Complexity: O(n).
  init?(_ bytes: [UInt8]) {
    guard !LineEnds.areHidden(in: bytes) else { return nil }
    let tokens = bytes.withUnsafeBufferPointer { source -> [Token]? in
      var scanner = Scanner(source)
      return scanner.scan(until: nil) ? scanner.tokens : nil
    }
    guard let tokens, Self.branchesAreClosed(tokens, bytes) else { return nil }
    self.tokens = tokens
  }

  /// Whether each branch of an `#if` closes the brackets that it opens, and no others: one that is not compiled does not
  /// count for what stands around it.
  private static func branchesAreClosed(_ tokens: [Token], _ bytes: [UInt8]) -> Bool {
    var depths: [Int] = []
    for (mark, word) in zip(tokens, tokens.dropFirst())
    where mark.isMark("#") && word.kind == .word && mark.line == word.line {
      switch String(decoding: bytes[word.range], as: UTF8.self) {
      case "if": depths.append(mark.depth)
      case "elseif", "else": if depths.last != mark.depth { return false }
      case "endif": if depths.popLast() != mark.depth { return false }
      default: break
      }
    }
    return depths.isEmpty
  }

  /// Whether a bracket closes another one.
  static func closes(_ closing: UInt8, _ opening: UInt8) -> Bool {
    switch opening {
    case UInt8(ascii: "("): closing == UInt8(ascii: ")")
    case UInt8(ascii: "["): closing == UInt8(ascii: "]")
    default: closing == UInt8(ascii: "}")
    }
  }
}

private struct Scanner {
  private let source: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var line = 0
  private var open: [UInt8] = []
  /// How many literals what is passed stands in: their code leaves no tokens, and its ends of lines do not count.
  private var literals = 0
  private(set) var tokens: [Token] = []

  /// Literals within literals beyond this cannot be followed.
  private static let deepest = 100

  init(_ source: UnsafeBufferPointer<UInt8>) {
    self.source = source
    tokens.reserveCapacity(source.count / 6)
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    index + offset < source.count ? source[index + offset] : nil
  }

  /// Passes over code: all of it, or what an interpolation holds up to the bracket that closes it.
  ///
  /// - Returns: whether it could be followed.
  mutating func scan(until outer: Int?) -> Bool {
    while let next = byte() {
      switch next {
      case UInt8(ascii: "\n"):
        if literals == 0 { line += 1 }
        index += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "/"):
        switch byte(1) {
        case UInt8(ascii: "/"): while let next = byte(), next != UInt8(ascii: "\n") { index += 1 }
        case UInt8(ascii: "*"): guard skipComment() else { return false }
        default:
          guard index == 0 || source[index - 1] != UInt8(ascii: "#") else { return false }
          if beginsRegularExpression {
            guard passRegularExpression() else { return false }
          } else {
            mark(next)
          }
        }
      case UInt8(ascii: "\""): guard skipString(hashes: 0) else { return false }
      case UInt8(ascii: "#"):
        var hashes = 1
        while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if byte(hashes) == UInt8(ascii: "\"") {
          index += hashes
          guard skipString(hashes: hashes) else { return false }
        } else {
          mark(next)
        }
      case UInt8(ascii: "`"): guard quotedWord() else { return false }
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        mark(next)
        open.append(next)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard let last = open.popLast(), SwiftTokens.closes(next, last) else { return false }
        mark(next)
        if open.count == outer { return true }
      case _ where Word.holds(next): word()
      case 128...: return false
      default: mark(next)
      }
    }
    return outer == nil && open.isEmpty
  }

  private mutating func mark(_ byte: UInt8) {
    if literals == 0 {
      tokens.append(Token(kind: .mark, range: index..<index + 1, byte: byte, depth: open.count, line: line))
    }
    index += 1
  }

  private mutating func word() {
    let start = index
    while let next = byte(), Word.holds(next) { index += 1 }
    guard literals == 0 else { return }
    let isNumber = Word.isDigit(source[start])
    tokens.append(
      Token(
        kind: isNumber ? .number : .word, range: start..<index,
        word: isNumber ? .none : Word(source[start..<index]), depth: open.count, line: line))
  }

  /// A word in backticks; a name in another form than a word's cannot be followed.
  private mutating func quotedWord() -> Bool {
    var end = index + 1
    while end < source.count, Word.holds(source[end]) { end += 1 }
    guard end > index + 1, !Word.isDigit(source[index + 1]), end < source.count, source[end] == source[index] else {
      return false
    }
    mark(source[index])
    word()
    mark(source[index])
    return true
  }

  private mutating func skipComment() -> Bool {
    guard let end = SwiftComment.end(of: source, from: index) else { return false }
    index = end
    return true
  }

  /// A `/` where no operator between two operands stands.
  private var beginsRegularExpression: Bool {
    guard let after = byte(1) else { return false }
    let before = index > 0 ? source[index - 1] : UInt8(ascii: " ")
    return " \t\r\n(,=:[{!&|?;".utf8.contains(before) && !" \t\r\n),=".utf8.contains(after)
  }

  private mutating func passRegularExpression() -> Bool {
    let start = index
    index += 1
    while let next = byte(), next != UInt8(ascii: "\n") {
      if next == UInt8(ascii: "\\"), let escaped = byte(1), escaped != UInt8(ascii: "\n") {
        index += 2
        continue
      }
      index += 1
      if next == UInt8(ascii: "\\") { return false }
      if next == UInt8(ascii: "/") {
        if literals == 0 { tokens.append(Token(kind: .string, range: start..<index, depth: open.count, line: line)) }
        return true
      }
    }
    return false
  }

  private mutating func skipString(hashes: Int) -> Bool {
    let (start, startLine) = (index, line)
    guard passString(hashes: hashes) else { return false }
    if literals == 0 {
      tokens.append(Token(kind: .string, range: start..<index, depth: open.count, line: startLine))
    }
    return true
  }

  private mutating func passString(hashes: Int) -> Bool {
    let quote = UInt8(ascii: "\"")
    let quotes = byte(1) == quote && byte(2) == quote ? 3 : 1
    index += quotes
    while let next = byte() {
      switch next {
      case quote where (0..<quotes).allSatisfy({ byte($0) == quote }) && isFollowedByHashes(hashes, after: quotes):
        index += quotes + hashes
        return true
      case UInt8(ascii: "\\") where isFollowedByHashes(hashes, after: 1):
        index += 1 + hashes
        guard byte() == UInt8(ascii: "(") else {
          index += 1
          continue
        }
        guard skipInterpolation() else { return false }
      case UInt8(ascii: "\n") where quotes == 1: return false
      default: index += 1
      }
    }
    return false
  }

  private func isFollowedByHashes(_ count: Int, after offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }

  private mutating func skipInterpolation() -> Bool {
    guard literals < Self.deepest else { return false }
    literals += 1
    defer { literals -= 1 }
    let depth = open.count
    open.append(UInt8(ascii: "("))
    index += 1
    return scan(until: depth)
  }
}
