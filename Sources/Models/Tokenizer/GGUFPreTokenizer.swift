/// How llama.cpp cuts a text for a name in `tokenizer.ggml.pre`, and what else hangs on that name.
struct GGUFPreTokenizer: Equatable {
  let words: PreTokenizer
  /// Whether a word that is a token is that token, whatever the merges say.
  var isIgnoringMerges = false
  /// Whether BOS stands before every prompt where the file does not say.
  var isAddingBOS = false

  /// For vocabularies with scores, whose texts are not cut, whatever the name is.
  static let none = GGUFPreTokenizer(words: PreTokenizer(steps: []))

  /// The rule of a name; nil or an empty one is `default`.
  ///
  /// - Throws: `ModelFileError` for a name whose rule is not known here.
  static func named(_ name: String?, path: String) throws -> GGUFPreTokenizer {
    let name = name.flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    guard let rule = rules.first(where: { $0.names.contains(name) })?.rule else {
      throw ModelFileError(
        path: path, reason: "tokenizer.ggml.pre is \(name), whose way to cut words is not known here; give --tokens")
    }
    return rule
  }

  private static let gpt4 = PreTokenizer(steps: [.gpt4(numbers: 3, folding: .ascii)])

  /// Names by rule, as src/llama-vocab.cpp of llama.cpp groups them. Those of models that have something else besides
  /// (a separator, white space that goes with a token) are left out.
  private static let rules: [(names: Set<String>, rule: GGUFPreTokenizer)] = [
    (["default"], .init(words: PreTokenizer(steps: [.punctuation, .gpt2, .numbers(atMost: nil), .triples]))),
    (
      ["llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano"],
      .init(words: gpt4, isIgnoringMerges: true, isAddingBOS: true)
    ),
    (["glm4", "glm5"], .init(words: gpt4, isIgnoringMerges: true)),
    (["dbrx", "smaug-bpe", "chatglm-bpe"], .init(words: gpt4)),
    (
      ["qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "megrez", "stablelm2", "hunyuan", "solar-open", "grok-2"],
      .init(words: PreTokenizer(steps: [.gpt4(numbers: 1, folding: .ascii)]))
    ),
    (
      [
        "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "a.x-4.0", "mellum", "modern-bert", "exaone4", "mpt",
        "olmo", "jais", "trillion", "granite-docling",
      ],
      .init(words: .gpt2)
    ),
    (
      ["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b", "mellum2"],
      .init(words: PreTokenizer(steps: [.numbers(atMost: 1), .gpt2]))
    ),
  ]
}
