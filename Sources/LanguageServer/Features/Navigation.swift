import ContractKit

/// Definitions and references.
enum Navigation {
  /// Where what the place names is declared; of a falsifier that is declared here, its test, sources and evidence.
  static let definition: Features.Feature = { server, parameters throws(ResponseError) in
    guard let (subject, path, document) = try server.subject(parameters) else { return .value(.null) }
    return .value(.array(Targets(server, document)?.of(subject, path) ?? []))
  }

  /// Every place that names the same.
  static let references: Features.Feature = { server, parameters throws(ResponseError) in
    guard let (subject, _, document) = try server.subject(parameters),
      let project = server.workspace.project(of: document.path)
    else { return .value(.null) }
    let isDeclarationWanted = parameters["context"]?["includeDeclaration"]?.bool ?? true
    let workspace = server.workspace
    var places: [(path: String, offsets: [Range<Int>])] = []
    switch subject {
    case .clause(let reference):
      places = Occurrences.mentions(naming: reference.invariant ?? reference.equation, project, workspace).map { file in
        let mentions = file.mentions.filter {
          $0.reference == reference && (isDeclarationWanted || !$0.isDeclaration)
        }
        return (file.path, mentions.map(\.offsets))
      }
    case .falsifier(let id), .check(let id, _): places = Occurrences.all(of: id, project, workspace).map { ($0, $1) }
    case .gate(let id), .contract(let id): places = Occurrences.all(of: id, project, workspace).map { ($0, $1) }
    case .test(let name):
      let method = TestReference(name)?.method ?? name
      places = Occurrences.all(of: method, project, workspace).map { ($0, $1) }
    case .file(let text), .reference(let text), .mutant(let text):
      places = [(document.path, Occurrences.places(of: text, in: document.bytes))]
    }
    if !isDeclarationWanted, case .falsifier(let id) = subject, let place = project.live.falsifierPlace(id),
      let start = place.range?.start.offset
    {
      places = places.map { ($0, $0 == place.path ? $1.filter { $0.lowerBound != start } : $1) }
    }
    let all = places.sorted { Files.utf8Order($0.path, $1.path) }.flatMap { file -> [JSON] in
      guard !file.offsets.isEmpty, let lines = workspace.lines(of: file.path) else { return [] }
      return file.offsets.sorted { $0.lowerBound < $1.lowerBound }.map {
        DiagnosticText.location(file.path, $0, lines, server)
      }
    }
    return .value(.array(all))
  }
}

/// Where things are declared.
private struct Targets {
  let server: Server
  let document: TextDocument
  let project: Project

  init?(_ server: Server, _ document: TextDocument) {
    guard let project = server.workspace.project(of: document.path) else { return nil }
    (self.server, self.document, self.project) = (server, document, project)
  }

  func of(_ subject: Subject, _ path: NodePath) -> [JSON] {
    switch subject {
    case .clause(let reference):
      let home = reference.contract == document.readableFile?.contract?.id
      guard let owner = home ? document.path : project.live.contract(reference.contract ?? "")?.path,
        let file = server.workspace.contractFile(at: owner)
      else { return [] }
      return ClauseMention.all(in: file).filter { $0.isDeclaration && $0.reference == reference }
        .compactMap { location(owner, $0.offsets) }
    case .contract(let id): return [project.live.contract(id)].compactMap { $0.flatMap { location($0.path, 0..<0) } }
    case .falsifier(let id):
      guard let place = project.live.falsifierPlace(id) else { return [] }
      let isHere = path.element(of: "falsification_tests") != nil
      return isHere ? origins(of: id) : [location(place.path, place.range?.offsets ?? 0..<0)].compactMap { $0 }
    case .check(let id, let index): return [evidence(of: id, check: index)].compactMap { $0 }
    case .gate, .mutant: return []
    case .test(let name): return test(name)
    case .file(let file): return [location(PathText.join(project.root, file), 0..<0)].compactMap { $0 }
    case .reference(let id):
      let node = document.readableFile?.root?["metadata"]?.elements("references").first { $0["id"]?.text == id }
      return [node?["id"].flatMap { location(document.path, $0.offsets) }].compactMap { $0 }
    }
  }

  /// The test of a falsifier, the sources of its clauses, and its evidence.
  private func origins(of id: String) -> [JSON] {
    guard let contract = document.readableFile?.contract, let falsifier = contract.falsifier(id) else { return [] }
    var targets = falsifier.test.map { test($0.value) } ?? []
    var seen: Set<String> = []
    for clause in falsifier.clauses where clause.contract == nil {
      for source in contract.equation(clause.equation)?.implementation ?? [] where seen.insert(source.value).inserted {
        targets += [location(PathText.join(project.root, source.value), 0..<0)].compactMap { $0 }
      }
    }
    return targets + [evidence(of: id, check: nil)].compactMap { $0 }
  }

  private func test(_ name: String) -> [JSON] {
    guard let test = TestReference(name), let file = test.sourcePath(root: project.root) else { return [] }
    let path = PathText.join(project.root, file)
    let bytes = server.workspace.bytes(of: path) ?? []
    return [location(path, TestMethods.place(of: test.method, in: bytes) ?? 0..<0)].compactMap { $0 }
  }

  private func evidence(of id: String, check: Int?) -> JSON? {
    guard let contract = document.readableFile?.contract else { return nil }
    let path = PathText.join(
      project.root, "evidence/" + EvidenceFile.relativePath(contract: contract.id, falsifier: id))
    guard let bytes = server.workspace.confinement.bytes(of: path) else { return nil }
    let checks = contract.falsifier(id)?.checks ?? []
    let metric = check.flatMap { checks.indices.contains($0) ? checks[$0].metric.value : nil }
    let places = metric.map { Occurrences.places(of: "\"\($0)\"", in: bytes) } ?? []
    // Those of the real kernel come after the mutants', by name.
    return DiagnosticText.location(path, places.last ?? 0..<0, LineTable(bytes), server)
  }

  private func location(_ path: String, _ offsets: Range<Int>) -> JSON? {
    guard server.workspace.confinement.contains(path) else { return nil }
    if Files.isFolder(path) {
      // Editors open files.
      let first = FileWalk.files(below: path, extensions: ["swift", "c"]).files.first
      return first.flatMap { location($0, 0..<0) }
    }
    return server.workspace.lines(of: path).map { DiagnosticText.location(path, offsets, $0, server) }
  }
}

/// The test methods of a Swift source, as text.
enum TestMethods {
  /// The name behind `func` of a method; nil where it is not declared.
  static func place(of method: String, in bytes: [UInt8]) -> Range<Int>? {
    Occurrences.places(of: method, in: bytes).first { place in
      bytes[..<place.lowerBound].suffix(5).elementsEqual("func ".utf8)
    }
  }

  /// The names of all methods that begin with `test`, in the order of the file.
  static func names(in bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.split(separator: " ")
      guard words.first?.hasPrefix("//") == false, let keyword = words.firstIndex(of: "func"),
        keyword + 1 < words.count, words[keyword + 1].hasPrefix("test")
      else { return nil }
      return String(words[keyword + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
  }
}
