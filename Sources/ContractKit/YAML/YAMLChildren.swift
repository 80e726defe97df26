/// The elements of a sequence, in the order of the file.
public struct YAMLElements: Collection, Sendable {
  private let tree: YAMLTree
  /// The position of the first element.
  public let startIndex: Int
  /// The position behind the last element.
  public let endIndex: Int

  init(_ node: YAMLNode) {
    tree = node.tree
    startIndex = node.position + 1
    endIndex = Int(tree.records[node.position].next)
  }

  /// No element.
  init(noneIn tree: YAMLTree) {
    self.tree = tree
    (startIndex, endIndex) = (0, 0)
  }

  /// The position of the element after one.
  public func index(after position: Int) -> Int { Int(tree.records[position].next) }

  /// The element at a position.
  public subscript(position: Int) -> YAMLNode { YAMLNode(tree: tree, position: position) }
}

/// The entries of a mapping, in the order of the file; a key that occurs twice is here twice.
public struct YAMLEntries: Collection, Sendable {
  private let tree: YAMLTree
  /// The position of the first key.
  public let startIndex: Int
  /// The position behind the last value.
  public let endIndex: Int

  init(_ node: YAMLNode) {
    tree = node.tree
    startIndex = node.position + 1
    endIndex = Int(tree.records[node.position].next)
  }

  /// No entry.
  init(noneIn tree: YAMLTree) {
    self.tree = tree
    (startIndex, endIndex) = (0, 0)
  }

  /// The position of the key after the one at a position.
  public func index(after position: Int) -> Int {
    let value = Int(tree.records[position].next)
    return Int(tree.records[value].next)
  }

  /// The entry whose key is at a position.
  public subscript(position: Int) -> YAMLEntry { YAMLEntry(key: YAMLNode(tree: tree, position: position)) }
}

extension YAMLNode {
  /// The first entry with a key.
  public func entry(_ key: String) -> YAMLEntry? {
    tree.key(key, of: position).map { YAMLEntry(key: YAMLNode(tree: tree, position: $0)) }
  }

  /// The value of the first entry with a key; nil where there is none or it is null.
  public subscript(key: String) -> YAMLNode? {
    guard let value = entry(key)?.value, !value.isNull else { return nil }
    return value
  }

  /// The elements of the sequence below a key; none where there is no sequence.
  public func elements(_ key: String) -> YAMLElements { self[key]?.elements ?? YAMLElements(noneIn: tree) }

  /// The entries of the mapping below a key; none where there is no mapping.
  public func entries(_ key: String) -> YAMLEntries { self[key]?.entries ?? YAMLEntries(noneIn: tree) }

  /// The mappings among the elements of the sequence below a key.
  func mappings(_ key: String) -> [YAMLNode] { elements(key).filter { $0.kind == .mapping } }
}

extension YAMLTree {
  /// The position of the first key of a mapping with a text; nil where there is none, or no mapping.
  fileprivate func key(_ name: String, of mapping: Int) -> Int? {
    guard records[mapping].kind == .mapping else { return nil }
    var key = name
    let found = key.withUTF8 { text in firstKey(of: mapping) { hasText($0, text) } }
    // Beyond ASCII, strings can be equal with other bytes.
    guard found == nil, !name.utf8.allSatisfy({ $0 < 0x80 }) else { return found }
    return firstKey(of: mapping) { records[$0].kind.isScalar && text($0) == name }
  }

  @inline(__always)
  private func firstKey(of mapping: Int, where isWanted: (Int) -> Bool) -> Int? {
    let end = Int(records[mapping].next)
    var position = mapping + 1
    while position < end {
      if isWanted(position) { return position }
      position = Int(records[Int(records[position].next)].next)
    }
    return nil
  }
}
