import ContractKit

/// New names for ids, wherever they stand: contracts, gates, pages, tests. Evidence is written by runs only, and is stale
/// then.
enum Rename {
  static let prepare: Features.Feature = { server, parameters throws(ResponseError) in
    guard let target = try target(server, parameters) else { return .value(.null) }
    return .value([
      "range": target.document.lines.range(of: target.offsets, server.encoding).json,
      "placeholder": .string(String(decoding: target.document.bytes[target.offsets], as: UTF8.self)),
    ])
  }

  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    guard let name = parameters["newName"]?.string else { throw .invalid("no `newName`") }
    guard isName(name) else {
      throw .failed(
        "an id is made of letters, digits, `_`, `-` and `.`, and begins with a letter: not `\(name.prefix(60))`")
    }
    guard let target = try target(server, parameters) else {
      throw .failed("nothing here has an id that can be renamed")
    }
    return .value(try edit(target, to: name, server).json(server))
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, first.properties.isAlphabetic || first == "_", name.utf8.count <= 200
    else { return false }
    return name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-" || $0 == "."
    }
  }

  /// What is renamed, and the bytes of its id at the place.
  private struct Target {
    let subject: Subject
    let document: TextDocument
    let project: Project
    let offsets: Range<Int>
  }

  private static func target(_ server: Server, _ parameters: JSON) throws(ResponseError) -> Target? {
    let (_, offset) = try server.place(parameters)
    guard let (subject, path, document) = try server.subject(parameters),
      let project = server.workspace.project(of: document.path)
    else { return nil }
    func target(_ subject: Subject, _ offsets: Range<Int>?) -> Target? {
      offsets.map { Target(subject: subject, document: document, project: project, offsets: $0) }
    }
    let content = path.node.content(in: document.bytes)
    switch subject {
    case .falsifier, .gate, .contract: return target(subject, content)
    case .clause:
      // Of a reference, the part that the cursor is on.
      let mentions = ClauseMention.all(in: document.file)
      guard let mention = mentions.first(where: { $0.offsets.lowerBound <= offset && offset <= $0.offsets.upperBound })
      else { return nil }
      if let contract = mention.contract, offset <= contract.upperBound {
        return target(.contract(mention.reference.contract ?? ""), contract)
      }
      if let equation = mention.equation, offset <= equation.upperBound {
        return target(
          .clause(ClauseReference(contract: mention.reference.contract, equation: mention.reference.equation)),
          equation)
      }
      return mention.invariant.flatMap { $0.isEmpty ? nil : target(.clause(mention.reference), $0) }
    default: return nil
    }
  }

  private static func edit(_ target: Target, to name: String, _ server: Server) throws(ResponseError) -> WorkspaceEdit {
    let (workspace, live) = (server.workspace, target.project.live)
    var edit = WorkspaceEdit()
    func replaceEverywhere(_ id: String) {
      for (path, places) in Occurrences.all(of: id, target.project, workspace) {
        for place in places { edit.replace(path, place, name) }
      }
    }
    switch target.subject {
    case .falsifier(let id):
      if let place = live.falsifierPlace(name) { throw .failed("`\(name)` is taken: \(place.path)") }
      replaceEverywhere(id)
    case .gate(let id):
      let others = Occurrences.all(of: name, target.project, workspace)
      if let taken = others.first(where: { live.paths.contains($0.path) }) {
        throw .failed("`\(name)` is taken: \(taken.path)")
      }
      replaceEverywhere(id)
    case .contract(let id):
      guard let path = live.contract(id)?.path else { throw .failed("there is no contract `\(id)`") }
      guard live.contract(name) == nil else { throw .failed("there is a contract `\(name)`") }
      guard server.capabilities.renamesFiles else {
        throw .failed(
          "a contract's id is the name of its file, and this editor cannot rename files as a part of an edit")
      }
      replaceEverywhere(id)
      let end = path.hasSuffix(".yml") ? ".yml" : ".yaml"
      edit.rename(path, to: PathText.join(Files.parent(of: path) ?? "/", name + end))
    case .clause(let clause):
      try rename(clause, to: name, target, workspace, &edit)
    default: throw .failed("nothing here has an id that can be renamed")
    }
    return edit
  }

  private static func rename(
    _ clause: ClauseReference, to name: String, _ target: Target, _ workspace: Workspace, _ edit: inout WorkspaceEdit
  ) throws(ResponseError) {
    let owner = target.project.live.contract(clause.contract ?? "")
    let isTaken =
      clause.invariant == nil
      ? owner?.equation(name) != nil : owner?.equation(clause.equation)?.invariant(name) != nil
    if isTaken { throw .failed("`\(name)` is taken in `\(clause.contract ?? "")`") }
    for (path, mentions) in Occurrences.mentions(
      naming: clause.invariant ?? clause.equation, target.project, workspace)
    {
      for mention in mentions
      where mention.reference.contract == clause.contract && mention.reference.equation == clause.equation {
        if clause.invariant == nil {
          if let place = mention.equation { edit.replace(path, place, name) }
        } else if mention.reference.invariant == clause.invariant, let place = mention.invariant {
          edit.replace(path, place, name)
        }
      }
    }
    // Elsewhere a clause is only certain by its whole name.
    let written = "\(clause.contract ?? "")#\(clause.equation)" + (clause.invariant.map { "/\($0)" } ?? "")
    let old = clause.invariant ?? clause.equation
    for path in Occurrences.files(of: target.project, workspace) where !target.project.live.paths.contains(path) {
      guard let bytes = workspace.bytes(of: path) else { continue }
      for place in Occurrences.places(of: written, in: bytes) {
        edit.replace(path, place.upperBound - old.utf8.count..<place.upperBound, name)
      }
    }
  }
}
