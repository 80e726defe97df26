#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// New bytes for a file that somebody else looks after: nothing of it changes but what it says.
///
/// Mode and owner stay, and a link stays one. The new bytes replace the old ones at once or not at all. Where that cannot
/// be done, the file is refused and left as it is.
public enum FileRewrite {
  /// Replaces the bytes of a file that is there.
  ///
  /// - Throws: `FileError` with the path as it was given: for a read-only file, for one of another owner where that cannot
  ///   be kept, and for one with several names (hard links), since the others would keep the old bytes.
  public static func replace(_ path: String, with bytes: [UInt8]) throws {
    func refusal(_ reason: String) -> FileError { FileError(action: "replace", path: path, reason: reason) }
    guard let target = GivenPath.resolved(path) else { throw FileError.current("replace", path) }
    var status = stat()
    guard stat(target, &status) == 0 else { throw FileError.current("replace", path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw refusal("it is not a regular file") }
    // Root may write whatever it likes; who made the file read-only meant it.
    guard status.st_mode & 0o222 != 0, access(target, W_OK) == 0 else { throw refusal("it is read-only") }
    guard status.st_nlink == 1 else {
      throw refusal("it has \(status.st_nlink) names (hard links), and the others would keep what it says now")
    }
    // A file size limit is then an error as a full disk is, and no signal.
    signal(SIGXFSZ, SIG_IGN)
    var template = Array((target + ".tmp.XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw FileError.current("replace", path) }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var isDone = false
    defer { if !isDone { unlink(temporary) } }
    do {
      defer { close(descriptor) }
      var made = stat()
      guard fstat(descriptor, &made) == 0 else { throw FileError.current("replace", path) }
      if made.st_uid != status.st_uid || made.st_gid != status.st_gid {
        guard fchown(descriptor, status.st_uid, status.st_gid) == 0 else {
          throw refusal("its owner or its group is another one, and would not stay")
        }
      }
      // Behind the owner, a change of which takes bits away.
      guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw FileError.current("replace", path) }
      try bytes.withUnsafeBytes { try Files.writeAll($0, to: descriptor, path: path) }
      guard fsync(descriptor) == 0 else { throw FileError.current("write", path) }
    }
    guard rename(temporary, target) == 0 else { throw FileError.current("replace", path) }
    isDone = true
  }
}
