import Base

extension Tokenizer {
  /// The tokenizer in the metadata of a GGUF file, which gives the ids that llama.cpp gives.
  ///
  /// - Throws: `ModelFileError` for another kind than byte-level BPE or SentencePiece's, words that are cut in a
  ///   way that is not known here, and a vocabulary that contradicts itself.
  public init(gguf file: GGUFFile, path: String) throws {
    let reader = GGUFTokenizerReader(file: file, path: path)
    let tokens = try reader.tokens()
    let vocabulary = Vocabulary(tokens)
    if let id = vocabulary.repeated {
      throw ModelFileError(path: path, reason: "the token \"\(tokens[id])\" of the id \(id) has two ids")
    }
    let kinds = try GGUFTokenKinds(file, tokens: tokens, path: path)
    let pre: GGUFPreTokenizer
    let pieces: Pieces
    switch try reader.text("model") {
    case "gpt2":
      pre = try GGUFPreTokenizer.named(reader.optionalText("pre"), path: path)
      var ranks = Ranks(merges: try reader.merges(vocabulary))
      ranks.isIgnoringMerges = pre.isIgnoringMerges
      pieces = .bytes(ranks, alphabet: ByteAlphabet.ids(in: vocabulary))
    case "llama":
      pre = .none
      pieces = .scores(
        try reader.scores(count: tokens.count), byteTokens: try ByteTokens.ids(in: vocabulary, path: path),
        isPrefixingBlank: try reader.bool("add_space_prefix") ?? true)
    case let other:
      throw ModelFileError(
        path: path,
        reason: "tokenizer.ggml.model is \(other); gpt2, which is byte-level BPE, and llama, SentencePiece's, are read")
    }
    try reader.refuseWhatIsNotComputed()
    self.init(
      vocabulary: vocabulary, added: AddedTokens(kinds.added, order: .longest),
      normalizedAdded: AddedTokens([], order: .longest),
      normalizer: pre == .none ? Normalizer(steps: [.replace(" ", "\u{2581}")]) : Normalizer(), preTokenizer: pre.words,
      pieces: pieces, frame: try reader.frame(pre, isScored: pre == .none), literals: Set(kinds.added.map(\.id)),
      path: path)
  }
}

/// Keys of a GGUF file below `tokenizer.ggml`.
private struct GGUFTokenizerReader {
  let file: GGUFFile
  let path: String

  func error(_ reason: String) -> ModelFileError { ModelFileError(path: path, reason: "tokenizer.ggml.\(reason)") }

  private func value(_ key: String) -> GGUFValue? { file.metadata["tokenizer.ggml.\(key)"] }

  func text(_ key: String) throws -> String {
    guard let text = try optionalText(key) else { throw error("\(key) is missing") }
    return text
  }

  func optionalText(_ key: String) throws -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.string else { throw error("\(key) is not a string") }
    return text
  }

  func bool(_ key: String) throws -> Bool? {
    guard let value = value(key) else { return nil }
    guard let bool = value.bool else { throw error("\(key) is neither true nor false") }
    return bool
  }

  func tokens() throws -> [String] {
    guard let tokens = value("tokens")?.strings, !tokens.isEmpty, tokens.count < 1 << 31 else {
      throw error("tokens is not a list of texts, or an empty one")
    }
    return tokens
  }

  func merges(_ vocabulary: Vocabulary) throws -> [UInt64: PieceMerger.Merge] {
    guard let merges = value("merges")?.strings else { throw error("merges is missing or is not a list of texts") }
    return try MergeList(merges.map { try MergeList.pair($0, path: path) }, vocabulary, .first, path: path).merges
  }

  func scores(count: Int) throws -> [Float] {
    guard let value = value("scores") else { return [Float](repeating: 0, count: count) }
    guard case .array(_, let values) = value, values.count == count else {
      throw error("scores is not one number for each token")
    }
    return try values.enumerated().map { id, value in
      guard let number = value.number, !number.isNaN else { throw error("scores is not a number for the token \(id)") }
      return Float(number)
    }
  }

  /// What llama.cpp puts around a prompt: the model says so, or its kind does.
  func frame(_ pre: GGUFPreTokenizer, isScored: Bool) throws -> Tokenizer.PromptFrame {
    var frame = Tokenizer.PromptFrame()
    if try bool("add_bos_token") ?? (isScored || pre.isAddingBOS) { frame.before = [try id("bos", isScored ? 1 : nil)] }
    if try bool("add_eos_token") ?? false { frame.after = [try id("eos", isScored ? 2 : nil)] }
    return frame
  }

  private func id(_ name: String, _ standard: Int?) throws -> Int {
    guard let id = value("\(name)_token_id").map({ $0.integer }) ?? standard else {
      throw error("add_\(name)_token asks for a token, and \(name)_token_id is missing or is not an integer")
    }
    guard try tokens().indices.contains(id) else { throw error("\(name)_token_id is \(id), which is not a token") }
    return id
  }

  /// Keys that llama.cpp does not look at for these kinds are no reason to refuse a file.
  func refuseWhatIsNotComputed() throws {
    if let name = file.metadata["general.name"]?.string?.lowercased(), name.contains("phi-3") || name.contains("phi3") {
      throw ModelFileError(
        path: path,
        reason: "general.name is a Phi-3's, whose control tokens take white space with them in llama.cpp; give --tokens"
      )
    }
  }
}
