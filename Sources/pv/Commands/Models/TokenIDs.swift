import Models

/// Token ids on the command line: given, or of a text.
enum TokenIDs {
  /// The ids of a list with blanks or commas between; nil where it is none.
  static func parse(_ text: String) -> [Int]? {
    let ids = text.split { $0 == " " || $0 == "," }.map { Int($0) }
    return ids.isEmpty || ids.contains(nil) ? nil : ids.map { $0! }
  }

  /// The ids that a model is given.
  ///
  /// - Throws: `ModelFileError` for a text where the model has no tokenizer.
  /// - Precondition: one of the two is there; `tokens` is a list.
  static func ids(prompt: String?, tokens: String?, for model: LoadedModel) throws -> [Int] {
    if let tokens { return parse(tokens)! }
    guard let tokenizer = try model.tokenizer() else {
      throw ModelFileError(path: model.path, reason: "it has no tokenizer; give --tokens")
    }
    return try tokenizer.encode(prompt!)
  }
}
