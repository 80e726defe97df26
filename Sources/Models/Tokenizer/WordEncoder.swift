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
    case .bytes(let ranks):
      let word = ByteAlphabet.utf8(word)
      try encode(word, by: ranks, into: &ids)
    case .characters(let ranks): try encode(word, by: ranks, into: &ids)
    case .scores(let scores, let byteTokens, _): encode(word, by: scores, byteTokens, into: &ids)
    }
  }

  private mutating func encode(_ word: [UInt8], by ranks: Tokenizer.Ranks, into ids: inout [Int]) throws {
    if ranks.isIgnoringMerges, let id = word.withUnsafeBufferPointer(tokenizer.vocabulary.id) { return ids.append(id) }
    merger.removeAll()
    var unknown: PieceMerger.Piece?
    for (start, count) in Self.characters(word) {
      if let id = Self.id(word, start, count, tokenizer.vocabulary) {
        if let piece = unknown { merger.append(piece) }
        unknown = nil
        merger.append(.init(id: Int32(id), start: Int32(start), count: Int32(count)))
      } else if !ranks.byteTokens.isEmpty {
        for index in start..<start + count {
          merger.append(.init(id: ranks.byteTokens[Int(word[index])], start: Int32(index), count: 1))
        }
      } else if let id = ranks.unknown {
        if let piece = unknown, ranks.isFusingUnknown {
          unknown = .init(id: id, start: piece.start, count: piece.count + Int32(count))
        } else {
          if let piece = unknown { merger.append(piece) }
          unknown = .init(id: id, start: Int32(start), count: Int32(count))
        }
      } else {
        throw ModelFileError(path: tokenizer.path, reason: missing(word[start..<start + count]))
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
    for (start, count) in Self.characters(word) {
      let id = Self.id(word, start, count, vocabulary) ?? -1
      merger.append(.init(id: Int32(id), start: Int32(start), count: Int32(count)))
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

  /// Where each character of UTF-8 begins, and its number of bytes.
  private static func characters(_ word: [UInt8]) -> [(start: Int, count: Int)] {
    var characters: [(start: Int, count: Int)] = []
    characters.reserveCapacity(word.count)
    var start = 0
    while start < word.count {
      let count = word[start] < 0x80 ? 1 : word[start] < 0xE0 ? 2 : word[start] < 0xF0 ? 3 : 4
      characters.append((start, count))
      start += count
    }
    return characters
  }

  private func missing(_ character: ArraySlice<UInt8>) -> String {
    let text = String(decoding: character, as: UTF8.self)
    if case .bytes = tokenizer.pieces, let byte = text.unicodeScalars.first.flatMap({ ByteAlphabet.bytes[$0] }) {
      return "the text has the byte 0x\(String(byte, radix: 16, uppercase: true)), which has no token"
    }
    return "the text has the character \(text), which has no token"
  }
}
