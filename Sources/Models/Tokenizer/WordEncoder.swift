/// Turns words into ids; its memory is used again from word to word.
struct WordEncoder {
  private let tokenizer: Tokenizer
  private var merger = PieceMerger()

  init(tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// How often two candidates for a merge were compared so far.
  var comparisons: Int { merger.comparisons }

  /// Appends the ids of a word.
  ///
  /// - Throws: `ModelFileError` for a character that no token stands for.
  mutating func encode(_ word: [UInt8], into ids: inout [Int]) throws {
    switch tokenizer.pieces {
    case .bytes(let ranks, let alphabet): try encode(word, by: ranks, alphabet, into: &ids)
    case .characters(let ranks): try encode(word, by: ranks, nil, into: &ids)
    case .scores(let scores, let byteTokens, _): encode(word, by: scores, byteTokens, into: &ids)
    }
  }

  /// - Parameter alphabet: the token of each byte, -1 where there is none; nil where pieces are characters.
  private mutating func encode(
    _ word: [UInt8], by ranks: Tokenizer.Ranks, _ alphabet: [Int32]?, into ids: inout [Int]
  ) throws {
    if ranks.isIgnoringMerges {
      let token = alphabet == nil ? word : ByteAlphabet.utf8(word)
      if let id = token.withUnsafeBufferPointer(tokenizer.vocabulary.id) { return ids.append(id) }
    }
    merger.removeAll()
    var unknown: PieceMerger.Piece?
    var start = 0
    while start < word.count {
      let count = alphabet == nil ? Self.width(word[start]) : 1
      defer { start += count }
      let id =
        alphabet?[Int(word[start])] ?? Self.id(word, start, count, tokenizer.vocabulary).map(Int32.init) ?? -1
      if id >= 0 {
        if let piece = unknown { merger.append(piece) }
        unknown = nil
        merger.append(.init(id: id, start: Int32(start), count: Int32(count)))
      } else if !ranks.byteTokens.isEmpty {
        let bytes = word[start..<start + count]
        for byte in alphabet == nil ? Array(bytes) : ByteAlphabet.utf8(Array(bytes)) {
          merger.append(.init(id: ranks.byteTokens[Int(byte)], start: Int32(start), count: 1))
        }
      } else if let id = ranks.unknown {
        if let piece = unknown, ranks.isFusingUnknown {
          unknown = .init(id: id, start: piece.start, count: piece.count + Int32(count))
        } else {
          if let piece = unknown { merger.append(piece) }
          unknown = .init(id: id, start: Int32(start), count: Int32(count))
        }
      } else {
        throw ModelFileError(
          path: tokenizer.path, reason: missing(word[start..<start + count], isByte: alphabet != nil))
      }
    }
    if let piece = unknown { merger.append(piece) }
    merger.merge(by: { ranks.merges[UInt64($0.id) << 32 | UInt64($1.id)] }) { ids.append(Int($0.id)) }
  }

  private mutating func encode(
    _ word: [UInt8], by scores: [Float], _ byteTokens: [Int32], into ids: inout [Int]
  ) {
    let vocabulary = tokenizer.vocabulary
    merger.removeAll()
    var start = 0
    while start < word.count {
      let count = Self.width(word[start])
      let id = Self.id(word, start, count, vocabulary) ?? -1
      merger.append(.init(id: Int32(id), start: Int32(start), count: Int32(count)))
      start += count
    }
    merger.merge { left, right in
      guard let id = Self.id(word, Int(left.start), Int(left.count + right.count), vocabulary) else { return nil }
      return .init(priority: Self.priority(scores[id]), id: Int32(id))
    } _: { piece in
      if piece.id >= 0 { return ids.append(Int(piece.id)) }
      for index in Int(piece.start)..<Int(piece.start + piece.count) { ids.append(Int(byteTokens[Int(word[index])])) }
    }
  }

  private static func id(_ word: [UInt8], _ start: Int, _ count: Int, _ vocabulary: Vocabulary) -> Int? {
    word.withUnsafeBufferPointer { vocabulary.id(UnsafeBufferPointer(rebasing: $0[start..<start + count])) }
  }

  /// Numbers that are in order where scores are in descending order; both zeros are the same.
  private static func priority(_ score: Float) -> UInt32 {
    let bits = (score + 0).bitPattern
    return bits >> 31 == 1 ? bits : ~bits & 0x7fff_ffff
  }

  /// The number of bytes of a character of UTF-8 by its first.
  private static func width(_ first: UInt8) -> Int { first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4 }

  private func missing(_ piece: ArraySlice<UInt8>, isByte: Bool) -> String {
    isByte
      ? "the text has the byte 0x\(String(piece[piece.startIndex], radix: 16, uppercase: true)), which has no token"
      : "the text has the character \(String(decoding: piece, as: UTF8.self)), which has no token"
  }
}
