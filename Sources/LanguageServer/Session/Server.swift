import ContractKit

/// One client's session: what it has said so far, and what it is answered.
final class Server {
  /// How a request is answered.
  enum Answer {
    case value(JSON)
    /// As soon as the statuses of this text are known.
    case awaiting(StatusBoard.Key)
  }

  private enum Phase { case uninitialized, running, shutDown }

  private var phase = Phase.uninitialized
  private(set) var capabilities = ClientCapabilities(nil)
  private(set) var workspace = Workspace(folders: [])
  let statuses: StatusBoard
  /// The process of the client, where it named it.
  private(set) var client: Int32?
  private let inbox: Inbox
  private let writer: FrameWriter
  private var waiting: [(key: StatusBoard.Key, id: Message.ID, message: Message)] = []
  /// What was published last of each file with findings: a digest of it.
  private var published: [String: Int] = [:]
  private var nextRequest = 0
  private var takesEarlierStatuses = false

  init(_ inbox: Inbox, _ writer: FrameWriter) {
    (self.inbox, self.writer) = (inbox, writer)
    statuses = StatusBoard(inbox)
  }

  var encoding: PositionEncoding { capabilities.encoding }

  /// Does what an item asks for.
  ///
  /// - Returns: what the process exits with, where it ends.
  func handle(_ item: Inbox.Item) -> Int32? {
    switch item {
    case .ended: return 1
    case .problem(let code, let reason):
      writer.write([
        "jsonrpc": "2.0", "id": .null, "error": ResponseError(code: code, message: reason).json,
      ])
    case .judged(let result):
      statuses.take(result)
      let ready = waiting.filter { $0.key == result.key }
      waiting.removeAll { $0.key == result.key }
      // What was typed since has other statuses, and whoever asks again gets them.
      takesEarlierStatuses = true
      for request in ready { respond(to: request.message, id: request.id) }
      takesEarlierStatuses = false
    case .message(let message):
      guard let method = message.method else { return nil }
      if method == "exit" { return phase == .shutDown ? 0 : 1 }
      dropCanceled()
      if let id = message.id { respond(to: message, id: id) } else if phase == .running { take(message, method) }
    }
    return nil
  }

  // MARK: Requests

  private func respond(to message: Message, id: Message.ID) {
    do throws(ResponseError) {
      if inbox.isCancelled(id) { throw .canceled }
      switch try answer(to: message) {
      case .value(let value): send(id, "result", value)
      case .awaiting(let key):
        waiting.append((key, id, message))
        statuses.ask(key, workspace)
      }
    } catch { send(id, "error", error.json) }
  }

  private func send(_ id: Message.ID, _ member: String, _ value: JSON) {
    inbox.answered(id)
    writer.write(.object(["jsonrpc": "2.0", "id": id.json, member: value]))
  }

  /// Answers those that wait for statuses and were taken back.
  private func dropCanceled() {
    let canceled = waiting.filter { inbox.isCancelled($0.id) }
    waiting.removeAll { inbox.isCancelled($0.id) }
    for request in canceled { send(request.id, "error", ResponseError.canceled.json) }
  }

  private func answer(to message: Message) throws(ResponseError) -> Answer {
    let method = message.method ?? ""
    switch (phase, method) {
    case (.uninitialized, "initialize"): return .value(initialize(message.parameters))
    case (.uninitialized, _): throw .notInitialized
    case (.running, "initialize"): throw .refused("`initialize` was there before")
    case (.running, "shutdown"):
      phase = .shutDown
      return .value(.null)
    case (.running, _):
      // Answers are about the text as it is now.
      publish()
      guard let feature = Features.all[method] else { throw .unknown(method) }
      return try feature(self, message.parameters)
    case (.shutDown, _): throw .refused("after `shutdown` nothing is answered")
    }
  }

  private func initialize(_ parameters: JSON) -> JSON {
    phase = .running
    client = parameters["processId"]?.integer.flatMap(Int32.init(exactly:))
    capabilities = ClientCapabilities(parameters["capabilities"])
    var folders = (parameters["workspaceFolders"]?.array ?? []).compactMap {
      $0["uri"]?.string.flatMap(DocumentURI.path)
    }
    if folders.isEmpty, let root = parameters["rootUri"]?.string.flatMap(DocumentURI.path) { folders = [root] }
    if folders.isEmpty, let root = parameters["rootPath"]?.string { folders = [root] }
    workspace = Workspace(folders: folders)
    return [
      "capabilities": Features.capabilities(encoding),
      "serverInfo": ["name": "pv", "version": .string("\(ProgramVersion.current)")],
    ]
  }

  // MARK: Notifications

  private func take(_ message: Message, _ method: String) {
    let parameters = message.parameters
    switch method {
    case "initialized": watchFiles()
    case "textDocument/didOpen": open(parameters["textDocument"])
    case "textDocument/didChange": change(parameters)
    case "textDocument/didClose":
      let uri = parameters["textDocument"]?["uri"]?.string
      if let path = uri.flatMap(DocumentURI.path) { workspace.closed(PathText.absolute(path)) }
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      workspace.rescan()
      refreshStatuses()
    case "workspace/didChangeWorkspaceFolders": changeFolders(parameters["event"])
    default: break
    }
  }

