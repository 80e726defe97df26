import ArgumentParser
import Models

/// What a model is given: a text and how it is read, or token ids.
struct PromptOptions: ParsableArguments {
  @Option(help: "The prompt as a text; the model must have a tokenizer.")
  var prompt: String?

  @Flag(help: "Treat the names of control tokens in the text as those tokens.")
  var special = false

  @Flag(help: "The text is a user's message: apply the chat template of the model's file.")
  var chat = false

  @Option(help: .init("With --chat: the system message.", valueName: "text"))
  var system: String?

  @Option(help: .init("The prompt as token ids, separated by blanks or commas.", valueName: "ids"))
  var tokens: String?

  /// Whether nothing is given.
  var isEmpty: Bool { prompt == nil && tokens == nil }

  func validate() throws {
    guard prompt == nil || tokens == nil else { throw ValidationError("give either --prompt or --tokens") }
    guard prompt != nil || !special && !chat else { throw ValidationError("--special and --chat need --prompt") }
    guard chat || system == nil else { throw ValidationError("--system needs --chat") }
    guard !chat || !special else { throw ValidationError("--chat reads control tokens anyway; leave --special out") }
    if let tokens, Self.parse(tokens) == nil { throw ValidationError("\"\(tokens)\" is not a list of token ids") }
  }

  /// The prompt; nil where ids are given.
  var text: Prompt? {
    prompt.map { Prompt($0, isSpecial: special, chat: chat ? .init(system: system) : nil) }
  }

  /// The ids that are given.
  ///
  /// - Precondition: there is no text, and the options are valid.
  var ids: [Int] { tokens.flatMap(Self.parse)! }

  /// The ids that a model is given.
  ///
  /// - Throws: `ModelFileError` for a text that the model's tokenizer or template does not take.
  /// - Precondition: a text or ids are given, and the options are valid.
  func ids(for model: LoadedModel) throws -> [Int] { try text.map { try model.encode($0).ids } ?? ids }

  /// The ids of a list with blanks or commas between; nil where it is none.
  private static func parse(_ text: String) -> [Int]? {
    let ids = text.split { $0 == " " || $0 == "," }.map { Int($0) }
    return ids.isEmpty || ids.contains(nil) ? nil : ids.map { $0! }
  }
}
