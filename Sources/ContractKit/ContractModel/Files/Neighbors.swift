/// Contracts that lie beside the given ones and are named by them.
enum Neighbors {
  /// Those in the same `contracts` folder (or the same folder), read only where something named is
  /// not among the given ones.
  static func needed(by outlines: [ContractOutline], given: ContractIndex) -> [ContractOutline] {
    var folders: Set<String> = []
    for outline in outlines {
      guard namesOthers(outline, given) else { continue }
      folders.insert(folder(of: outline.path))
    }
    guard !folders.isEmpty else { return [] }
    var known = FileIdentity()
    for outline in outlines { _ = known.insert(outline.path) }
    let paths = folders.sorted(by: Files.utf8Order).flatMap { folder in
      // Hypotheses and contracts name each other.
      folder.hasSuffix("/contracts") || folder.hasSuffix("/\(InvestigationFolder.name)")
        ? ["contracts", InvestigationFolder.name].map { PathText.join(Files.parent(of: folder) ?? "/", $0) } : [folder]
    }.filter(Files.isFolder).flatMap { folder in
      FileWalk.files(below: folder, extensions: ["yaml", "yml"], limit: 4096).files
        .filter { known.insert($0) }
    }
    let inodes = Set(outlines.compactMap(\.inode))
    return Parallel.map(paths) { ContractOutline(.load(path: $0, keepsProse: false, terms: .builtIn)) }
      .filter { $0.inode.map { !inodes.contains($0) } ?? true }
  }

  private static func namesOthers(_ outline: ContractOutline, _ given: ContractIndex) -> Bool {
    if outline.hypotheses.contains(where: { namesOthers($0, given) }) { return true }
    guard let names = outline.names else { return false }
    return names.metadata.dependsOn.contains { !given.hasContract($0.value) }
      || names.falsifiers.contains { falsifier in
        falsifier.clauses.contains { $0.contract.map { !given.hasContract($0) } ?? false }
      }
      || names.gates.contains { $0.requires.contains { !given.canBeRequired($0.value) } }
  }

  private static func namesOthers(_ hypothesis: Hypothesis, _ given: ContractIndex) -> Bool {
    hypothesis.parents.contains { given.hypotheses.positions[$0.value] == nil }
      || hypothesis.predictions.contains { prediction in
        prediction.falsifier.map { !given.hasFalsifier($0.value) } ?? false
      }
  }

  /// The nearest folder `contracts` or `investigations` above a file, else the file's own folder.
  private static func folder(of path: String) -> String {
    let own = Files.parent(of: PathText.absolute(path)) ?? "/"
    var current = own
    while true {
      if current.hasSuffix("/contracts") || current.hasSuffix("/\(InvestigationFolder.name)") { return current }
      guard let parent = Files.parent(of: current) else { return own }
      current = parent
    }
  }
}
