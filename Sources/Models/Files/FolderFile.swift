import Base

/// Files that are found by their names in a folder, and may be links there.
///
/// The hub's cache keeps `blobs/DIGEST`, and folders `snapshots/REVISION` of links to them. Such a link is followed
/// where it leads to a place below its own folder, or below the folder that holds both `snapshots` and `blobs`; one that
/// leads elsewhere is refused by name, since whoever made a folder could otherwise have any file read. What a user
/// names directly is opened wherever it leads.
enum FolderFile {
  /// Whether something stands under a name in a folder; a link counts, wherever it leads.
  static func exists(_ name: String, in folder: String) -> Bool { Files.kind(of: PathText.join(folder, name)) != nil }

  /// Refuses a file whose path is a link that leads out.
  ///
  /// - Throws: `ModelFileError` that names the link and where it leads.
  static func check(_ path: String) throws {
    guard Files.kind(of: path) == .link else { return }
    guard let target = GivenPath.resolved(path), let folder = GivenPath.resolved(Files.parent(of: path) ?? ".") else {
      throw ModelFileError(path: path, reason: "it is a link to a file that is not there; was the download complete?")
    }
    let allowed = [folder, cacheEntry(of: folder)].compactMap { $0 }
    guard allowed.contains(where: { GivenPath.isBelow(target, $0) }) else {
      throw ModelFileError(
        path: path,
        reason: "it is a link to \(target), which is outside of \(allowed.joined(separator: " and ")); "
          + "put the file itself there")
    }
  }

  /// The bytes of a small file of a folder.
  ///
  /// - Throws: `ModelFileError` for a link that leads out; `FileError`.
  static func read(_ path: String, limit: Int = 256 << 20) throws -> [UInt8] {
    try check(path)
    return try Files.read(path, followsLinks: true, limit: limit).bytes
  }

  /// Maps a file of a folder.
  ///
  /// - Throws: `ModelFileError`.
  static func map(_ path: String) throws -> ByteStorage {
    try check(path)
    return try ByteStorage(mapping: path)
  }

  /// The folder of the hub's cache that a snapshot belongs to: the nearest one above that has `blobs`, on the way through
  /// `snapshots`; nil elsewhere.
  private static func cacheEntry(of folder: String) -> String? {
    var current = folder
    while let parent = Files.parent(of: current), parent != current {
      if current.hasSuffix("/snapshots"), Files.isFolder(PathText.join(parent, "blobs")) { return parent }
      current = parent
    }
    return nil
  }
}
