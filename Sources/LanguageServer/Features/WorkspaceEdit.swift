import ContractKit

/// Changes of several files, as a client takes them.
struct WorkspaceEdit {
  private var edits: [String: [(offsets: Range<Int>, text: String)]] = [:]
  private var renamed: (from: String, to: String)?

  /// No change.
  init() {}

  /// One change of one file.
  init(_ path: String, _ offsets: Range<Int>, _ text: String) { replace(path, offsets, text) }

  /// The files that are changed.
  var paths: [String] { edits.keys.sorted(by: Files.utf8Order) }

  mutating func replace(_ path: String, _ offsets: Range<Int>, _ text: String) {
    edits[path, default: []].append((offsets, text))
  }

  /// Moves a file after its text has been changed.
  mutating func rename(_ path: String, to other: String) { renamed = (path, other) }

  /// The edit for a server's client, each text with the version that the edit was made for.
  func json(_ server: Server) -> JSON {
    var changes: [String: JSON] = [:]
    var documents: [JSON] = []
    for path in paths {
      guard let lines = server.workspace.lines(of: path) else { continue }
      let document = server.workspace.documents[path]
      let uri = document?.uri ?? DocumentURI.of(path)
      let list = JSON.array(
        edits[path]!.sorted { $0.offsets.lowerBound < $1.offsets.lowerBound }.map {
          ["range": lines.range(of: $0.offsets, server.encoding).json, "newText": .string($0.text)]
        })
      changes[uri] = list
      documents.append([
        "textDocument": ["uri": .string(uri), "version": document.map { .integer($0.version) } ?? .null], "edits": list,
      ])
    }
    if let renamed {
      documents.append([
        "kind": "rename", "oldUri": .string(DocumentURI.of(renamed.from)),
        "newUri": .string(DocumentURI.of(renamed.to)),
      ])
    }
    return server.capabilities.takesVersionedEdits
      ? ["documentChanges": .array(documents)] : ["changes": .object(changes)]
  }
}
