import ContractKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is written from front to back and appears under its name when it is complete.
///
/// Until `finish` the bytes stand in a temporary file beside it, which is removed if the writer goes
/// away before. Not for use by two threads at once.
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
    self.path = path
    if let parent = Files.parent(of: path) { try Files.makeFolder(parent) }
    var template = Array((path + ".tmp.XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw Self.failure("write", path) }
  }

  /// Adds bytes at the end.
  ///
  /// - Throws: `FileError`.
  public func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = systemWrite(descriptor, start, rest.count)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw Self.failure("write", path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
    count += bytes.count
  }

  /// Adds the bytes of an array at the end.
  public func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

  /// Closes the file and gives it its name.
  ///
  /// - Throws: `FileError`; the temporary file is gone then.
  public func finish() throws {
    // mkstemp makes files that only the owner can read.
    let isComplete = fchmod(descriptor, 0o644) == 0 && close(descriptor) == 0
    descriptor = -1
    guard isComplete, rename(temporary, path) == 0 else {
      let error = Self.failure("replace", path)
      unlink(temporary)
      throw error
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  private static func failure(_ action: String, _ path: String) -> FileError {
    FileError(action: action, path: path, reason: String(cString: strerror(errno)))
  }
}

/// `write` of the system, whose name the method hides.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}
