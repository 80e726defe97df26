/// The files that are to be judged together, found and not yet read.
public struct ContractInputs: Sendable {
  /// A contract's file.
  public enum Input: Sendable {
    /// One to be read when its turn comes.
    case path(String)
    /// One that has been read: from standard input, for instance.
    case read(ContractFile)

    /// The path as it was given, or found below a folder that was given.
    public var path: String {
      switch self {
      case .path(let path): path
      case .read(let file): file.path
      }
    }

    /// The file, read if it has not been.
    ///
    /// - Parameters:
    ///   - keepsProse: whether a contract that is read now has its texts for people.
    ///   - terms: what it can name.
    package func file(keepsProse: Bool, terms: Terms) -> ContractFile {
      switch self {
      case .path(let path): .load(path: path, keepsProse: keepsProse, terms: terms)
      case .read(let file): file
      }
    }
  }

  /// In the order in which they are judged.
  public var files: [Input]
  /// What is wrong with the paths themselves: missing, or without contracts.
  public var diagnostics: [Diagnostic]
  /// What contracts that are read now can name.
  package let terms: Terms

  /// Files, and what is wrong with their paths.
  public init(files: [Input], diagnostics: [Diagnostic] = [], terms: Terms = .builtIn) {
    self.files = files
    self.diagnostics = diagnostics
    self.terms = terms
  }

  /// Finds files, and the contracts below folders; their paths are without detours such as `./`.
  ///
  /// A file given twice is there once. Folders are searched for `*.yaml` and `*.yml`, in ascending
  /// order of their paths.
  ///
  /// - Parameters:
  ///   - exclusion: files that are left out below folders; one that is named is there.
  ///   - terms: what contracts can name.
  public init(paths: [String], exclusion: Exclusion? = nil, terms: Terms = .builtIn) {
    self.init(files: [], terms: terms)
    var known = FileIdentity()
    for path in paths {
      let found = below(GivenPath.normalized(path), exclusion)
      // One folder has each of its files once.
      files += (paths.count == 1 ? found : found.filter { known.insert($0) }).map { .path($0) }
    }
  }

  /// The same without files that are there under another name, as ``Inode/once(_:_:)`` has it; none is read.
  package var once: ContractInputs {
    let files = Inode.once(files) { file in
      switch file {
      case .path(let path): (inode: Inode(readableAt: path), path: path, isOnDisk: true)
      case .read(let file): (inode: file.inode, path: file.path, isOnDisk: file.stamp != nil)
      }
    }
    return ContractInputs(files: files, diagnostics: diagnostics, terms: terms)
  }

  /// The files that a path leads to.
  private mutating func below(_ path: String, _ exclusion: Exclusion?) -> [String] {
    guard Files.isFolder(path) else {
      if Files.kind(of: path) != nil { return [path] }
      diagnostics.append(Rule.pathNotFound.diagnostic("there is no such file or folder", path: path))
      return []
    }
    let found = FileWalk.files(below: path, extensions: ["yaml", "yml"])
    diagnostics += found.failures.map {
      Rule.fileUnreadable.diagnostic("the folder cannot be listed", path: $0.path, help: $0.reason)
    }
    // The project file may lie among the contracts; it is none.
    let all = found.files.filter { !$0.hasSuffix("/" + ProjectRoot.settingsName) }
    let contracts = exclusion?.applied(to: all) ?? all
    if contracts.isEmpty && found.failures.isEmpty {
      diagnostics.append(
        Rule.noContracts.diagnostic(
          "the folder contains no contract", path: path,
          help: all.isEmpty
            ? "contracts are *.yaml and *.yml files"
            : "`exclude:` in pv.yaml leaves out all that is there, \(Plural.count(all.count, "file"))"))
    }
    return path == "." ? contracts.map { String($0.dropFirst(2)) } : contracts
  }
}
