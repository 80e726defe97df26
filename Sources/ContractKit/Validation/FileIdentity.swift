/// Which of some paths lead to the same file, as text: the current folder is asked for once.
struct FileIdentity {
  private let folder = Files.currentFolder
  private var seen: Set<String> = []

  /// Takes note of a path; false where it was there before.
  mutating func insert(_ path: String) -> Bool { seen.insert(absolute(path)).inserted }

  /// A path from the root of the file system, `.` and `..` resolved as text.
  private func absolute(_ path: String) -> String {
    let whole = PathText.join(folder, path)
    // Nearly every path is written without detours, and needs no work.
    var slash = false
    let hasDetour = whole.utf8.contains { byte in
      defer { slash = byte == UInt8(ascii: "/") }
      return slash && (byte == UInt8(ascii: "/") || byte == UInt8(ascii: "."))
    }
    return hasDetour || whole.utf8.last == UInt8(ascii: "/") ? PathText.absolute(whole) : whole
  }
}
