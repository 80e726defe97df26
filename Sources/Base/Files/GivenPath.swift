#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A path as somebody wrote it on a command line or in a file.
public enum GivenPath {
  /// A path without detours, as text: links are not looked at.
  package static func withoutDetours(_ path: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    let text = parts.joined(separator: "/")
    if isAbsolute { return "/" + text }
    guard parts.first == ".." else { return text.isEmpty ? "." : text }
    // A way out that comes back in.
    let folder = Files.currentFolder
    let whole = PathText.absolute(text, from: folder)
    return isBelow(whole, folder) ? PathText.shown(whole, from: folder) : text
  }

  /// Whether a path is a folder's or one below it; both from the root of the file system, and without detours.
  public static func isBelow(_ path: String, _ folder: String) -> Bool {
    path == folder || path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
  }

  /// The path of what a path leads to, links followed; nil where nothing is there.
  public static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// A path without detours, as a person would write it from the current folder: `contracts` for `./contracts//`.
  ///
  /// It leads to the same file: the folder above a link is not the one that stands before it.
  public static func normalized(_ path: String) -> String {
    let text = withoutDetours(path)
    guard path.split(separator: "/").contains("..") else { return text }
    guard let meant = resolved(path), resolved(text) != meant else { return text }
    return PathText.shown(meant)
  }
}
