#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ContractFile {
  /// Reads a file.
  public static func load(path: String) -> ContractFile { load(path: path, keepsProse: true) }

  /// - Parameter keepsProse: whether the contract has its texts for people, which no rule reads.
  static func load(path: String, keepsProse: Bool) -> ContractFile {
    do throws(FileError) {
      let (bytes, status) = try read(path)
      var file = ContractFile(path: path, bytes: bytes, keepsProse: keepsProse)
      file.stamp = file.source.map { FileStamp(status, lines: $0.lineCount) }
      return file
    } catch {
      let large = error.reason == tooLarge
      let message = large ? "the file has more than \(YAMLLimits.bytes) bytes" : "the file cannot be read"
      let rule = large ? Rule.fileTooLarge : Rule.fileUnreadable
      return ContractFile(
        path: path, diagnostics: [rule.diagnostic(message, path: path, help: large ? nil : error.reason)])
    }
  }

  /// The text of a file that was read before; nil where it is not the same any more.
  static func text(path: String, stamp: FileStamp) -> SourceText? {
    guard let (bytes, status) = try? read(path) else { return nil }
    let text = SourceText(path: path, bytes: bytes)
    return FileStamp(status, lines: text.lineCount) == stamp ? text : nil
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

  /// The bytes of a file, and what the system says of it; links are followed, since a contract may be one.
  private static func read(_ path: String) throws(FileError) -> ([UInt8], stat) {
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
    // A byte more than the file has shows that it ends there, without asking again.
    guard let bytes = readAll(descriptor, limit: YAMLLimits.bytes + 1, expected: Int(status.st_size) + 1) else {
      throw FileError.current("read", path)
    }
    return (bytes, status)
  }

  /// What a descriptor gives until its end, or nil on an error; at most so many bytes.
  ///
  /// - Parameter expected: how many bytes are asked for at first; a regular file that gives fewer has ended.
  static func readAll(_ descriptor: Int32, limit: Int, expected: Int? = nil) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let wanted = min(bytes.isEmpty ? expected ?? 1 << 16 : 1 << 16, limit - bytes.count)
      var got = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        repeat { got = Self.systemRead(descriptor, buffer.baseAddress!, wanted) } while got < 0 && errno == EINTR
        count = max(0, got)
      }
      guard got >= 0 else { return nil }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      if got == 0 || expected != nil && got < wanted { break }
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

/// What tells whether a file is still the one that was read.
struct FileStamp: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  private let size: Int
  private let seconds: Int
  private let nanoseconds: Int
  /// Counted in its text, so that every line of a finding is one of a text with the same stamp.
  private let lines: Int

  init(_ status: stat, lines: Int) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    #if canImport(Glibc)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    #else
      (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #endif
    self.lines = lines
  }
}
