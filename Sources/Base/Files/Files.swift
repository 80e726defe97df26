#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reading and replacing files by POSIX calls, so that what is promised (no partial file, no
/// followed link) is visible here.
public enum Files {
  /// What a path names; links are not followed.
  public enum Kind: Sendable { case file, folder, link, other }

  /// What stands at a path, or nil where nothing does; `other` too where it cannot be looked at.
  public static func kind(of path: String) -> Kind? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR ? nil : .other }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// The bytes of a regular file that is not a link.
  ///
  /// - Parameter limit: the size above which the file is refused before it is read.
  public static func read(_ path: String, limit: Int = 64 << 20) throws -> [UInt8] {
    try read(path, followsLinks: false, limit: limit).bytes
  }

  /// The bytes of a regular file, and what the system says of it.
  package static func read(_ path: String, followsLinks: Bool, limit: Int) throws -> (bytes: [UInt8], status: stat) {
    let descriptor = open(path, O_RDONLY | (followsLinks ? 0 : O_NOFOLLOW) | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ELOOP && !followsLinks {
        throw FileError(action: "read", path: path, reason: "it is a symbolic link")
      }
      throw FileError.current("read", path)
    }
    return try read(descriptor, path, limit: limit)
  }

  /// The bytes of a regular file below a folder; no part of the path below it may be a link, `.` or
  /// `..`, so that nothing leads out of the folder. The folder itself may be reached through links.
  public static func read(_ path: String, below folder: String, limit: Int = 64 << 20) throws -> [UInt8] {
    let whole = "\(folder)/\(path)"
    let parts = try Self.parts(of: path, below: folder, action: "read")
    var current = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard current >= 0 else { throw FileError.current("read", whole) }
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      let next = openat(current, part, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | (isLast ? 0 : O_DIRECTORY))
      let problem = errno
      close(current)
      guard next >= 0 else {
        let place = "\(folder)/\(parts[...index].joined(separator: "/"))"
        // A link that should be a folder is reported as no folder.
        if problem == ELOOP || kind(of: place) == .link {
          throw FileError(action: "read", path: whole, reason: "\(isLast ? "it" : place) is a symbolic link")
        }
        throw FileError(action: "read", path: whole, reason: String(cString: strerror(problem)))
      }
      current = next
    }
    return try read(current, whole, limit: limit).bytes
  }

  /// Replaces a file below a folder as `replace` does; no part of the path may be a link, `.` or `..`.
  public static func replace(_ path: String, below folder: String, with bytes: some Collection<UInt8>) throws {
    let whole = "\(folder)/\(path)"
    var current = folder
    for part in try parts(of: path, below: folder, action: "replace") {
      current += "/" + part
      guard kind(of: current) != .link else {
        throw FileError(action: "replace", path: whole, reason: "\(current) is a symbolic link")
      }
    }
    try replace(whole, with: bytes)
  }

  private static func parts(of path: String, below folder: String, action: String) throws -> [String] {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }) else {
      throw FileError(action: action, path: "\(folder)/\(path)", reason: "it is not a path below \(folder)")
    }
    return parts
  }

  /// What a pipe or a terminal gives until its end, or nil on an error; at most a little more than so many bytes.
  package static func readStream(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      var got = 0
      bytes += [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        got = retrying { systemRead(descriptor, buffer.baseAddress!, buffer.count) }
        count = max(0, got)
      }
      guard got >= 0 else { return nil }
      if got == 0 { break }
    }
    return bytes
  }

  /// Reads to the end and closes.
  private static func read(_ descriptor: Int32, _ path: String, limit: Int) throws -> (bytes: [UInt8], status: stat) {
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.current("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(action: "read", path: path, reason: "it is not a regular file")
    }
    guard Int(status.st_size) <= limit else {
      throw FileError.tooLarge(path, "\(status.st_size) bytes are more than the limit of \(limit)")
    }
    // A byte more than the file has shows that it ends there, without asking again.
    let expected = Int(status.st_size) + 1
    var bytes = try [UInt8](unsafeUninitializedCapacity: expected) { buffer, count in
      while count < buffer.count {
        let got = Self.retrying { systemRead(descriptor, buffer.baseAddress! + count, buffer.count - count) }
        guard got >= 0 else { throw FileError.current("read", path) }
        count += got
        if got == 0 || count == expected - 1 { break }
      }
    }
    // Some files grow, and some say of themselves that they are empty.
    if bytes.count == expected {
      guard let more = readStream(descriptor, limit: limit) else { throw FileError.current("read", path) }
      bytes += more
      guard bytes.count <= limit else { throw FileError.tooLarge(path, "it grew beyond the limit of \(limit) bytes") }
    }
    return (bytes, status)
  }

  /// The names in a folder, sorted by their UTF-8 bytes; `.` and `..` left out.
  public static func names(in folder: String) throws -> [String] { try entries(in: folder).map(\.name) }

  /// What stands in a folder, sorted by the UTF-8 bytes of the names; `.` and `..` left out.
  package static func entries(in folder: String) throws -> [(name: String, kind: Kind)] {
    guard let stream = opendir(folder) else { throw FileError.current("list", folder) }
    defer { closedir(stream) }
    var entries: [(name: String, kind: Kind)] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let kind: Kind =
        switch Int(entry.pointee.d_type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .folder
        case Int(DT_LNK): .link
        // Something else, or a file system that does not say.
        default: Self.kind(of: PathText.join(folder, name)) ?? .other
        }
      entries.append((name, kind))
    }
    return entries.sorted { utf8Order($0.name, $1.name) }
  }

  /// Makes a folder and those above it; one that is there already is fine.
  public static func makeFolder(_ path: String) throws {
    if mkdir(path, 0o777) == 0 || errno == EEXIST && isFolder(path) { return }
    guard errno == ENOENT, let parent = Self.parent(of: path) else { throw FileError.current("make folder", path) }
    try makeFolder(parent)
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError.current("make folder", path) }
  }

  /// Makes a folder that must not be there yet, and those above it; of several processes one succeeds.
  ///
  /// - Returns: whether it was made; false where something of that name is there.
  public static func makeNewFolder(_ path: String) throws -> Bool {
    if let parent = parent(of: path) { try makeFolder(parent) }
    if mkdir(path, 0o777) == 0 { return true }
    guard errno == EEXIST else { throw FileError.current("make folder", path) }
    return false
  }

  /// Replaces a file as a whole, as ``OutputFile`` does.
  public static func replace(_ path: String, with bytes: some Collection<UInt8>) throws {
    let file = try OutputFile(path)
    try file.write(Array(bytes))
    try file.finish()
  }

  /// Adds bytes to the end of a file in one write, so that lines of parallel processes do not mix.
  public static func append(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileError.current("write", path) }
    defer { close(descriptor) }
    try bytes.withUnsafeBytes { try writeAll($0, to: descriptor, path: path) }
  }

  /// Whether a path is a folder, also through a link.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The current folder.
  public static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The path without its last component; nil for a bare name or the root.
  public static func parent(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), path != "/" else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Ascending order of UTF-8 bytes, the order of every list that is digested or written.
  public static func utf8Order(_ left: String, _ right: String) -> Bool {
    let order = left.utf8.withContiguousStorageIfAvailable { left in
      right.utf8.withContiguousStorageIfAvailable { right in
        guard let a = left.baseAddress, let b = right.baseAddress else { return left.count < right.count }
        let order = memcmp(a, b, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
      }
    }
    if let order = order ?? nil { return order }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String) throws {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = retrying { write(descriptor, start, rest.count) }
      guard count > 0 else { throw FileError.current("write", path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// The bytes of a regular file of any size, piece after piece.
  package static func forEachPiece(of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.current("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError.current("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(action: "read", path: path, reason: "it is not a regular file")
    }
    // Pieces that stay in the second cache between the copy and its use.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let got = retrying { systemRead(descriptor, buffer.baseAddress!, buffer.count) }
      guard got >= 0 else { throw FileError.current("read", path) }
      guard got > 0 else { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
    }
  }

  private static func retrying(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// `read` of the system, named apart from `Files.read`.
func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
