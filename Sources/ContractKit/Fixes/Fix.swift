/// A change of a file that puts one thing right and touches no other byte.
public struct Fix: Sendable {
  /// What it does, in one clause.
  public let title: String
  /// The bytes that are replaced; empty where something is inserted.
  public let offsets: Range<Int>
  /// What stands there afterwards.
  public let replacement: String
}

/// A file with its fixes.
public struct FixedFile: Sendable {
  /// The path as it was given.
  public let path: String
  /// The bytes as they were read.
  public let old: [UInt8]
  /// The bytes with all fixes made; equal to the old ones where there are none.
  public let new: [UInt8]
  /// In the order of the file.
  public let fixes: [Fix]

  /// The safe fixes of a file: a misspelt key whose right name is free, a version that lacks its quotes or
  /// numbers, a missing line end. Each is left out where the file would read worse with it.
  public init(_ file: ContractFile) {
    path = file.path
    old = file.source?.bytes ?? []
    var bytes = old
    var fixes: [Fix] = []
    if let root = file.root, let source = file.source {
      // From the end, so that the offsets of those before stay right.
      for fix in FixFinder(root, source).fixes.sorted(by: { $0.offsets.lowerBound > $1.offsets.lowerBound }) {
        var changed = bytes
        changed.replaceSubrange(fix.offsets, with: fix.replacement.utf8)
        guard Self.problems(changed, file.path) <= Self.problems(bytes, file.path) else { continue }
        bytes = changed
        fixes.append(fix)
      }
    }
    new = bytes
    self.fixes = fixes.reversed()
  }

  private static func problems(_ bytes: [UInt8], _ path: String) -> Int {
    ContractFile(path: path, bytes: bytes).diagnostics.count
  }
}
