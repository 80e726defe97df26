#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What changes when a file is written to, or another one takes its name.
///
/// The time of the last change of status cannot be set by a program, as that of the last change of data can.
package struct FileMark: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  private let size: Int
  private let changed: Int
  private let nanoseconds: Int

  /// That of what stands at a path, of a link itself where it is one; nil where nothing does.
  package init?(of path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    (device, inode, size) = (
      UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino), Int(status.st_size)
    )
    #if canImport(Glibc)
      (changed, nanoseconds) = (status.st_ctim.tv_sec, status.st_ctim.tv_nsec)
    #else
      (changed, nanoseconds) = (status.st_ctimespec.tv_sec, status.st_ctimespec.tv_nsec)
    #endif
  }
}
