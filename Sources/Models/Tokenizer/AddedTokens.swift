/// Tokens that are looked for in a text before it is cut into words.
///
/// - Complexity: finding them takes O(n log n) in the length of the text, times the length of the longest token;
///   memory is O(n).
struct AddedTokens: Sendable {
  /// One of them.
  struct Token: Equatable, Sendable {
    let id: Int
    var content: String
    /// Whether it is a control token: left as text unless they are asked for.
    var isSpecial = false
    /// Whether white space on a side of it goes with it.
    var stripsLeft = false, stripsRight = false
    /// Whether it must not touch a word on either side.
    var isSingleWord = false
  }

  /// Which of several tokens wins that overlap.
  enum Order: Equatable, Sendable {
    /// The one that begins first, of these the longest, as in tokenizers. A control token that is left as text
    /// hides what overlaps it there all the same.
    case leftmost
    /// The longest, of these the one of the lowest id, as in llama.cpp.
    case longest
  }

  /// A part of a text: a token, or text in between, which has no id.
  struct Part: Equatable {
    let range: Range<Int>
    let token: Token?
  }

  private let order: Order
  private let tokens: [Token]
  /// The node that a byte leads to from another: the key is the node times 256 plus the byte. Node 0 is the root.
  private var edges: [UInt64: Int32] = [:]
  /// The index of the token that ends in a node, or -1.
  private var ends: [Int32] = [-1]

  /// Whether a token begins with a byte.
  private var isFirst = [Bool](repeating: false, count: 256)

  /// A set of tokens; none is empty, and no two have the same content.
  init(_ tokens: [Token], order: Order) {
    (self.tokens, self.order) = (tokens, order)
    for (index, token) in tokens.enumerated() {
      var node: Int32 = 0
      if let first = token.content.utf8.first { isFirst[Int(first)] = true }
      for byte in token.content.utf8 {
        let key = UInt64(node) << 8 | UInt64(byte)
        if edges[key] == nil {
          edges[key] = Int32(ends.count)
          ends.append(-1)
        }
        node = edges[key]!
      }
      ends[Int(node)] = Int32(index)
    }
  }

  /// The parts of a text in order; together they are the text.
  ///
  /// - Parameter special: whether control tokens are looked for.
  func parts(_ text: [UInt8], special: Bool) -> [Part] {
    guard !text.isEmpty else { return [] }
    guard !tokens.isEmpty else { return [Part(range: text.indices, token: nil)] }
    return order == .leftmost ? leftmost(text, special) : longest(text, special)
  }

  /// The longest token that begins at a byte and ends before a limit.
  private func match(_ text: [UInt8], at start: Int, limit: Int, special: Bool) -> Token? {
    guard isFirst[Int(text[start])] else { return nil }
    var node: Int32 = 0
    var found: Token?
    for index in start..<limit {
      guard let next = edges[UInt64(node) << 8 | UInt64(text[index])] else { break }
      node = next
      guard ends[Int(node)] >= 0 else { continue }
      let token = tokens[Int(ends[Int(node)])]
      if special || !token.isSpecial { found = token }
    }
    return found
  }

  private func leftmost(_ text: [UInt8], _ special: Bool) -> [Part] {
    var parts: [Part] = []
    var (start, index) = (0, 0)
    while index < text.count {
      guard let token = match(text, at: index, limit: text.count, special: true) else {
        index += 1
        continue
      }
      var range = index..<index + token.content.utf8.count
      index = range.upperBound
      if token.isSpecial && !special || token.isSingleWord && touchesWord(text, range) { continue }
      if token.stripsLeft { range = max(Self.startOfSpace(text, before: range.lowerBound), start)..<range.upperBound }
      if token.stripsRight { range = range.lowerBound..<Self.endOfSpace(text, after: range.upperBound) }
      // White space that a token has taken can hold the start of another, which then has nothing left before it.
      range = max(range.lowerBound, start)..<max(range.upperBound, start)
      if start < range.lowerBound { parts.append(Part(range: start..<range.lowerBound, token: nil)) }
      parts.append(Part(range: range, token: token))
      start = range.upperBound
    }
    if start < text.count { parts.append(Part(range: start..<text.count, token: nil)) }
    return parts
  }

  private func longest(_ text: [UInt8], _ special: Bool) -> [Part] {
    /// Longest first, then by id, then by place.
    struct Candidate: Comparable {
      let token: Token
      let start: Int
      var range: Range<Int> { start..<start + token.content.utf8.count }
      static func < (a: Candidate, b: Candidate) -> Bool {
        (-a.range.count, a.token.id, a.start) < (-b.range.count, b.token.id, b.start)
      }
    }
    var candidates = BinaryHeap<Candidate>()
    for start in text.indices {
      guard let token = match(text, at: start, limit: text.count, special: special) else { continue }
      candidates.push(Candidate(token: token, start: start))
    }
    var isTaken = [Bool](repeating: false, count: text.count)
    var found: [Part] = []
    while let candidate = candidates.popLeast() {
      if let limit = isTaken[candidate.range].firstIndex(of: true) {
        // Where it overlaps something longer there may still be something shorter, which waits for its turn.
        guard let token = match(text, at: candidate.start, limit: limit, special: special) else { continue }
        candidates.push(Candidate(token: token, start: candidate.start))
        continue
      }
      for index in candidate.range { isTaken[index] = true }
      found.append(Part(range: candidate.range, token: candidate.token))
    }
    var parts: [Part] = []
    var start = 0
    for part in found.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if start < part.range.lowerBound { parts.append(Part(range: start..<part.range.lowerBound, token: nil)) }
      parts.append(part)
      start = part.range.upperBound
    }
    if start < text.count { parts.append(Part(range: start..<text.count, token: nil)) }
    return parts
  }

  private func touchesWord(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    if let before = Self.scalar(text, endingAt: range.lowerBound), Self.isWord(before) { return true }
    if let after = Self.scalar(text, at: range.upperBound), Self.isWord(after) { return true }
    return false
  }

  /// `\w` of Unicode's regular expressions.
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.properties.isAlphabetic || scalar.properties.isJoinControl { return true }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return false
    }
  }

  private static func startOfSpace(_ text: [UInt8], before end: Int) -> Int {
    var start = end
    while let scalar = scalar(text, endingAt: start), scalar.properties.isWhitespace { start -= UTF8.width(scalar) }
    return start
  }

  private static func endOfSpace(_ text: [UInt8], after start: Int) -> Int {
    var end = start
    while let scalar = scalar(text, at: end), scalar.properties.isWhitespace { end += UTF8.width(scalar) }
    return end
  }

  private static func scalar(_ text: [UInt8], at index: Int) -> Unicode.Scalar? {
    String(decoding: text[index..<min(index + 4, text.count)], as: UTF8.self).unicodeScalars.first
  }

  private static func scalar(_ text: [UInt8], endingAt end: Int) -> Unicode.Scalar? {
    guard end > 0 else { return nil }
    var start = end - 1
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(text, at: start)
  }
}
