#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes that do not change: a mapped file, or a copy in memory.
///
/// A mapped file is not read until it is used, and costs no memory of its own. Whoever shortens it
/// while it is mapped ends the process (SIGBUS): model files are replaced, not edited.
public final class ByteStorage: @unchecked Sendable {
  /// All bytes, valid for as long as the storage is.
  public let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool
  private let release: (UnsafeMutableRawPointer, Int) -> Void

  /// Maps a regular file.
  ///
  /// - Throws: `ModelFileError` with the system's reason.
  public init(mapping path: String) throws {
    func failure(_ reason: String? = nil) -> ModelFileError {
      ModelFileError(path: path, reason: reason ?? String(cString: strerror(errno)))
    }
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure("it is not a regular file") }
    let count = Int(status.st_size)
    (isMapped, release) = (true, { munmap($0, $1) })
    // An empty mapping is refused by the system.
    guard count > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let start, start != MAP_FAILED else { throw failure() }
    bytes = UnsafeRawBufferPointer(start: start, count: count)
  }

  /// A copy of bytes, on a 64-byte line.
  public init(copying source: some Collection<UInt8>) {
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.count, 1), alignment: 64)
    target.copyBytes(from: source)
    bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(target)[..<source.count])
    (isMapped, release) = (false, { start, _ in start.deallocate() })
  }

  deinit {
    if let start = bytes.baseAddress { release(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }

  /// Asks the system to read ahead, for one pass from front to back.
  public func willBeReadInOrder() {
    guard let start = bytes.baseAddress else { return }
    madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_SEQUENTIAL)
  }

  /// Lets go of the pages of a mapped file: they count as memory of the process again when they are read again.
  public func releasePages() {
    // Of memory of our own, the same call would make zeros.
    guard isMapped, let start = bytes.baseAddress else { return }
    madvise(UnsafeMutableRawPointer(mutating: start), bytes.count, MADV_DONTNEED)
  }
}