  private func open(_ json: JSON?) {
    guard let uri = json?["uri"]?.string, let text = json?["text"]?.string,
      let path = DocumentURI.path(uri).map({ PathText.absolute($0) })
    else { return }
    workspace.opened(
      TextDocument(uri: uri, path: path, version: json?["version"]?.integer ?? 0, text: text))
    published[path] = nil
  }

  private func change(_ parameters: JSON) {
    let named = parameters["textDocument"]
    guard let uri = named?["uri"]?.string, let path = DocumentURI.path(uri).map({ PathText.absolute($0) }),
      let document = workspace.documents[path]
    else { return log("a change of a text that is not open is passed over") }
    let version = named?["version"]?.integer
    if let version, version <= document.version {
      return log("a change of \(uri) to version \(version) came after version \(document.version), and is passed over")
    }
    let changes = parameters["contentChanges"]?.array ?? []
    if !document.apply(changes, version: version, encoding) {
      log("a change of \(uri) has no text, or a range that is none; close the file and open it again")
    }
    workspace.changed(document)
  }

  private func changeFolders(_ event: JSON?) {
    func paths(_ key: String) -> [String] {
      (event?[key]?.array ?? []).compactMap { $0["uri"]?.string.flatMap(DocumentURI.path) }
        .map { PathText.absolute($0) }
    }
    let gone = paths("removed")
    let folders = workspace.confinement.folders.filter { !gone.contains($0) } + paths("added")
    let documents = workspace.documents.values
    workspace = Workspace(folders: folders)
    for document in documents { workspace.opened(document) }
    for path in published.keys where workspace.validation(of: path) == nil { publish(path) }
  }

  private func watchFiles() {
    guard capabilities.watchesFiles else { return }
    let patterns = ["**/*.{yaml,yml}", "**/evidence/**", "**/Tests/**/*.swift"]
    request(
      "client/registerCapability",
      [
        "registrations": [
          [
            "id": "pv-files", "method": "workspace/didChangeWatchedFiles",
            "registerOptions": ["watchers": .array(patterns.map { ["globPattern": .string($0)] })],
          ]
        ]
      ])
  }

  // MARK: What the client did not ask for

  private func request(_ method: String, _ parameters: JSON) {
    nextRequest += 1
    writer.write([
      "jsonrpc": "2.0", "id": .string("pv-\(nextRequest)"), "method": .string(method), "params": parameters,
    ])
  }

  private func notify(_ method: String, _ parameters: JSON) {
    writer.write(["jsonrpc": "2.0", "method": .string(method), "params": parameters])
  }

  private func log(_ text: String) { notify("window/logMessage", ["type": .integer(2), "message": .string(text)]) }

  /// Asks the client to ask again for what shows statuses.
  private func refreshStatuses() {
    if capabilities.refreshesLenses { request("workspace/codeLens/refresh", .null) }
    if capabilities.refreshesHints { request("workspace/inlayHint/refresh", .null) }
  }

  /// Judges what has changed and publishes what was found.
  func publish() {
    guard phase == .running else { return }
    var moved = workspace.judge()
    moved.formUnion(workspace.documents.keys.filter { published[$0] == nil })
    for path in moved.sorted(by: Files.utf8Order) { publish(path) }
  }

  private func publish(_ path: String) {
    let document = workspace.documents[path]
    let findings = DiagnosticText.all(of: path, self)
    // An editor is told that there is nothing; of other files only that there is nothing any more.
    guard document != nil || published[path] != nil || !findings.isEmpty else { return }
    var parameters: [String: JSON] = [
      "uri": .string(document?.uri ?? DocumentURI.of(path)), "diagnostics": .array(findings),
    ]
    if let document { parameters["version"] = .integer(document.version) }
    let digest = JSON.object(parameters).compactBytes.hashValue
    guard published[path] != digest else { return }
    published[path] = document == nil && findings.isEmpty ? nil : digest
    notify("textDocument/publishDiagnostics", .object(parameters))
  }

  // MARK: Statuses

  /// The verdicts of a contract, or what has to be waited for; nil where its project has neither.
  func verdicts(of path: String) -> Verdicts? {
    guard let project = workspace.project(of: path),
      Files.kind(of: PathText.join(project.root, "Package.swift")) == .file,
      // A link may lead out of the workspace.
      !["Sources", "Tests", "evidence", "witnesses"].contains(where: {
        Files.kind(of: PathText.join(project.root, $0)) == .link
      }),
      let bytes = workspace.contractFile(at: path)?.source?.bytes
    else { return nil }
    let key = StatusBoard.Key(path: path, digest: bytes.hashValue, generation: workspace.generation)
    let known = statuses.result(key) ?? (takesEarlierStatuses ? statuses.lastResult(of: path) : nil)
    return known.map { .known($0.verification) } ?? .awaited(key)
  }

  /// The verdicts of a contract.
  enum Verdicts {
    case known(Verification)
    case awaited(StatusBoard.Key)
  }
}
