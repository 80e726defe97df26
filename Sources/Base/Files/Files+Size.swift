#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Files {
  /// The last bytes of a regular file that is not a link, all of it where it has no more.
  ///
  /// - Throws: `FileError`.
  package static func end(of path: String, bytes limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.current("read", path) }
    defer { close(descriptor) }
    guard lseek(descriptor, off_t(max(0, size(of: path) - limit)), SEEK_SET) >= 0 else {
      throw FileError.current("read", path)
    }
    return try [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit {
        let more = systemRead(descriptor, buffer.baseAddress! + count, limit - count)
        if more < 0 && errno == EINTR { continue }
        guard more >= 0 else { throw FileError.current("read", path) }
        if more == 0 { break }
        count += more
      }
    }
  }

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
