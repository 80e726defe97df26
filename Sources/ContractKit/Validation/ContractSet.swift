/// Contracts that are judged together.
public struct ContractSet: Sendable {
  /// One value for each file, readable or not, in the order in which they were given.
  public let files: [ContractFile]
  /// What is wrong with the paths themselves: missing, or without contracts.
  public let diagnostics: [Diagnostic]
  /// What contracts can name in one another, those beside the given ones included.
  public let index: ContractIndex

  /// Files that have been read.
  public init(files: [ContractFile], diagnostics: [Diagnostic] = []) {
    self.files = files
    self.diagnostics = diagnostics
    index = ContractIndex(files: files, others: Neighbours.needed(by: files))
  }

  /// Reads files, and the contracts below folders.
  ///
  /// A file given twice is read once. Folders are searched for `*.yaml` and `*.yml`, in ascending
  /// order of their paths.
  public static func load(paths: [String]) -> ContractSet {
    var files: [String] = []
    var diagnostics: [Diagnostic] = []
    var seen: Set<String> = []
    func add(_ path: String) {
      if seen.insert(PathText.absolute(path)).inserted { files.append(path) }
    }
    for path in paths {
      if Files.isFolder(path) {
        let found = FileWalk.files(below: path, extensions: ["yaml", "yml"])
        // The project file may lie among the contracts; it is none.
        found.files.filter { !$0.hasSuffix("/" + SettingsShape.fileName) }.forEach(add)
        diagnostics += found.failures.map {
          Rule.fileUnreadable.diagnostic("the folder cannot be listed", path: $0.path, help: $0.reason)
        }
        if found.files.isEmpty && found.failures.isEmpty {
          diagnostics.append(
            Rule.noContracts.diagnostic(
              "the folder contains no contract", path: path, help: "contracts are *.yaml and *.yml files"))
        }
      } else if Files.kind(of: path) == nil {
        diagnostics.append(Rule.pathNotFound.diagnostic("there is no such file or folder", path: path))
      } else {
        add(path)
      }
    }
    return ContractSet(files: Parallel.map(files) { .load(path: $0) }, diagnostics: diagnostics)
  }

  /// The contracts that could be decoded, whatever is wrong with them.
  public var contracts: [Contract] { files.compactMap(\.contract) }

  /// The nearest folder `contracts` in this folder or above it; the search ends at a package's root.
  public static func defaultFolder(from folder: String = Files.currentFolder) -> String? {
    var current = PathText.absolute(folder)
    while true {
      let candidate = PathText.join(current, "contracts")
      if Files.isFolder(candidate) { return candidate }
      if Files.kind(of: PathText.join(current, "Package.swift")) != nil { return nil }
      guard let parent = Files.parent(of: current) else { return nil }
      current = parent
    }
  }
}

/// Contracts that lie beside the given ones and are named by them.
private enum Neighbours {
  /// Those in the same `contracts` folder (or the same folder), read only where something named is
  /// not among the given ones.
  static func needed(by files: [ContractFile]) -> [ContractFile] {
    let given = ContractIndex(files: files, others: [])
    var folders: Set<String> = []
    for file in files {
      guard let contract = file.contract, namesOthers(contract, given) else { continue }
      folders.insert(folder(of: file.path))
    }
    guard !folders.isEmpty else { return [] }
    var seen = Set(files.map { PathText.absolute($0.path) })
    let paths = folders.sorted(by: Files.utf8Order).flatMap { folder in
      FileWalk.files(below: folder, extensions: ["yaml", "yml"], limit: 4096).files
        .filter { seen.insert(PathText.absolute($0)).inserted }
    }
    return Parallel.map(paths) { .load(path: $0) }
  }

  private static func namesOthers(_ contract: Contract, _ given: ContractIndex) -> Bool {
    let named =
      contract.metadata.dependsOn.map(\.value) + contract.falsifiers.flatMap { $0.clauses.compactMap(\.contract) }
    return named.contains { given.contract($0) == nil }
      || contract.gates.contains { $0.requires.contains { given.falsifierPlace($0.value) == nil } }
  }

  /// The outermost-but-nearest `contracts` folder above a file, else the file's own folder.
  private static func folder(of path: String) -> String {
    let own = Files.parent(of: PathText.absolute(path)) ?? "/"
    var current = own
    while true {
      if current.hasSuffix("/contracts") { return current }
      guard let parent = Files.parent(of: current) else { return own }
      current = parent
    }
  }
}
