/// Contracts that are judged together.
public struct ContractSet: Sendable {
  /// One value for each file, readable or not, in the order in which they were given.
  public let files: [ContractFile]
  /// What is wrong with the paths themselves: missing, or without contracts.
  public let diagnostics: [Diagnostic]
  /// What contracts can name in one another, those beside the given ones included.
  public let index: ContractIndex
  /// What contracts of the project can name.
  package let terms: Terms

  /// Files that have been read.
  public init(files: [ContractFile], diagnostics: [Diagnostic] = [], terms: Terms = .builtIn) {
    self.files = files
    self.diagnostics = diagnostics
    self.terms = terms
    index = ContractIndex(among: files.map { ContractOutline($0) })
  }

  /// Files that have been read, whose names are known.
  package init(files: [ContractFile], diagnostics: [Diagnostic], terms: Terms, index: ContractIndex) {
    (self.files, self.diagnostics, self.terms, self.index) = (files, diagnostics, terms, index)
  }

  /// Files that have been read; nothing else can be named, whatever lies beside them.
  package init(alone files: [ContractFile]) {
    (self.files, diagnostics, terms) = (files, [], .builtIn)
    index = ContractIndex(files.map { ContractOutline($0) })
  }

  /// Reads files, and the contracts below folders.
  ///
  /// A file given twice, also by two names, is there once. Folders are searched for `*.yaml` and `*.yml`, in ascending
  /// order of their paths.
  ///
  /// - Parameters:
  ///   - exclusion: files that are left out below folders; one that is named is there.
  ///   - terms: what contracts can name.
  ///   - progress: told now and then, by any thread, how many files of all have been read.
  package static func load(
    paths: [String], exclusion: Exclusion? = nil, terms: Terms = .builtIn,
    progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil
  ) -> ContractSet {
    ContractSet(ContractInputs(paths: paths, exclusion: exclusion, terms: terms), progress: progress)
  }

  /// Reads the files that were found.
  public init(_ inputs: ContractInputs, progress: (@Sendable (_ done: Int, _ all: Int) -> Void)? = nil) {
    let files = Parallel.map(inputs.files, progress: progress) { $0.file(keepsProse: true, terms: inputs.terms) }
    self.init(
      files: Inode.once(files) { (inode: $0.inode, path: $0.path, isOnDisk: $0.stamp != nil) },
      diagnostics: inputs.diagnostics, terms: inputs.terms)
  }

  /// The contracts that could be decoded, whatever is wrong with them.
  public var contracts: [Contract] { files.compactMap(\.contract) }

  /// The nearest folder `contracts` in this folder or above it; the search ends at a package's root.
  package static func defaultFolder(from folder: String = Files.currentFolder) -> String? {
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
