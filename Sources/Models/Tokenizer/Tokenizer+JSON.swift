import Base

extension Tokenizer {
  /// The tokenizer in a tokenizer.json, which gives the ids that PyPI's tokenizers gives.
  ///
  /// - Throws: `ModelFileError` for a part that is not computed here, or a vocabulary that contradicts itself;
  ///   `FileError`.
  public init(json path: String) throws {
    let reader = TokenizerJSONReader(file: try JSONTree.read(path), path: path)
    try reader.refuseWhatIsNotComputed()
    let normalizer = try reader.normalizer()
    let pre = try reader.preTokenizer()
    let entries = try reader.vocabulary()
    let added = try reader.addedTokens(entries)
    var tokens = [String?](repeating: nil, count: (entries.map(\.id) + added.map(\.token.id)).max()! + 1)
    for entry in entries {
      guard tokens[entry.id] == nil else { throw reader.error("two tokens of vocab have the id \(entry.id)") }
      tokens[entry.id] = entry.token
    }
    for entry in added { tokens[entry.token.id] = entry.token.content }
    let vocabulary = Vocabulary(tokens)
    if let id = vocabulary.repeated { throw reader.error("the token \"\(tokens[id] ?? "")\" has two ids") }
    let normalized = added.filter(\.isNormalized).map { entry -> AddedTokens.Token in
      var token = entry.token
      token.content = normalizer.apply(token.content)
      return token
    }
    self.init(
      vocabulary: vocabulary, added: AddedTokens(added.filter { !$0.isNormalized }.map(\.token), order: .leftmost),
      normalizedAdded: AddedTokens(normalized, order: .leftmost), normalizer: normalizer, preTokenizer: pre.words,
      pieces: try reader.pieces(vocabulary, isByteLevel: pre.isByteLevel), frame: try reader.frame(vocabulary.count),
      literals: Set(added.map(\.token.id)), path: path)
  }
}

/// Parts of a tokenizer.json.
package struct TokenizerJSONReader {
  let file: JSONTree
  let path: String

  func error(_ reason: String) -> ModelFileError { ModelFileError(path: path, reason: reason) }

  /// What changes ids and is not computed; what is null or the standard is not mentioned.
  func refuseWhatIsNotComputed() throws {
    if file["truncation"] != nil { throw error("truncation is not computed; set it to null") }
    if let strategy = file["padding"]?["strategy"], strategy.string != "BatchLongest" {
      throw error("padding to a fixed length is not computed; set it to null")
    }
    guard let model = file["model"] else { throw error("model is missing") }
    // Old files do not name the kind; vocab and merges are those of BPE alone.
    guard model["type"]?.string ?? "BPE" == "BPE", model["vocab"]?.members != nil, model["merges"]?.array != nil else {
      throw error("model is not BPE with vocab and merges")
    }
    switch model["dropout"] {
    case nil, .integer(0)?, .number(0)?: break
    default: throw error("model.dropout draws at random which merges are left out; set it to null")
    }
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      guard model[name]?.string ?? "" == "" else { throw error("model.\(name) is not computed") }
    }
  }

  /// The members of model.vocab.
  func vocabulary() throws -> [(token: String, id: Int)] {
    let entries = try (file["model"]?["vocab"]?.members ?? []).map { name, value -> (token: String, id: Int) in
      guard let id = value.integer, (0..<1 << 24).contains(id) else {
        throw error("the id of \"\(name)\" in model.vocab is not in 0..<16777216")
      }
      return (name, id)
    }
    guard let largest = entries.map(\.id).max() else { throw error("model.vocab is empty") }
    // Memory is taken by the largest id, which a file merely claims.
    guard largest < 2 * entries.count + 1 << 16 else {
      throw error("model.vocab has \(entries.count) tokens, and one with the id \(largest)")
    }
    return entries
  }

  /// Tokens that are looked for before words are cut.
  ///
  /// tokenizers gives a token the id that model.vocab has for it, or else the next free one, whatever the file
  /// says: a file that says something else is refused.
  func addedTokens(
    _ vocabulary: [(token: String, id: Int)]
  ) throws -> [(token: AddedTokens.Token, isNormalized: Bool)] {
    let ids = Dictionary(vocabulary.map { (Array($0.token.utf8), $0.id) }, uniquingKeysWith: { _, last in last })
    var contents: Set<[UInt8]> = []
    var largest: Int?
    return try (file["added_tokens"]?.array ?? []).map { entry in
      guard let id = entry["id"]?.integer, let content = entry["content"]?.string, !content.isEmpty else {
        throw error("an entry of added_tokens has no id or no content")
      }
      func flag(_ name: String) throws -> Bool {
        guard let flag = entry[name]?.bool else { throw error("\(name) of the added token \"\(content)\" is missing") }
        return flag
      }
      guard contents.insert(Array(content.utf8)).inserted else {
        throw error("the added token \"\(content)\" occurs there twice")
      }
      let next = largest.map { $0 >= ids.count ? $0 + 1 : ids.count } ?? ids.count
      let given = ids[Array(content.utf8)] ?? next
      guard id == given else {
        throw error("the added token \"\(content)\" has the id \(id), and tokenizers would give it \(given)")
      }
      largest = max(largest ?? id, id)
      return (
        AddedTokens.Token(
          id: id, content: content, isSpecial: try flag("special"), stripsLeft: try flag("lstrip"),
          stripsRight: try flag("rstrip"), isSingleWord: try flag("single_word")),
        try flag("normalized")
      )
    }
  }

  func pieces(_ vocabulary: Vocabulary, isByteLevel: Bool) throws -> Tokenizer.Pieces {
    let model = file["model"]!
    let pairs = try (model["merges"]?.array ?? []).map { merge -> MergeList.Pair in
      if let text = merge.string { return try MergeList.pair(text, path: path) }
      guard let parts = merge.array?.compactMap(\.string), parts.count == 2 else {
        throw error("a merge is not two texts")
      }
      return .init(left: parts[0], right: parts[1])
    }
    var ranks = Tokenizer.Ranks(merges: try MergeList(pairs, vocabulary, .last, path: path).merges)
    ranks.isIgnoringMerges = model["ignore_merges"]?.bool ?? false
    ranks.isFusingUnknown = model["fuse_unk"]?.bool ?? false
    if let unknown = model["unk_token"]?.string {
      guard let id = vocabulary.id(unknown) else { throw error("model.unk_token \"\(unknown)\" is not a token") }
      ranks.unknown = Int32(id)
    }
    if model["byte_fallback"]?.bool ?? false { ranks.byteTokens = try ByteTokens.ids(in: vocabulary, path: path) }
    return isByteLevel ? .bytes(ranks, alphabet: ByteAlphabet.ids(in: vocabulary)) : .characters(ranks)
  }
}
