/// The files below a folder.
enum FileWalk {
  /// Files with given extensions below a folder, in ascending order of their paths, and folders that
  /// could not be listed.
  ///
  /// Links to files are followed, links to folders are not, so there is no cycle. Folders whose name
  /// starts with a dot are left out.
  static func files(
    below folder: String, extensions: Set<String>, limit: Int = .max
  ) -> (files: [String], failures: [FileError]) {
    var files: [String] = []
    var failures: [FileError] = []
    var folders = [folder]
    while let next = folders.popLast() {
      do {
        for name in try Files.names(in: next) where !name.hasPrefix(".") {
          let path = PathText.join(next, name)
          switch Files.kind(of: path) {
          case .folder: folders.append(path)
          case .file, .link:
            let dot = name.lastIndex(of: ".")
            if let dot, extensions.contains(String(name[name.index(after: dot)...])), !Files.isFolder(path) {
              files.append(path)
            }
          default: break
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
}
