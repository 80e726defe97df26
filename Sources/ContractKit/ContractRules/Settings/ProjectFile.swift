/// The file pv.yaml of a project: its settings, and what is wrong with them.
public struct ProjectFile: Sendable {
  /// The path, as findings show it.
  public let path: String
  /// The bytes; nil where the file cannot be read.
  public let source: SourceText?
  /// What it asks for, as far as it could be understood.
  package let settings: Settings
  /// What is wrong with it.
  public let diagnostics: [Diagnostic]

  /// The nearest pv.yaml in a folder or above it; the search ends at a package's or repository's root.
  public static func nearest(to folder: String = Files.currentFolder) -> String? {
    var current = PathText.absolute(folder)
    while true {
      let candidate = PathText.join(current, ProjectRoot.settingsName)
      if Files.kind(of: candidate) != nil { return candidate }
      let isRoot = ["Package.swift", ".git"].contains { Files.kind(of: PathText.join(current, $0)) != nil }
      guard !isRoot, let parent = Files.parent(of: current) else { return nil }
      current = parent
    }
  }

  /// Reads the file.
  package static func load(path: String) -> ProjectFile {
    do {
      return ProjectFile(path: path, bytes: try Files.read(path, limit: YAMLLimits.bytes))
    } catch {
      let reason = (error as? FileError)?.reason ?? "\(error)"
      return ProjectFile(
        path: path, source: nil, settings: Settings(),
        diagnostics: [Rule.fileUnreadable.diagnostic("the project file cannot be read", path: path, help: reason)])
    }
  }

  /// Decodes the bytes of the file.
  public init(path: String, bytes: [UInt8]) {
    let source = SourceText(path: path, bytes: bytes)
    let reader = YAMLReader(source)
    var diagnostics = reader.diagnostics
    var settings = Settings()
    if let root = reader.root, root.entries != nil {
      diagnostics += ShapeChecker(root, SettingsShape.settings, source: source).diagnostics
      var decoder = SettingsDecoder(source)
      settings = decoder.settings(root)
      diagnostics += decoder.diagnostics
    } else if let root = reader.root, !root.isNull {
      diagnostics.append(
        Rule.settingInvalid.diagnostic(
          "pv.yaml must be a mapping, not \(root.kindName)", path: path, range: source.range(root.offsets),
          help:
            "write `KEY: VALUE` lines: \(SettingsShape.settings.fields.map { "`\($0.key)`" }.joined(separator: ", "))"
        ))
    }
    // A file of comments alone asks for nothing, and that is fine.
    diagnostics.removeAll { $0.rule == Rule.emptyFile.id }
    self.init(path: path, source: source, settings: settings, diagnostics: diagnostics.sorted(by: Diagnostic.inOrder))
  }

  private init(path: String, source: SourceText?, settings: Settings, diagnostics: [Diagnostic]) {
    self.path = path
    self.source = source
    self.settings = settings
    self.diagnostics = diagnostics
  }

  /// The folder that the paths in the file start from, as findings show it.
  public var folder: String { Files.parent(of: path) ?? "" }

  /// A path that the file names, as it is from the current folder.
  package func resolved(_ path: String) -> String { PathText.join(folder, path) }

  /// The files that are not judged where they are found below a folder.
  package var exclusion: Exclusion {
    Exclusion(settings.exclude, folder: folder.isEmpty ? Files.currentFolder : folder)
  }

  /// What is judged where a command names nothing, patterns replaced by what they match; nil where the file does not say.
  package var judgedPaths: [String]? { settings.paths.map(matched) }

  /// The pages that are held to what there is, patterns replaced by what they match.
  package var pages: [String] { matched(settings.prose) }

  private func matched(_ paths: [String]) -> [String] {
    paths.flatMap { path in PathPattern(path).matches(below: folder) ?? [resolved(path)] }
  }

  /// Reads the nearest project file; nil where there is none.
  package static func loadNearest(to folder: String = Files.currentFolder) -> ProjectFile? {
    nearest(to: folder).map { load(path: $0) }
  }
}

/// Makes the typed form of pv.yaml; the shape checker has said what is of the wrong kind.
private struct SettingsDecoder {
  private(set) var diagnostics: [Diagnostic] = []
  private let source: SourceText

