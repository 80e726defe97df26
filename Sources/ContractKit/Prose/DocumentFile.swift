/// A Markdown page of a project, written by hand or generated.
enum DocumentFile {
  /// The bytes; a page may be a link, which is followed.
  static func read(_ path: String) throws -> [UInt8] {
    try Files.read(path, followsLinks: true, limit: 64 << 20).bytes
  }
}
