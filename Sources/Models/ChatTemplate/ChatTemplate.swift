/// What a model's file says about turning messages into a prompt.
///
/// Templates are in the language of Jinja, of which chat templates use a part: text, output, `if`, `for`, `set`,
/// `macro`, namespaces, the filters of `JinjaFilter`, the tests of `JinjaTest`, the methods of `JinjaMethod`. What lies
/// beyond is refused by its name, with line and column.
///
/// Source: the documentation of Jinja 3.1, with the settings of transformers' `apply_chat_template`.
public struct ChatTemplate: Sendable {
  /// A message of a conversation.
  public struct Message: Equatable, Sendable {
    /// `system`, `user` or `assistant`.
    public let role: String
    /// The text.
    public let content: String

    /// A message.
    public init(role: String, content: String) { (self.role, self.content) = (role, content) }
  }

  /// The template as it stands in the file.
  public let source: String
  /// The file, for errors.
  public let path: String
  /// Texts of special tokens, as `bos_token`.
  let tokens: [String: String]

  /// A template; it is read when it is rendered.
  init(source: String, path: String, tokens: [String: String]) {
    (self.source, self.path, self.tokens) = (source, path, tokens)
  }

  /// The prompt of a conversation, with the start of the answer behind it.
  ///
  /// - Throws: `ModelFileError` with line and column for what the template asks for and is not computed, for what it
  ///   raises itself, and where it takes more than 2,000,000 steps or makes more than 64 MiB of text.
  public func render(_ messages: [Message]) throws -> String {
    let scalars = JinjaLexer.normalized(source)
    var values: [String: JinjaValue] = tokens.mapValues { JinjaValue.string($0) }
    values["messages"] = JinjaValue.list(
      messages.map { message -> JinjaValue in
        JinjaValue.map([(key: "role", value: .string(message.role)), (key: "content", value: .string(message.content))])
      })
    values["add_generation_prompt"] = .bool(true)
    values["tools"] = JinjaValue.none
    values["documents"] = JinjaValue.none
    do { return try JinjaEvaluator.run(JinjaParser.parse(scalars), values) } catch let error as JinjaError {
      let before = scalars[..<min(error.offset, scalars.count)]
      let line = before.count { $0 == "\n" } + 1
      let column = before.count - (before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) + 1
      throw ModelFileError(
        path: path, reason: "the chat template, line \(line), column \(column): \(error.reason)")
    }
  }
}