  init(_ source: SourceText) { self.source = source }

  mutating func settings(_ root: YAMLNode) -> Settings {
    var settings = Settings()
    settings.paths = texts(root["paths"]).map { $0.map(\.text) }
    settings.exclude = texts(root["exclude"]).map { $0.map(\.text) } ?? []
    settings.external = texts(root["external"]).map { $0.map(\.text) } ?? []
    settings.baseline = root["baseline"]?.text
    settings.prose = texts(root["prose"]).map { $0.map(\.text) } ?? []
    settings.demandsShipSpec = root["ship_spec"]?.text == "required"
    settings.release = root["release"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    settings.keys = texts(root["keys"]).map { $0.map(\.text) } ?? []
    settings.select = rules(root["select"], "selected").map(Set.init)
    settings.ignore = Set(rules(root["ignore"], "ignored") ?? [])
    for entry in root.entries("severities") {
      guard let id = rule(entry.key, "given another severity"),
        let severity = entry.value.text.flatMap(Diagnostic.Severity.init(rawValue:))
      else { continue }
      settings.severities[id] = severity
    }
    var terms = TermDecoder(root)
    settings.terms = terms.terms
    for problem in terms.problems { report(problem.node, problem.message, problem.help) }
    for entry in root.entries("variations") { settings.variations += [variation(entry)].compactMap { $0 } }
    for node in root.elements("ignore") {
      guard let id = node.text, settings.select?.contains(id) ?? false else { continue }
      report(node, "`\(id)` is both selected and ignored", "remove it from one of the lists")
    }
    return settings
  }

  private mutating func variation(_ entry: YAMLEntry) -> ProjectVariation? {
    guard let name = entry.key.text else { return nil }
    // It becomes the name of a folder.
    guard Identifier.isFileName(name) else {
      report(entry.key, "a variation's name can have only letters, digits, `-`, `_` and `.`", "give it another name")
      return nil
    }
    guard !Variation.ownNames.contains(name) else {
      report(entry.key, "every project already has a variation `\(name)`", "give it another name")
      return nil
    }
    func list(_ key: String) -> [String] { texts(entry.value[key]).map { $0.map(\.text) } ?? [] }
    return ProjectVariation(
      name: name, summary: entry.value["summary"]?.text ?? "",
      environment: Dictionary(
        entry.value.entries("environment").compactMap { variable in
          variable.key.text.flatMap { key in variable.value.text.map { (key, $0) } }
        }, uniquingKeysWith: { first, _ in first }),
      forces: entry.value["forces"]?.text, architectures: list("architectures"), needs: list("needs"),
      moves: entry.value["moves"]?.text)
  }

  private func texts(_ node: YAMLNode?) -> [(text: String, node: YAMLNode)]? {
    guard let node else { return nil }
    return (node.elements.map(Array.init) ?? [node]).compactMap { element in element.text.map { ($0, element) } }
  }

  private mutating func rules(_ node: YAMLNode?, _ what: String) -> [String]? {
    guard let nodes = texts(node) else { return nil }
    return nodes.compactMap { rule($0.node, what) }
  }

  private mutating func rule(_ node: YAMLNode, _ what: String) -> String? {
    guard let id = node.text else { return nil }
    guard let rule = RuleCatalogue.rule(id) else {
      let near = Suggestion.nearest(to: id, among: RuleCatalogue.all.filter(Settings.allows).map(\.id))
      report(
        node, "there is no rule `\(id.prefix(60))`", near.map { "did you mean `\($0)`?" } ?? "`pv rules` lists them")
      return nil
    }
    guard Settings.allows(rule) else {
      report(
        node, "`\(id)` cannot be \(what)",
        id == Rule.notAContract.id
          ? "list the files that are not contracts under `exclude:`"
          : "this is possible only for rules on the format and on what contracts say; `pv explain \(id)` says what this one is for"
      )
      return nil
    }
    return id
  }

  private mutating func report(_ node: YAMLNode, _ message: String, _ help: String) {
    diagnostics.append(
      Rule.settingInvalid.diagnostic(message, path: source.path, range: source.range(node.offsets), help: help))
  }
}
