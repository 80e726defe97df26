/// Which tokens of a GGUF file llama.cpp looks for in a text.
///
/// `tokenizer.ggml.token_type` says it, and llama.cpp corrects it where a token's text is that of a control token of
/// a well-known model: such a token is then left as text unless control tokens are asked for.
struct GGUFTokenKinds {
  /// Values of `tokenizer.ggml.token_type`.
  enum Kind: Int {
    case undefined, normal, unknown, control, userDefined, unused, byte
  }

  private var kinds: [Kind]
  private let tokens: [String]

  /// The kinds of a file; all tokens are normal where it does not say.
  ///
  /// - Throws: `ModelFileError` where there are fewer kinds than tokens, or one that does not exist.
  init(_ file: GGUFFile, tokens: [String], path: String) throws {
    self.tokens = tokens
    kinds = [Kind](repeating: .normal, count: tokens.count)
    if let value = file.metadata["tokenizer.ggml.token_type"] {
      guard case .array(_, let values) = value, values.count == tokens.count else {
        throw ModelFileError(path: path, reason: "tokenizer.ggml.token_type is not one kind for each token")
      }
      for (id, value) in values.enumerated() {
        guard let kind = value.integer.flatMap(Kind.init(rawValue:)) else {
          throw ModelFileError(path: path, reason: "the token \(id) is of a kind that does not exist")
        }
        kinds[id] = kind
      }
    }
    correct(file)
  }

  /// The tokens that are looked for; control and unknown ones only where they are asked for.
  var added: [AddedTokens.Token] {
    kinds.indices.compactMap { id in
      guard [.control, .userDefined, .unknown].contains(kinds[id]), !tokens[id].isEmpty else { return nil }
      return .init(id: id, content: tokens[id], isSpecial: kinds[id] != .userDefined)
    }
  }

  private mutating func correct(_ file: GGUFFile) {
    var control = Self.ends
    for (key, names) in Self.infilling where file.metadata["tokenizer.ggml.\(key)_token_id"] == nil {
      control.formUnion(names)
    }
    for id in kinds.indices where control.contains(tokens[id]) { kinds[id] = .control }
    for id in kinds.indices where Self.channels.contains(tokens[id]) { kinds[id] = .userDefined }
  }

  /// Texts at which llama.cpp ends a generation.
  private static let ends: Set<String> = [
    "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>", "<end_of_turn>",
    "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>",
    "<end_of_utterance>", "<eos>", "<turn|>", "<|tool_response>", "<｜end▁of▁sentence｜>", "[e~[",
  ]

  /// Texts that llama.cpp takes for those of infilling, where the file does not name the token.
  private static let infilling: [(key: String, names: Set<String>)] = [
    (
      "fim_pre",
      [
        "<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>", "<|code_prefix|>",
        "<|prefix|>",
      ]
    ),
    (
      "fim_suf",
      [
        "<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|code_suffix|>",
        "<|suffix|>",
      ]
    ),
    (
      "fim_mid",
      [
        "<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>", "<|code_middle|>",
        "<|middle|>",
      ]
    ),
    ("fim_pad", ["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"]),
    ("fim_rep", ["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"]),
    ("fim_sep", ["<|file_sep|>"]),
  ]

  /// Texts that llama.cpp always looks for.
  private static let channels: Set<String> = ["<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"]
}
