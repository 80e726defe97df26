#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension ContractFile {
  /// Reads a file.
  ///
  /// - Parameter terms: what a contract can name; the project's, where it is one of a project.
  package static func load(path: String, terms: Terms = .builtIn) -> ContractFile {
    load(path: path, keepsProse: true, terms: terms)
  }

  /// - Parameter keepsProse: whether the contract has its texts for people, which no rule reads.
  static func load(path: String, keepsProse: Bool, terms: Terms) -> ContractFile {
    do {
      let (bytes, status) = try read(path)
      return ContractFile(path: path, bytes: bytes, keepsProse: keepsProse, terms: terms) {
        FileStamp(status, lines: $0)
      }
    } catch {
      let error = error as? FileError
      let diagnostic =
        error?.isTooLarge == true
        ? Rule.fileTooLarge.diagnostic("the file has more than \(YAMLLimits.bytes) bytes", path: path)
        : Rule.fileUnreadable.diagnostic("the file cannot be read", path: path, help: error?.reason)
      return ContractFile(path: path, diagnostics: [diagnostic])
    }
  }

  /// The text of a file that was read before; nil where it is not the same any more.
  static func text(path: String, stamp: FileStamp) -> SourceText? {
    guard let (bytes, status) = try? read(path) else { return nil }
    let text = SourceText(path: path, bytes: bytes)
    return FileStamp(status, lines: text.lineCount) == stamp ? text : nil
  }

  // Links are followed, since a contract may be one.
  private static func read(_ path: String) throws -> (bytes: [UInt8], status: stat) {
    try Files.read(path, followsLinks: true, limit: YAMLLimits.bytes)
  }

  /// Reads a contract from standard input.
  ///
  /// - Parameters:
  ///   - path: the path that findings name and that its id and its package come from.
  ///   - replacesFile: whether it stands for the file at that path, which is then not judged among others.
  ///   - terms: what a contract can name; the project's, where it is one of a project.
  package static func standardInput(
    path: String, replacesFile: Bool = false, terms: Terms = .builtIn
  ) -> ContractFile {
    let inode = replacesFile ? Inode(at: path) : nil
    guard let bytes = Files.readStream(0, limit: YAMLLimits.bytes) else {
      return ContractFile(
        path: path,
        diagnostics: [
          Rule.fileUnreadable.diagnostic(
            "standard input cannot be read", path: path, help: String(cString: strerror(errno)))
        ], inode: inode)
    }
    return ContractFile(path: path, bytes: bytes, keepsProse: true, terms: terms, inode: inode)
  }
}

/// What tells whether a file is still the one that was read.
package struct FileStamp: Equatable, Sendable {
  /// Which file it is, whatever its name.
  let inode: Inode
  private let size: Int
  private let seconds: Int
  private let nanoseconds: Int
  /// Counted in its text, so that every line of a finding is one of a text with the same stamp.
  private let lines: Int

  init(_ status: stat, lines: Int) {
    inode = Inode(status)
    size = Int(status.st_size)
    #if canImport(Glibc)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    #else
      (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #endif
    self.lines = lines
  }
}
