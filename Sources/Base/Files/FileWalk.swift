/// The files below a folder.
package enum FileWalk {
  /// Files with given extensions below a folder, in ascending order of their paths, and folders that
  /// could not be listed.
  ///
  /// Links to files are followed, links to folders are not, so there is no cycle. Names that start
  /// with a dot are left out.
  package static func files(
    below folder: String, extensions: Set<String>, limit: Int = .max
  ) -> (files: [String], failures: [FileError]) {
    var files: [String] = []
    var failures: [FileError] = []
    var folders = [folder]
    while let next = folders.popLast() {
      do {
        for (name, kind) in try Files.entries(in: next) where name.utf8.first != UInt8(ascii: ".") {
          let path = PathText.join(next, name)
          switch kind {
          case .folder: folders.append(path)
          case .file, .link:
            if extensions.contains(Self.extension(of: name)), kind == .file || !Files.isFolder(path) {
              files.append(path)
            }
          case .other: break
          }
          if files.count >= limit { return (files.sorted(by: Files.utf8Order), failures) }
        }
      } catch let error as FileError {
        failures.append(error)
      } catch {
        failures.append(FileError(action: "list", path: next, reason: "\(error)"))
      }
    }
    return (files.sorted(by: Files.utf8Order), failures)
  }

  /// What follows the last dot of a name; empty where there is none.
  private static func `extension`(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return String(name[name.utf8.index(after: dot)...])
  }
}
