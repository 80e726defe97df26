/// Text to token ids, as the tokenizer of a model does it: byte-pair encoding by ranks or by scores.
///
/// A text is taken apart at added tokens. What is between is normalized and cut into words; each word's pieces,
/// which are bytes or characters, are merged, the best pair of neighbors first and of equals the leftmost, until no
/// pair has a merge. Ids that belong around every prompt (BOS, EOS) are put there.
///
/// Sources: Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", 2016; what
/// tokenizers and llama.cpp do with the same file.
public struct Tokenizer: Sendable {
  let vocabulary: Vocabulary
  /// Tokens that are looked for in the text as it is, and those that are looked for in the normalized text.
  let added: AddedTokens, normalizedAdded: AddedTokens
  let normalizer: Normalizer
  /// How texts are cut into words.
  public let preTokenizer: PreTokenizer
  let pieces: Pieces
  let frame: PromptFrame
  /// The ids of added tokens, whose text is written as it is.
  let literals: Set<Int>
  /// The file, for errors.
  let path: String

  /// What words are made of, and which neighbors are merged.
  enum Pieces: Sendable {
    /// Bytes, in the byte alphabet, merged by rank; `alphabet` has the token of each, -1 where there is none.
    case bytes(Ranks, alphabet: [Int32])
    /// Characters, or the bytes of those without a token, merged by rank.
    case characters(Ranks)
    /// Characters, or the bytes of those without a token, merged where that gives the token of the highest score.
    case scores([Float], byteTokens: [Int32], isPrefixingBlank: Bool)
  }

  /// Byte-pair encoding by rank.
  struct Ranks: Sendable {
    /// By the ids of left and right, 32 bits each.
    var merges: [UInt64: PieceMerger.Merge]
    /// Whether a word that is a token is that token, whatever the merges say.
    var isIgnoringMerges = false
    /// The token of each byte, -1 where there is none; empty where bytes are not fallen back to.
    var byteTokens: [Int32] = []
    /// The token of what has none.
    var unknown: Int32?
    /// Whether neighbors that have no token become one unknown token.
    var isFusingUnknown = false
  }

  /// Ids that are put around a prompt.
  struct PromptFrame: Equatable, Sendable {
    var before: [Int] = []
    var after: [Int] = []
  }

  /// The token ids of a text.
  ///
  /// - Parameters:
  ///   - special: whether the texts of control tokens stand for these tokens; user-defined tokens always do.
  ///   - framed: whether the ids that belong around every prompt are put there.
  /// - Throws: `ModelFileError` for a character that no token stands for.
  /// - Complexity: O(n log n) in the length of the text.
  public func encode(_ text: String, special: Bool = false, framed: Bool = true) throws -> [Int] {
    let bytes = Array(text.utf8)
    guard bytes.count < 1 << 30 else { throw ModelFileError(path: path, reason: "the text has 2^30 bytes or more") }
    var ids = framed ? frame.before : []
    var encoder = WordEncoder(tokenizer: self)
    var isBehindToken = true
    for part in added.parts(bytes, special: special) {
      if let token = part.token {
        ids.append(token.id)
        isBehindToken = true
      } else {
        try encode(part: String(decoding: bytes[part.range], as: UTF8.self), isBehindToken, special, &encoder, &ids)
        isBehindToken = false
      }
    }
    return framed ? ids + frame.after : ids
  }

  private func encode(
    part: String, _ isBehindToken: Bool, _ special: Bool, _ encoder: inout WordEncoder, _ ids: inout [Int]
  ) throws {
    let text = normalizer.apply(part)
    if case .scores(_, _, let isPrefixingBlank) = pieces {
      let blank = isPrefixingBlank && isBehindToken ? "\u{2581}" : ""
      return try encoder.encode(Array((blank + text).utf8), into: &ids)
    }
    let bytes = Array(text.utf8)
    for part in normalizedAdded.parts(bytes, special: special) {
      if let token = part.token {
        ids.append(token.id)
        continue
      }
      let scalars = Array(String(decoding: bytes[part.range], as: UTF8.self).unicodeScalars)
      for word in preTokenizer.words(scalars) {
        try encoder.encode(Array(String(String.UnicodeScalarView(word)).utf8), into: &ids)
      }
    }
  }

  /// The bytes of token ids; ids without a token give none.
  public func bytes(_ ids: [Int]) -> [UInt8] {
    ids.flatMap { id -> [UInt8] in
      let token = vocabulary[id]
      if literals.contains(id) { return Array(token) }
      let text = String(decoding: token, as: UTF8.self)
      if case .bytes = pieces { return text.unicodeScalars.compactMap { ByteAlphabet.bytes[$0] } }
      if let byte = ByteTokens.byte(text) { return [byte] }
      return text.unicodeScalars.flatMap { $0 == "\u{2581}" ? [0x20] : Array(UTF8.encode($0)!) }
    }
  }

  /// The text of token ids; bytes that are no UTF-8 are replaced by U+FFFD.
  public func decode(_ ids: [Int]) -> String { String(decoding: bytes(ids), as: UTF8.self) }
}
