import Base
import Models

/// A small byte-level tokenizer, trained here on one paragraph: 256 bytes, merges, three special tokens.
struct FixtureTokenizer {
  /// The tokens by id: bytes in ascending order, merges by rank, special tokens.
  let tokens: [String]
  /// Pairs, lowest rank first.
  let merges: [(left: String, right: String)]
  let preTokenizer: PreTokenizer

  static let specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
  /// The number of token ids.
  static let vocabularySize = 384

  private static let text = """
    Once upon a time there was a small model that told stories. It had two forward paths, and one of them was wrong. \
    Nobody knew which weight was transposed, in which layer, or at which stage the numbers began to drift. So they \
    captured every stage of every layer, compared them one by one, and looked for the first that differed. There it \
    was: a matrix stored the other way round. When it was turned, both paths told the same story, token by token, and \
    the contracts that had been broken held again. What had taken months took an afternoon.
    """

  private struct Pair: Hashable {
    let left, right: String
  }

  /// Trains: the most frequent pair of neighboring pieces becomes a token, of equals the first in the order of its
  /// UTF-8 bytes, until the vocabulary is full.
  init(_ preTokenizer: PreTokenizer) {
    self.preTokenizer = preTokenizer
    var words = preTokenizer.words(Self.text).map { $0.utf8.map { String(ByteAlphabet.characters[Int($0)]) } }
    var tokens = ByteAlphabet.characters.map { String($0) }
    var merges: [(left: String, right: String)] = []
    while tokens.count < Self.vocabularySize - Self.specials.count {
      var counts: [Pair: Int] = [:]
      for word in words {
        for (left, right) in zip(word, word.dropFirst()) { counts[.init(left: left, right: right), default: 0] += 1 }
      }
      let best = counts.max { a, b in
        a.value != b.value
          ? a.value < b.value
          : Files.utf8Order(b.key.left + " " + b.key.right, a.key.left + " " + a.key.right)
      }!.key
      merges.append((best.left, best.right))
      // Two ways to the same text would be one token twice.
      if !tokens.contains(best.left + best.right) { tokens.append(best.left + best.right) }
      words = words.map { Self.merged($0, best) }
    }
    self.tokens = tokens + Self.specials
    self.merges = merges
  }

  private static func merged(_ word: [String], _ pair: Pair) -> [String] {
    var result: [String] = []
    var index = 0
    while index < word.count {
      let isPair = index + 1 < word.count && word[index] == pair.left && word[index + 1] == pair.right
      result.append(isPair ? pair.left + pair.right : word[index])
      index += isPair ? 2 : 1
    }
    return result
  }

  /// The metadata of a GGUF file.
  var metadata: [(key: String, value: GGUFValue)] {
    let kinds = tokens.map { Self.specials.contains($0) ? Int32(3) : 1 }
    let end = UInt32(tokens.count - Self.specials.count)
    return [
      ("tokenizer.ggml.model", .string("gpt2")),
      ("tokenizer.ggml.pre", .string(preTokenizer == .qwen2 ? "qwen2" : "gpt-2")),
      ("tokenizer.ggml.tokens", .strings(tokens)), ("tokenizer.ggml.token_type", .integers(kinds)),
      ("tokenizer.ggml.merges", .strings(merges.map { "\($0.left) \($0.right)" })),
      ("tokenizer.ggml.eos_token_id", .u32(end)), ("tokenizer.ggml.padding_token_id", .u32(end)),
      ("tokenizer.ggml.add_bos_token", .bool(false)),
    ]
  }

  /// The bytes of a tokenizer.json.
  var json: [UInt8] {
    let byteLevel: [String: JSON] = [
      "type": .string("ByteLevel"), "add_prefix_space": .bool(false), "trim_offsets": .bool(false),
      "use_regex": .bool(preTokenizer == .gpt2),
    ]
    let split: [String: JSON] = [
      "type": .string("Split"), "pattern": .object(["Regex": .string(TokenizerJSONReader.qwen2Expression)]),
      "behavior": .string("Isolated"), "invert": .bool(false),
    ]
    let words: JSON =
      preTokenizer == .gpt2
      ? .object(byteLevel)
      : .object(["type": .string("Sequence"), "pretokenizers": .array([.object(split), .object(byteLevel)])])
    let first = tokens.count - Self.specials.count
    let added = Self.specials.enumerated().map { index, content -> JSON in
      .object([
        "id": .integer(first + index), "content": .string(content), "special": .bool(true), "lstrip": .bool(false),
        "rstrip": .bool(false), "normalized": .bool(false), "single_word": .bool(false),
      ])
    }
    let vocabulary = Dictionary(uniqueKeysWithValues: tokens[..<first].enumerated().map { ($1, JSON.integer($0)) })
    return JSON.object([
      "version": .string("1.0"), "added_tokens": .array(added), "pre_tokenizer": words, "normalizer": .null,
      "post_processor": .null, "truncation": .null, "padding": .null, "decoder": .object(byteLevel),
      "model": .object([
        "type": .string("BPE"), "vocab": .object(vocabulary), "dropout": .null, "unk_token": .null,
        "continuing_subword_prefix": .null, "end_of_word_suffix": .null, "fuse_unk": .bool(false),
        "byte_fallback": .bool(false),
        "merges": .array(merges.map { .string("\($0.left) \($0.right)") }),
      ]),
    ]).canonicalBytes
  }
}
