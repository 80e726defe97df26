/// A Markdown page of a project, written by hand or generated.
package enum DocumentFile {
  /// The bytes; a page may be a link, which is followed.
  package static func read(_ path: String) throws -> [UInt8] {
    try Files.read(path, followsLinks: true, limit: 64 << 20).bytes
  }

  /// Files in Markdown; a folder stands for those in it, and contracts are read as such.
  package static func all(_ paths: [String]) -> [String] {
    paths.flatMap { path -> [String] in
      guard Files.isFolder(path) else { return path.hasSuffix(".yaml") || path.hasSuffix(".yml") ? [] : [path] }
      return ((try? Files.names(in: path)) ?? []).filter { $0.hasSuffix(".md") }.map { PathText.join(path, $0) }
    }
  }
}
