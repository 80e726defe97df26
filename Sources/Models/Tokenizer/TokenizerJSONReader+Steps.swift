extension TokenizerJSONReader {
  /// The steps of a part that is one step, or a Sequence of steps under a name.
  private func steps(_ part: String, _ list: String) throws -> [JSONTree] {
    guard let root = file[part] else { return [] }
    func flattened(_ step: JSONTree) throws -> [JSONTree] {
      guard step["type"]?.string == "Sequence" else { return [step] }
      guard let steps = step[list]?.array else { throw error("\(part) is a Sequence without \(list)") }
      return try steps.flatMap(flattened)
    }
    return try flattened(root)
  }

  private func kind(_ step: JSONTree) -> String { step["type"]?.string ?? "without a type" }

  /// Where a text is looked for; nil where it is a regular expression.
  private func literal(_ step: JSONTree, _ part: String) throws -> String? {
    if step["pattern"]?["Regex"] != nil { return nil }
    guard let text = step["pattern"]?["String"]?.string, !text.isEmpty else {
      throw error("the pattern of a \(kind(step)) in \(part) is missing or empty")
    }
    return text
  }

  func normalizer() throws -> Normalizer {
    Normalizer(
      steps: try steps("normalizer", "normalizers").map { step in
        switch kind(step) {
        case "NFC": return .composed
        case "Prepend":
          guard let text = step["prepend"]?.string else { throw error("a Prepend of the normalizer has no text") }
          return .prepend(text)
        case "Replace":
          guard let old = try literal(step, "normalizer"), let new = step["content"]?.string else {
            throw error("a Replace of the normalizer is not one text for another")
          }
          return .replace(old, new)
        case let other: throw error("the normalizer \(other) is not computed; NFC, Prepend, Replace and Sequence are")
        }
      })
  }

  /// How words are cut, and whether their bytes are then written in the byte alphabet.
  func preTokenizer() throws -> (words: PreTokenizer, isByteLevel: Bool) {
    var words: [PreTokenizer.Step] = []
    var isByteLevel = false
    for step in try steps("pre_tokenizer", "pretokenizers") {
      guard !isByteLevel else { throw error("a \(kind(step)) after ByteLevel in pre_tokenizer is not computed") }
      switch kind(step) {
      case "ByteLevel":
        if step["add_prefix_space"]?.bool ?? true { words.append(.prefixBlank) }
        if step["use_regex"]?.bool ?? true { words.append(.gpt2) }
        isByteLevel = true
      case "Digits":
        words.append(.numbers(atMost: step["individual_digits"]?.bool ?? false ? 1 : nil))
      case "Split": words.append(try split(step))
      case let other:
        throw error("the pre_tokenizer \(other) is not computed; ByteLevel, Digits, Split and Sequence are")
      }
    }
    return (PreTokenizer(steps: words), isByteLevel)
  }

  private func split(_ step: JSONTree) throws -> PreTokenizer.Step {
    let isInverted = step["invert"]?.bool ?? false
    guard let behavior = step["behavior"]?.string else { throw error("a Split of pre_tokenizer has no behavior") }
    if let text = try literal(step, "pre_tokenizer") {
      guard !isInverted, let behavior = PreTokenizer.LiteralBehavior(rawValue: behavior) else {
        throw error("a Split at \"\(text)\" that is \(behavior)\(isInverted ? ", inverted," : "") is not computed")
      }
      return .literal(text, behavior)
    }
    let expression = step["pattern"]?["Regex"]?.string ?? ""
    guard let cut = Self.expressions[expression] else {
      throw error("the expression \(expression) of a Split in pre_tokenizer is not known here")
    }
    // These expressions match all of a text: to keep the matches apart, or to remove what is between, is the same.
    guard behavior == "Isolated" || behavior == "Removed" && isInverted && cut.coversText else {
      throw error("a Split by \(expression) that is \(behavior)\(isInverted ? ", inverted," : "") is not computed")
    }
    return cut.step
  }

  package static let qwen2Expression =
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static let expressions: [String: (step: PreTokenizer.Step, coversText: Bool)] = [
    qwen2Expression: (.gpt4(numbers: 1, folding: .unicode), true),
    #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#:
      (.gpt4(numbers: 3, folding: .unicode), true),
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#: (.gpt2, true),
    #"\p{N}"#: (.numbers(atMost: 1), false),
    #"\p{N}{1,3}"#: (.numbers(atMost: 3), false),
    #"\p{N}+"#: (.numbers(atMost: nil), false),
  ]

  /// The ids around a prompt: TemplateProcessing's; ByteLevel moves offsets only.
  func frame(_ count: Int) throws -> Tokenizer.PromptFrame {
    var frame = Tokenizer.PromptFrame()
    for step in try steps("post_processor", "processors") {
      switch kind(step) {
      case "ByteLevel": break
      case "TemplateProcessing":
        let (before, after) = try template(step, count)
        frame = .init(before: before + frame.before, after: frame.after + after)
      case let other:
        throw error("the post_processor \(other) is not computed; ByteLevel, TemplateProcessing and Sequence are")
      }
    }
    return frame
  }

  private func template(_ step: JSONTree, _ count: Int) throws -> (before: [Int], after: [Int]) {
    var (before, after): ([Int], [Int]) = ([], [])
    var isBehindText = false
    for item in step["single"]?.array ?? [] {
      if let sequence = item["Sequence"] {
        guard sequence["id"]?.string == "A", !isBehindText else {
          throw error("the template of post_processor does not hold the text once")
        }
        isBehindText = true
        continue
      }
      guard let name = item["SpecialToken"]?["id"]?.string,
        let ids = step["special_tokens"]?[name]?["ids"]?.array?.map(\.integer), !ids.contains(nil)
      else { throw error("the template of post_processor has a token without ids") }
      guard ids.allSatisfy({ (0..<count).contains($0!) }) else {
        throw error("the template of post_processor has an id of \(name) that is not a token")
      }
      if isBehindText { after += ids.map { $0! } } else { before += ids.map { $0! } }
    }
    guard isBehindText else { throw error("the template of post_processor does not hold the text") }
    return (before, after)
  }
}
