import ContractKit

/// The projects of a client's folders, and the texts that it has open.
final class Workspace {
  let confinement: Confinement
  private(set) var projects: [Project] = []
  /// The open texts, by the paths of their files.
  private(set) var documents: [String: TextDocument] = [:]
  /// Open contracts of no project, each judged by itself.
  private var loose: [String: LiveValidation] = [:]
  /// Counts what can change a status without a contract's text: scans of the folders.
  private(set) var generation = 0

  init(folders: [String]) {
    confinement = Confinement(folders)
    reload()
  }

  /// The bytes of the open texts.
  private var open: [String: [UInt8]] { documents.mapValues(\.bytes) }

  /// Reads the settings and the contracts of all projects.
  func reload() {
    generation += 1
    let open = open
    projects = ProjectSearch.roots(in: confinement.folders).map { Project(root: $0, confinement, open: open) }
    for document in documents.values { changed(document) }
  }

  /// Reads what has changed on disk.
  func rescan() {
    generation += 1
    let open = open
    guard ProjectSearch.roots(in: confinement.folders) == projects.map(\.root) else { return reload() }
    for project in projects { project.rescan(open: open) }
  }

  /// The project that a contract belongs to: the innermost one that judges it.
  func project(of path: String) -> Project? {
    projects.filter { $0.covers(path) }.max { $0.root.utf8.count < $1.root.utf8.count }
  }

  // MARK: Texts

  func opened(_ document: TextDocument) {
    documents[document.path] = document
    changed(document)
  }

  func closed(_ path: String) {
    documents[path] = nil
    loose[path] = nil
    if path.hasSuffix("/\(SettingsFile.name)") { return reload() }
    for project in projects { project.read(path, open: open) }
  }

  /// Reads a text that has changed.
  func changed(_ document: TextDocument) {
    let path = document.path
    if path.hasSuffix("/\(SettingsFile.name)") {
      let root = Files.parent(of: path) ?? "/"
      guard let place = projects.firstIndex(where: { $0.root == root }) else { return }
      projects[place] = Project(root: root, confinement, open: open)
      return
    }
    let own = [path: document.bytes]
    for project in projects { project.read(path, open: own) }
    guard project(of: path) == nil, path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return }
    guard Self.isContract(document.file) else {
      loose[path] = nil
      return
    }
    let validation =
      loose[path] ?? LiveValidation(filter: FindingFilter(), below: confinement.folders, today: .today())
    validation.read([path]) { path in own[path].map { .text($0) } ?? .absent }
    loose[path] = validation
  }

  /// Whether a YAML file of no project is a contract: others have `metadata`, too.
  private static func isContract(_ file: ContractFile) -> Bool {
    guard let root = file.root else { return false }
    return root["metadata"]?["format"]?.text == "pv/1" || root["falsification_tests"] != nil || root["equations"] != nil
  }

  // MARK: Judgment

  /// Judges what has changed; the files whose findings may be others than before.
  func judge() -> Set<String> {
    var moved: Set<String> = []
    for project in projects { moved.formUnion(project.live.judge()) }
    for (path, validation) in loose where !validation.judge().isEmpty { moved.insert(path) }
    return moved
  }

  /// The validation that judges a file.
  func validation(of path: String) -> LiveValidation? { project(of: path)?.live ?? loose[path] }

  /// The findings of a file, from top to bottom.
  func findings(of path: String) -> [Diagnostic] {
    if path.hasSuffix("/\(SettingsFile.name)") {
      return projects.first { PathText.join($0.root, SettingsFile.name) == path }?.settings?.diagnostics ?? []
    }
    return validation(of: path)?.findings(of: path) ?? []
  }

  /// What a contract can name.
  func terms(of path: String) -> Terms { project(of: path)?.settings?.settings.terms ?? .builtIn }

  /// The lines of a file as it is now; nil where it cannot be read.
  func lines(of path: String) -> LineTable? {
    if let document = documents[path] { return document.lines }
    return bytes(of: path).map(LineTable.init)
  }

  /// The bytes of a file as it is now; nil where it cannot be read.
  func bytes(of path: String) -> [UInt8]? {
    documents[path]?.bytes ?? validation(of: path)?.text(of: path)?.bytes ?? confinement.bytes(of: path)
  }

  /// A contract as it is now; nil where it cannot be read.
  func contractFile(at path: String) -> ContractFile? {
    if let document = documents[path] { return document.readableFile ?? document.file }
    return bytes(of: path).map { ContractFile(path: path, bytes: $0) }
  }
}
