import Base

/// A prompt as it is given: text, and how it is read.
public struct Prompt: Equatable, Sendable {
  /// A conversation of one message, in the form that the model's template gives it.
  public struct Chat: Equatable, Sendable {
    /// What stands before the message; nil for what the template puts there.
    public var system: String?

    /// A conversation.
    public init(system: String? = nil) { self.system = system }
  }

  /// The text, or the user's message.
  public var text: String
  /// Whether the texts of control tokens stand for these tokens; in a conversation they always do.
  public var isSpecial: Bool
  /// Nil for a text as it is.
  public var chat: Chat?

  /// A prompt.
  public init(_ text: String, isSpecial: Bool = false, chat: Chat? = nil) {
    (self.text, self.isSpecial, self.chat) = (text, isSpecial, chat)
  }

  /// The messages of a conversation.
  var messages: [ChatTemplate.Message] {
    (chat?.system.map { [.init(role: "system", content: $0)] } ?? []) + [.init(role: "user", content: text)]
  }
}

/// What a model is given for a prompt.
public struct EncodedPrompt: Equatable, Sendable {
  /// The token ids.
  public let ids: [Int]
  /// What the template made of the messages; nil for a text as it is.
  public let rendered: String?
  /// SHA-256 of the template's text; nil where none was used.
  public let template: Digest?
}

extension LoadedModel {
  /// The token ids of a prompt.
  ///
  /// Ids that the tokenizer puts around every text (BOS, EOS) are put around a text as it is. A template writes them
  /// itself, as in transformers.
  ///
  /// - Throws: `ModelFileError` where the model has no tokenizer, or no template and one is needed; `FileError`.
  public func encode(_ prompt: Prompt) throws -> EncodedPrompt {
    guard let tokenizer = try tokenizer() else {
      throw ModelFileError(path: path, reason: "it has no tokenizer; give --tokens")
    }
    guard prompt.chat != nil else {
      return EncodedPrompt(
        ids: try tokenizer.encode(prompt.text, special: prompt.isSpecial), rendered: nil, template: nil)
    }
    guard let template = try chatTemplate() else {
      throw ModelFileError(path: path, reason: "it has no chat template; give --prompt without --chat")
    }
    let rendered = try template.render(prompt.messages)
    return EncodedPrompt(
      ids: try tokenizer.encode(rendered, special: true, framed: false), rendered: rendered,
      template: Digest(of: Array(template.source.utf8)))
  }
}
