/// Which of some paths lead to the same file, as text: the current folder is asked for once.
struct FileIdentity {
  private let folder = Files.currentFolder
  private var seen: Set<String> = []

  /// Takes note of a path; false where it was there before.
  mutating func insert(_ path: String) -> Bool { seen.insert(PathText.absolute(path, from: folder)).inserted }
}
