/// Paths as text.
public enum PathText {
  /// Two parts with one slash between them; an absolute second part stands alone.
  public static func join(_ folder: String, _ path: String) -> String {
    if folder.isEmpty || path.hasPrefix("/") { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// A path from the root of the file system, `.` and `..` resolved as text.
  ///
  /// - Parameter folder: where a relative path starts.
  public static func absolute(_ path: String, from folder: @autoclosure () -> String = Files.currentFolder) -> String {
    let whole = path.utf8.first == UInt8(ascii: "/") ? path : join(folder(), path)
    // Nearly every path is written without detours, and needs no work.
    var previous: UInt8?
    let slash = UInt8(ascii: "/")
    let hasDetour = whole.utf8.contains { byte in
      defer { previous = byte }
      return previous == slash && (byte == slash || byte == UInt8(ascii: "."))
    }
    if !hasDetour, whole.utf8.first == slash, whole.utf8.last != slash { return whole }
    return "/" + components(whole).joined(separator: "/")
  }

  /// An absolute path as a person would write it from the current folder: relative where it lies
  /// below.
  public static func shown(_ path: String, from folder: String = Files.currentFolder) -> String {
    if path == folder { return "." }
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  /// Whether a relative path stays below where it starts.
  public static func staysInside(_ path: String) -> Bool {
    guard !path.isEmpty, !path.hasPrefix("/") else { return false }
    var depth = 0
    for part in path.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return false }
    }
    return true
  }

  private static func components(_ path: String) -> [Substring] {
    path.split(separator: "/").reduce(into: []) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
  }
}
