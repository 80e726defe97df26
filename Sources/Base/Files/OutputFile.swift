#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written from front to back and appears under its name when it is complete.
///
/// Until `finish` the bytes stand in a temporary file beside it, which is removed if the writer goes away before. Whoever
/// reads the path sees the old bytes or the new ones; on an error, a full disk included, the old file is intact. Not for
/// use by two threads at once.
public final class OutputFile {
  /// The path under which the file appears.
  public let path: String
  /// The number of bytes written so far.
  public private(set) var count = 0

  private let temporary: String
  private var descriptor: Int32

  /// Starts a file; folders above it are made.
  ///
  /// - Throws: `FileError`.
  public init(_ path: String) throws {
    _ = Self.ignoresFileSizeSignal
    self.path = path
    if let parent = Files.parent(of: path) { try Files.makeFolder(parent) }
    var template = Array((path + ".tmp.XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw FileError.current("write", path) }
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: `FileError`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    try Files.writeAll(bytes, to: descriptor, path: path)
    count += bytes.count
  }

  /// Adds the bytes of an array at the end.
  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

  /// Writes the file to the disk, closes it and gives it its name.
  ///
  /// - Parameter waitsForDisk: whether the bytes survive a power failure from then on; false is for what can be made again.
  /// - Throws: `FileError`.
  public func finish(waitsForDisk: Bool = true) throws {
    // mkstemp makes files that only the owner can read; these are meant to be shared.
    guard fchmod(descriptor, 0o644) == 0, !waitsForDisk || fsync(descriptor) == 0 else {
      throw FileError.current("write", path)
    }
    let isClosed = close(descriptor) == 0
    descriptor = -1
    guard isClosed, rename(temporary, path) == 0 else {
      let error = FileError.current("replace", path)
      unlink(temporary)
      throw error
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// A file size limit is reported by a signal that ends the process in the middle of its work;
  /// ignored, the write fails with an error as it does on a full disk.
  private static let ignoresFileSizeSignal: Void = { signal(SIGXFSZ, SIG_IGN) }()
}
