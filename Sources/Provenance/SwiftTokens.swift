/// The tokens of a Swift source; comments and string literals, with all that is interpolated, are passed over.
///
/// See "Swift" in docs/evidence-keys.md.
struct SwiftTokens {
  private(set) var tokens: [Token] = []

  /// The tokens of a source, or nil where it cannot be followed.
  ///
  /// - Complexity: O(n).
  init?(_ bytes: [UInt8]) {
    let isFollowed = bytes.withUnsafeBufferPointer { source in
      var scanner = Scanner(source)
      let isFollowed = scanner.scan(until: nil)
      tokens = scanner.tokens
      return isFollowed
    }
    guard isFollowed else { return nil }
  }
}

private struct Scanner {
  private let source: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var line = 0
  private var open: [UInt8] = []
  /// Whether what is passed is the inside of a literal, whose tokens are left out.
  private var isInterpolated = false
  var tokens: [Token] = []

  init(_ source: UnsafeBufferPointer<UInt8>) {
    self.source = source
    tokens.reserveCapacity(source.count / 8)
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
        line += 1
        index += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "/"):
        switch byte(1) {
        case UInt8(ascii: "/"): skipLine()
        case UInt8(ascii: "*"): guard skipComment() else { return false }
        default:
          guard !beginsRegularExpression else { return false }
          mark(next)
        }
      case UInt8(ascii: "\""): guard skipString(hashes: 0) else { return false }
      case UInt8(ascii: "#"):
        var hashes = 1
        while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
        if byte(hashes) == UInt8(ascii: "\"") {
          index += hashes
          guard skipString(hashes: hashes) else { return false }
        } else if byte(1) == UInt8(ascii: "/") {
          return false
        } else {
          mark(next)
        }
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        mark(next)
        open.append(next)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard let last = open.popLast(), Self.closes(next, last) else { return false }
        mark(next)
        if open.count == outer { return true }
      case _ where Word.holds(next): word()
      default: mark(next)
      }
    }
    return outer == nil && open.isEmpty
  }

  static func closes(_ closing: UInt8, _ opening: UInt8) -> Bool {
    switch opening {
    case UInt8(ascii: "("): closing == UInt8(ascii: ")")
    case UInt8(ascii: "["): closing == UInt8(ascii: "]")
    default: closing == UInt8(ascii: "}")
    }
  }

  private mutating func mark(_ byte: UInt8) {
    if !isInterpolated {
      tokens.append(Token(kind: .mark, range: index..<index + 1, byte: byte, depth: open.count, line: line))
    }
    index += 1
  }

  private mutating func word() {
    let start = index
    while let next = byte(), Word.holds(next) { index += 1 }
    guard !isInterpolated, !Word.isDigit(source[start]) else { return }
    let bytes = source[start..<index]
    tokens.append(
      Token(
        kind: .word, range: start..<index, depth: open.count, line: line, word: Word(bytes),
        isCapital: bytes[start] >= UInt8(ascii: "A") && bytes[start] <= UInt8(ascii: "Z"),
        isLiteralType: bytes.count >= 11 && bytes.suffix(11).elementsEqual("LiteralType".utf8)))
  }

  private mutating func skipLine() {
    while let next = byte(), next != UInt8(ascii: "\n") { index += 1 }
  }

  /// Comments nest.
  private mutating func skipComment() -> Bool {
    var depth = 0
    while let next = byte() {
      switch (next, byte(1)) {
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        depth += 1
        index += 2
      case (UInt8(ascii: "*"), UInt8(ascii: "/")):
        depth -= 1
        index += 2
        if depth == 0 { return true }
      default:
        if next == UInt8(ascii: "\n") { line += 1 }
        index += 1
      }
    }
    return false
  }

  /// A `/` where no operator of two operands can stand.
  private var beginsRegularExpression: Bool {
    guard let after = byte(1) else { return false }
    if " \t\r\n),=".utf8.contains(after) { return false }
    var before = index - 1
    while before >= 0, source[before] == UInt8(ascii: " ") || source[before] == UInt8(ascii: "\t") { before -= 1 }
    return before < 0 || source[before] == UInt8(ascii: "\n") || "(,=:[{!&|?;".utf8.contains(source[before])
  }

  private mutating func skipString(hashes: Int) -> Bool {
    let quote = UInt8(ascii: "\"")
    let isMultiline = byte(1) == quote && byte(2) == quote
    let quotes = isMultiline ? 3 : 1
    index += quotes
    while let next = byte() {
      switch next {
      case quote where (0..<quotes).allSatisfy({ byte($0) == quote }) && isFollowedByHashes(hashes, after: quotes):
        index += quotes + hashes
        return true
      case UInt8(ascii: "\\") where isFollowedByHashes(hashes, after: 1):
        index += 1 + hashes
        guard byte() == UInt8(ascii: "(") else {
          if byte() == UInt8(ascii: "\n") { line += 1 }
          index += 1
          continue
        }
        guard skipInterpolation() else { return false }
      case UInt8(ascii: "\n"):
        guard isMultiline else { return false }
        line += 1
        index += 1
      default: index += 1
      }
    }
    return false
  }

  private func isFollowedByHashes(_ count: Int, after offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }

  private mutating func skipInterpolation() -> Bool {
    let outer = isInterpolated
    isInterpolated = true
    defer { isInterpolated = outer }
    let depth = open.count
    open.append(UInt8(ascii: "("))
    index += 1
    return scan(until: depth)
  }
}
