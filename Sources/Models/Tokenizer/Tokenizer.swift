import Foundation

/// Byte-level byte-pair encoding: text to token ids and back.
///
/// A text is cut into words, each word's bytes are written in the byte alphabet, and neighbouring pieces are
/// merged, the pair of lowest rank first and of equals the leftmost, until no pair has a rank. Text that
/// looks like a special token is encoded as the text that it is.
///
/// Source: Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", 2016.
public struct Tokenizer: Sendable {
  /// The token of each id; nil for ids that have none.
  public let tokens: [String?]
  /// How texts are cut into words.
  public let preTokenizer: PreTokenizer
  /// Whether texts are brought to Unicode's composed form (NFC) first.
  public let isNormalizing: Bool

  private let ids: [String: Int]
  private let ranks: [Pair: Int]
  /// Ids whose token is written as it is, not in the byte alphabet.
  private let literals: Set<Int>

  struct Pair: Hashable, Sendable {
    let left, right: String
  }

  /// A tokenizer from its parts.
  ///
  /// - Parameters:
  ///   - merges: pairs, lowest rank first.
  ///   - literals: ids of special tokens.
  /// - Throws: `ModelFileError` when a merge gives no token, or a byte has none.
  init(
    tokens: [String?], merges: [Pair], literals: Set<Int>, preTokenizer: PreTokenizer, isNormalizing: Bool = false,
    path: String
  ) throws {
    (self.tokens, self.literals) = (tokens, literals)
    (self.preTokenizer, self.isNormalizing) = (preTokenizer, isNormalizing)
    ids = Dictionary(
      tokens.enumerated().compactMap { id, token in token.map { ($0, id) } }, uniquingKeysWith: { first, _ in first })
    ranks = Dictionary(merges.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    if let pair = merges.first(where: { [ids] in ids[$0.left + $0.right] == nil }) {
      throw ModelFileError(path: path, reason: "the merge of \(pair.left) and \(pair.right) gives no token")
    }
    if let missing = ByteAlphabet.characters.first(where: { [ids] in ids[String($0)] == nil }) {
      throw ModelFileError(path: path, reason: "the byte \(ByteAlphabet.bytes[missing]!) has no token")
    }
  }

  /// The token ids of a text.
  ///
  /// - Complexity: O(n) in the length of the text, O(m^2) in the length of a word.
  public func encode(_ text: String) -> [Int] {
    let text = isNormalizing ? text.precomposedStringWithCanonicalMapping : text
    return preTokenizer.words(text).flatMap(encode(word:))
  }

  private func encode(word: String) -> [Int] {
    var pieces = word.utf8.map { String(ByteAlphabet.characters[Int($0)]) }
    while pieces.count > 1 {
      var best: (index: Int, rank: Int)?
      for index in 0..<pieces.count - 1 {
        guard let rank = ranks[Pair(left: pieces[index], right: pieces[index + 1])] else { continue }
        if best.map({ rank < $0.rank }) ?? true { best = (index, rank) }
      }
      guard let best else { break }
      pieces[best.index] += pieces.remove(at: best.index + 1)
    }
    return pieces.map { ids[$0]! }
  }

  /// The bytes of token ids; ids without a token give none.
  public func bytes(_ ids: [Int]) -> [UInt8] {
    ids.flatMap { id -> [UInt8] in
      guard tokens.indices.contains(id), let token = tokens[id] else { return [] }
      if literals.contains(id) { return Array(token.utf8) }
      return token.unicodeScalars.compactMap { ByteAlphabet.bytes[$0] }
    }
  }

  /// The text of token ids; bytes that are no UTF-8 are replaced by U+FFFD.
  public func decode(_ ids: [Int]) -> String { String(decoding: bytes(ids), as: UTF8.self) }
}
