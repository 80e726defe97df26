import Base

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The folder of a site: only what this program wrote into it is replaced or removed.
///
/// Every file is replaced in one step. A file beside them names all that were written; it is there before the first page,
/// so that a run that is interrupted leaves a site that the next run can complete.
final class SiteFolder {
  /// The file that says that a folder is a site, and of which files.
  static let marker = ".pv-site"
  private static let header = "pv-site 1"

  private let path: String
  private let before: Set<String>
  private var written: Set<String> = []

  /// Opens a folder, or makes it; one that holds anything must be a site.
  ///
  /// - Throws: `SiteError`, `FileError`.
  init(_ path: String) throws {
    self.path = path
    let marker = PathText.join(path, Self.marker)
    switch Files.kind(of: path) {
    case nil: try Files.makeFolder(path)
    case .folder?, .link?: guard Files.isFolder(path) else { throw SiteError.notAFolder(path) }
    default: throw SiteError.notAFolder(path)
    }
    if Files.kind(of: marker) == nil {
      guard try Files.names(in: path).isEmpty else { throw SiteError.notASite(path) }
      before = []
      try Files.replace(marker, with: Array("\(Self.header)\n".utf8))
    } else {
      guard Files.kind(of: marker) == .file else { throw SiteError.otherMarker(path) }
      let lines = String(decoding: try Files.read(marker), as: UTF8.self).split(separator: "\n").map(String.init)
      guard lines.first == Self.header else { throw SiteError.otherMarker(path) }
      // What stands there decides what is removed: a name with a folder in it would lead elsewhere.
      before = Set(lines.dropFirst().filter(Self.isName))
    }
  }

  private static func isName(_ name: String) -> Bool { !name.contains("/") && !name.hasPrefix(".") && !name.isEmpty }

  /// Writes a file, unless it is there with the same bytes.
  ///
  /// - Throws: `FileError`.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    precondition(Self.isName(name) && !written.contains(name), "\(name) is no name of a page, or was written already")
    let target = PathText.join(path, name)
    if !before.contains(name) {
      guard Files.kind(of: target) == nil else { throw SiteError.taken(target) }
      try Files.append(Array("\(name)\n".utf8), to: PathText.join(path, Self.marker))
    }
    written.insert(name)
    if before.contains(name), let current = try? Files.read(target), current == bytes { return }
    let file = try OutputFile(target)
    try file.write(bytes)
    // A page that a power failure takes is made again.
    try file.finish(waitsForDisk: false)
  }

  /// Removes the files of an earlier run that were not written again, and says what there is now.
  ///
  /// - Returns: how many files there are, and how many were removed.
  /// - Throws: `FileError`.
  func finish() throws -> (files: Int, removed: Int) {
    var removed = 0
    for name in before.subtracting(written).sorted(by: Files.utf8Order) {
      let target = PathText.join(path, name)
      guard Files.kind(of: target) != nil else { continue }
      guard unlink(target) == 0 else {
        throw FileError(action: "remove", path: target, reason: String(cString: strerror(errno)))
      }
      removed += 1
    }
    let lines = [Self.header] + written.sorted(by: Files.utf8Order)
    try Files.replace(PathText.join(path, Self.marker), with: Array((lines.joined(separator: "\n") + "\n").utf8))
    return (written.count, removed)
  }
}
