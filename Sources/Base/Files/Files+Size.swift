#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Files {
  /// The bytes of what stands at a path, of a link's own name where it is one; 0 where nothing does.
  package static func size(of path: String) -> Int {
    var status = stat()
    return lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// The bytes of all files at and below a folder, links not followed; it stops counting above a limit.
  package static func size(below folder: String, upTo limit: Int) -> Int {
    var total = 0
    var folders = [folder]
    while let next = folders.popLast(), total <= limit {
      for (name, kind) in (try? entries(in: next)) ?? [] {
        let path = "\(next)/\(name)"
        if kind == .folder { folders.append(path) } else { total += size(of: path) }
      }
    }
    return total
  }
}
