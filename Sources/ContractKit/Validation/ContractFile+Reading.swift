#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ContractFile {
  /// Reads a file.
  public static func load(path: String) -> ContractFile {
    do throws(FileError) {
      return ContractFile(path: path, bytes: try read(path))
    } catch {
      let large = error.reason == tooLarge
      let message = large ? "the file has more than \(YAMLLimits.bytes) bytes" : "the file cannot be read"
      let rule = large ? Rule.fileTooLarge : Rule.fileUnreadable
      return ContractFile(
        path: path, diagnostics: [rule.diagnostic(message, path: path, help: large ? nil : error.reason)])
    }
  }

  /// Reads a contract from standard input.
  ///
  /// - Parameter path: the path that findings name and that its id and its package come from.
  public static func standardInput(path: String) -> ContractFile {
    guard let bytes = readAll(0, limit: YAMLLimits.bytes + 1) else {
      return ContractFile(
        path: path,
        diagnostics: [Rule.fileUnreadable.diagnostic("standard input cannot be read", path: path)])
    }
    return ContractFile(path: path, bytes: bytes)
  }

  private static let tooLarge = "too large"

  /// The bytes of a file; links are followed, since a contract may be one.
  private static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError.current("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.current("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(action: "read", path: path, reason: "it is not a regular file")
    }
    guard Int(status.st_size) <= YAMLLimits.bytes else {
      throw FileError(action: "read", path: path, reason: tooLarge)
    }
    guard let bytes = readAll(descriptor, limit: YAMLLimits.bytes + 1) else {
      throw FileError.current("read", path)
    }
    return bytes
  }

  /// What a descriptor gives until its end, or nil on an error; at most so many bytes.
  static func readAll(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let wanted = min(1 << 16, limit - bytes.count)
      var got = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        repeat { got = Self.systemRead(descriptor, buffer.baseAddress!, wanted) } while got < 0 && errno == EINTR
        count = max(0, got)
      }
      guard got >= 0 else { return nil }
      if got == 0 { break }
      bytes += chunk
    }
    return bytes
  }

  private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer, count)
    #else
      Darwin.read(descriptor, buffer, count)
    #endif
  }
}
