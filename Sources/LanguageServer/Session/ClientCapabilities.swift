import ContractKit

/// What a client said that it can do, as far as anything here depends on it.
struct ClientCapabilities {
  /// What it counts in a line.
  var encoding = PositionEncoding.utf16
  /// Whether it takes symbols within symbols.
  var takesSymbolTrees = false
  /// Whether it takes edits with the versions of the texts, and so those of files.
  var takesVersionedEdits = false
  /// Whether it can rename a file as a part of an edit.
  var renamesFiles = false
  /// Whether findings may point at other places.
  var takesRelatedPlaces = false
  /// Whether it asks for code lenses, or inlay hints, again when it is told to.
  var refreshesLenses = false
  var refreshesHints = false
  /// Whether it can be asked to watch files.
  var watchesFiles = false
  /// Whether hovers may be Markdown.
  var takesMarkdown = false
  /// Whether edits of code actions are taken as literals, not as commands.
  var takesActions = false

  init(_ json: JSON?) {
    guard let json else { return }
    encoding = .negotiated((json["general"]?["positionEncodings"]?.array ?? []).compactMap(\.string))
    let (text, workspace) = (json["textDocument"], json["workspace"])
    takesSymbolTrees = text?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.bool ?? false
    takesVersionedEdits = workspace?["workspaceEdit"]?["documentChanges"]?.bool ?? false
    renamesFiles =
      takesVersionedEdits
      && (workspace?["workspaceEdit"]?["resourceOperations"]?.array ?? []).contains { $0.string == "rename" }
    takesRelatedPlaces = text?["publishDiagnostics"]?["relatedInformation"]?.bool ?? false
    refreshesLenses = workspace?["codeLens"]?["refreshSupport"]?.bool ?? false
    refreshesHints = workspace?["inlayHint"]?["refreshSupport"]?.bool ?? false
    watchesFiles = workspace?["didChangeWatchedFiles"]?["dynamicRegistration"]?.bool ?? false
    takesMarkdown = (text?["hover"]?["contentFormat"]?.array ?? []).contains { $0.string == "markdown" }
    takesActions = text?["codeAction"]?["codeActionLiteralSupport"] != nil
  }
}
