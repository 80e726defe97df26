/// A change of a file that puts one thing right and touches no other byte.
package struct Fix: Sendable {
  /// The id of the rule whose finding it puts right; nil where none finds it.
  package let rule: String?
  /// What it does, in one clause.
  package let title: String
  /// The bytes that are replaced; empty where something is inserted.
  package let offsets: Range<Int>
  /// What stands there afterwards.
  package let replacement: String
  /// The scalar of the file's tree that says something else afterwards, and what; nil where none does.
  package let change: (position: Int, text: String)?
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
  package let fixes: [Fix]

  /// The safe fixes of a file: a misspelled key whose right name is free, a version that lacks its quotes or
  /// numbers, a missing line end. Each is left out where the file would read worse with it.
  public init(_ file: ContractFile) {
    path = file.path
    old = file.source?.bytes ?? []
    guard let root = file.root, let source = file.source else {
      (new, fixes) = (old, [])
      return
    }
    var trial = Trial(
      path: file.path, bytes: old, tree: root.tree, terms: file.contract?.terms ?? .builtIn,
      problems: file.diagnostics.count)
    // From the end, so that the offsets of those before stay right.
    trial.make(FixFinder(root, source).fixes.sorted { $0.offsets.lowerBound > $1.offsets.lowerBound }[...])
    (new, fixes) = (trial.bytes, trial.made.reversed())
  }
}

/// Fixes that are made as long as the file reads no worse, and says the same otherwise.
private struct Trial {
  let path: String
  var bytes: [UInt8]
  /// What the bytes say.
  var tree: YAMLTree
  /// What the file can name if it is a contract.
  package let terms: Terms
  /// How many findings reading alone has.
  var problems: Int
  /// From the end of the file.
  var made: [Fix] = []

  /// Makes all of some fixes; where the file would read worse with all of them, or where anything else in it would say
  /// something else, half of them, and so on.
  ///
  /// - Complexity: one reading of the file where all are good, and some for each that is not.
  mutating func make(_ fixes: ArraySlice<Fix>) {
    guard !fixes.isEmpty else { return }
    var changed: [UInt8] = []
    var position = 0
    for fix in fixes.reversed() {
      changed += bytes[position..<fix.offsets.lowerBound]
      changed += fix.replacement.utf8
      position = fix.offsets.upperBound
    }
    changed += bytes[position...]
    let file = ContractFile(path: path, bytes: changed, terms: terms)
    let texts = Dictionary(fixes.compactMap(\.change).map { ($0.position, $0.text) }, uniquingKeysWith: { $1 })
    if file.diagnostics.count <= problems, let tree = file.root?.tree, self.tree.isSame(as: tree, but: texts) {
      (bytes, self.tree, problems) = (changed, tree, file.diagnostics.count)
      made += fixes
    } else if fixes.count > 1 {
      let middle = (fixes.startIndex + fixes.endIndex) / 2
      make(fixes[..<middle])
      make(fixes[middle...])
    }
  }
}
