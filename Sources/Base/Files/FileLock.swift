#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file or folder that one process at a time holds; the lock ends with the process, however that ends.
public struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock of a file, or returns nil where another process holds it.
  ///
  /// - Parameter creating: whether the file must not be there yet, and is made.
  /// - Throws: `FileError` where the file cannot be opened.
  public init?(_ path: String, creating: Bool) throws {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creating ? O_CREAT | O_EXCL : 0)
    let opened = open(path, flags, 0o644)
    guard opened >= 0 else {
      // Another process was quicker.
      if creating && errno == EEXIST { return nil }
      throw FileError.current("lock", path)
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      return nil
    }
    descriptor = opened
  }

  /// Waits for the lock of a folder, so that processes take turns with what stands in it.
  ///
  /// - Throws: `FileError` where the folder cannot be opened.
  public init(waitingForFolder path: String) throws {
    let opened = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw FileError.current("lock", path) }
    while flock(opened, LOCK_EX) != 0 {
      guard errno == EINTR else {
        let error = FileError.current("lock", path)
        close(opened)
        throw error
      }
    }
    descriptor = opened
  }

  deinit { close(descriptor) }
}
