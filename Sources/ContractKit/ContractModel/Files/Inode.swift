#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which file something is on this machine, by whatever names it can be reached.
package struct Inode: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// What the system says of a file.
  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// What a path leads to; nil where nothing is there.
  init?(at path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What a path leads to; nil where nothing is there, or it cannot be read.
  init?(readableAt path: String) {
    guard access(path, R_OK) == 0 else { return nil }
    self.init(at: path)
  }

  /// Values without those of files that are there under another name.
  ///
  /// What does not come from the disk stands for the file; else the name that is no link does, else the first.
  package static func once<Value>(
    _ values: [Value], _ file: (Value) -> (inode: Inode?, path: String, isOnDisk: Bool)
  ) -> [Value] {
    var seen = Set<Inode>(minimumCapacity: values.count)
    // Nearly always each file has one name.
    let isRepeated = values.contains { value in file(value).inode.map { !seen.insert($0).inserted } ?? false }
    guard isRepeated else { return values }
    var positions: [Inode: [Int]] = [:]
    for position in values.indices {
      if let inode = file(values[position]).inode { positions[inode, default: []].append(position) }
    }
    var dropped: Set<Int> = []
    for names in positions.values where names.count > 1 {
      let kept =
        names.first { !file(values[$0]).isOnDisk } ?? names.first { Files.kind(of: file(values[$0]).path) != .link }
        ?? names[0]
      dropped.formUnion(names.filter { $0 != kept })
    }
    return values.indices.filter { !dropped.contains($0) }.map { values[$0] }
  }
}
