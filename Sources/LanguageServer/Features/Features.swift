import ContractKit

/// What a client can ask for.
enum Features {
  typealias Feature = @Sendable (Server, JSON) throws(ResponseError) -> Server.Answer

  /// By the method's name.
  static let all: [String: Feature] = [
    "textDocument/codeAction": CodeActions.answer,
    "textDocument/hover": Hover.answer,
    "textDocument/definition": Navigation.definition,
    "textDocument/references": Navigation.references,
    "textDocument/documentSymbol": DocumentSymbols.answer,
    "textDocument/completion": Completion.answer,
    "textDocument/codeLens": StatusLenses.answer,
    "textDocument/inlayHint": MeasuredHints.answer,
    "textDocument/prepareRename": Rename.prepare,
    "textDocument/rename": Rename.answer,
  ]

  /// The same for the answer to `initialize`.
  static func capabilities(_ encoding: PositionEncoding) -> JSON {
    [
      "positionEncoding": .string(encoding.rawValue),
      "textDocumentSync": ["openClose": .bool(true), "change": .integer(2), "save": ["includeText": .bool(false)]],
      "codeActionProvider": ["codeActionKinds": ["quickfix", "source.fixAll"]],
      "hoverProvider": .bool(true),
      "definitionProvider": .bool(true),
      "referencesProvider": .bool(true),
      "documentSymbolProvider": .bool(true),
      "completionProvider": ["triggerCharacters": [" ", "/", "#", "[", ",", "."]],
      "codeLensProvider": ["resolveProvider": .bool(false)],
      "inlayHintProvider": .bool(true),
      "renameProvider": ["prepareProvider": .bool(true)],
      "workspace": ["workspaceFolders": ["supported": .bool(true), "changeNotifications": .bool(true)]],
    ]
  }
}

extension Server {
  /// The open text that parameters name.
  func document(_ parameters: JSON) throws(ResponseError) -> TextDocument {
    guard let uri = parameters["textDocument"]?["uri"]?.string else { throw .invalid("no `textDocument.uri`") }
    guard let path = DocumentURI.path(uri).map({ PathText.absolute($0) }),
      let document = workspace.documents[path]
    else {
      throw .invalid("\(uri) is not open")
    }
    return document
  }

  /// The open text and the byte that parameters name.
  func place(_ parameters: JSON) throws(ResponseError) -> (document: TextDocument, offset: Int) {
    let document = try document(parameters)
    guard let position = TextPosition(parameters["position"]) else { throw .invalid("no `position`") }
    return (document, document.lines.offset(of: position, encoding))
  }
}
