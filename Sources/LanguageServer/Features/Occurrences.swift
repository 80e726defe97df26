import ContractKit

/// Where an id stands in the files of a project.
enum Occurrences {
  /// The files of a project that can name a contract, a falsifier or a gate: contracts, pages, Swift sources.
  static func files(of project: Project, _ workspace: Workspace) -> [String] {
    var files = project.live.paths
    let pages = (project.settings?.pages ?? []) + ["README.md", "ship-spec.md"].map { PathText.join(project.root, $0) }
    for page in pages.map({ PathText.absolute($0) }) {
      files += Files.isFolder(page) ? FileWalk.files(below: page, extensions: ["md"]).files : [page]
    }
    for folder in ["Tests", "Sources"] {
      files += FileWalk.files(below: PathText.join(project.root, folder), extensions: ["swift"]).files
    }
    var seen: Set<String> = []
    return files.filter { seen.insert($0).inserted && workspace.confinement.contains($0) }
  }

  /// Where an id stands by itself in a text: what is beside it is no letter, digit, `_` or `-`.
  static func places(of id: String, in bytes: [UInt8]) -> [Range<Int>] {
    let wanted = Array(id.utf8)
    guard let first = wanted.first else { return [] }
    var places: [Range<Int>] = []
    var index = 0
    while index + wanted.count <= bytes.count {
      guard let start = bytes[index...].firstIndex(of: first), start + wanted.count <= bytes.count else { break }
      let end = start + wanted.count
      if bytes[start..<end].elementsEqual(wanted), start == 0 || !isOfWord(bytes[start - 1]),
        end == bytes.count || !isOfWord(bytes[end])
      {
        places.append(start..<end)
        index = end
      } else {
        index = start + 1
      }
    }
    return places
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The places of an id in all files of a project, by the files' paths.
  static func all(of id: String, _ project: Project, _ workspace: Workspace) -> [(path: String, places: [Range<Int>])] {
    files(of: project, workspace).compactMap { path in
      guard let bytes = workspace.bytes(of: path) else { return nil }
      let places = places(of: id, in: bytes)
      return places.isEmpty ? nil : (path, places)
    }
  }

  /// The mentions of clauses in the contracts of a project, of those that name a text.
  static func mentions(
    naming text: String, _ project: Project, _ workspace: Workspace
  ) -> [(path: String, mentions: [ClauseMention])] {
    project.live.paths.compactMap { path in
      guard let bytes = workspace.bytes(of: path), !places(of: text, in: bytes).isEmpty else { return nil }
      let file =
        workspace.documents[path].map(\.file) ?? ContractFile(path: path, bytes: bytes)
      let mentions = ClauseMention.all(in: file)
      return mentions.isEmpty ? nil : (path, mentions)
    }
  }
}
