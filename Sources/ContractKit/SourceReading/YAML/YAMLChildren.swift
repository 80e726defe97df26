/// The elements of a sequence, in the order of the file.
public struct YAMLElements: Collection, Sendable {
  /// Where an element or an entry stands; what is counted are the nodes of the document, not those of the collection.
  public struct Index: Comparable, Sendable {
    @usableFromInline let position: Int

    @inlinable init(position: Int) { self.position = position }

    /// Whether the left one comes first in the file.
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.position < right.position }
  }

  @usableFromInline let tree: YAMLTree
  /// Where the first element stands.
  public let startIndex: Index
  /// Behind the last element.
  public let endIndex: Index

  /// The elements below a sequence.
  init(_ sequence: YAMLNode) {
    tree = sequence.tree
    startIndex = Index(position: sequence.position + 1)
    endIndex = Index(position: Int(tree.records[sequence.position].next))
  }

  /// No element.
  init(noneIn tree: YAMLTree) {
    self.tree = tree
    (startIndex, endIndex) = (Index(position: 0), Index(position: 0))
  }

  /// Where the next element stands.
  @inlinable public func index(after index: Index) -> Index { Index(position: Int(tree.records[index.position].next)) }

  /// The element at a place.
  @inlinable public subscript(index: Index) -> YAMLNode { YAMLNode(tree: tree, position: index.position) }
}

/// The entries of a mapping, in the order of the file; a key that occurs twice is here twice.
public struct YAMLEntries: Collection, Sendable {
  @usableFromInline let nodes: YAMLElements

  /// The entries below a mapping.
  init(_ mapping: YAMLNode) { nodes = YAMLElements(mapping) }

  /// No entry.
  init(noneIn tree: YAMLTree) { nodes = YAMLElements(noneIn: tree) }

  /// Where the first key stands.
  @inlinable public var startIndex: YAMLElements.Index { nodes.startIndex }
  /// Behind the last value.
  @inlinable public var endIndex: YAMLElements.Index { nodes.endIndex }

  /// Where the next key stands: behind the value of this one.
  @inlinable public func index(after index: YAMLElements.Index) -> YAMLElements.Index {
    nodes.index(after: nodes.index(after: index))
  }

  /// The entry whose key is at a place.
  @inlinable public subscript(index: YAMLElements.Index) -> YAMLEntry { YAMLEntry(key: nodes[index]) }
}

extension YAMLNode {
  /// The first entry with a key.
  public func entry(_ key: String) -> YAMLEntry? {
    tree.key(key, of: position).map { YAMLEntry(key: YAMLNode(tree: tree, position: $0)) }
  }

  /// The value of the first entry with a key; nil where there is none or it is null.
  public subscript(key: String) -> YAMLNode? {
    tree.value(key, of: position).map { YAMLNode(tree: tree, position: $0) }
  }

  /// The elements of the sequence below a key; none where there is no sequence.
  public func elements(_ key: String) -> YAMLElements { self[key]?.elements ?? YAMLElements(noneIn: tree) }

  /// The entries of the mapping below a key; none where there is no mapping.
  public func entries(_ key: String) -> YAMLEntries { self[key]?.entries ?? YAMLEntries(noneIn: tree) }

  /// The mappings among the elements of the sequence below a key.
  package func mappings(_ key: String) -> [YAMLNode] {
    guard let list = tree.value(key, of: position) else { return [] }
    var mappings: [YAMLNode] = []
    for element in tree.elements(of: list) where tree.records[element].kind == .mapping {
      if mappings.isEmpty { mappings.reserveCapacity(16) }
      mappings.append(YAMLNode(tree: tree, position: element))
    }
    return mappings
  }
}

extension [YAMLNode] {
  /// The values below a key of some mappings that are there and not null.
  package func values(_ key: String) -> [YAMLNode] {
    var values: [YAMLNode] = []
    for mapping in self {
      guard let value = mapping[key] else { continue }
      if values.isEmpty { values.reserveCapacity(count) }
      values.append(value)
    }
    return values
  }
}

/// The positions of a sequence's elements, or of a mapping's keys, in the order of the file.
@usableFromInline
package struct YAMLPositions: Sequence, IteratorProtocol {
  @usableFromInline let tree: YAMLTree
  @usableFromInline var position: Int
  @usableFromInline let end: Int
  /// Whether a value stands between one and the next.
  @usableFromInline let areKeys: Bool

  /// What stands in a collection of a kind; nothing for what is none.
  @inlinable
  init(in collection: Int, _ kind: YAMLTree.Kind, of tree: YAMLTree) {
    self.tree = tree
    areKeys = kind == .mapping
    position = collection + 1
    end = tree.records[collection].kind == kind ? Int(tree.records[collection].next) : 0
  }

  /// Where the next one stands.
  @inlinable
  package mutating func next() -> Int? {
    guard position < end else { return nil }
    let found = position
    position = Int(tree.records[position].next)
    if areKeys { position = Int(tree.records[position].next) }
    return found
  }
}

extension YAMLTree {
  /// The positions of a mapping's keys; none for what is no mapping.
  @inlinable
  package func keys(of mapping: Int) -> YAMLPositions { YAMLPositions(in: mapping, .mapping, of: self) }

  /// The positions of a sequence's elements; none for what is no sequence.
  @inlinable
  package func elements(of list: Int) -> YAMLPositions { YAMLPositions(in: list, .sequence, of: self) }

  /// The position of the value of a mapping's first entry with a key; nil where there is none or it is null.
  package func value(_ name: String, of mapping: Int) -> Int? {
    guard let key = key(name, of: mapping) else { return nil }
    let value = Int(records[key].next)
    return isNull(value) ? nil : value
  }

  /// The position of the first key of a mapping with a text; nil where there is none, or no mapping.
  package func key(_ name: String, of mapping: Int) -> Int? {
    guard records[mapping].kind == .mapping else { return nil }
    var isCertain = false
    let found = name.utf8.withContiguousStorageIfAvailable { text -> Int? in
      let glance = KeyGlance(text)
      // In ASCII, only the same bytes are equal.
      if !glance.isUnclear, !keyFilter.mayContain(glance) {
        isCertain = true
        return nil
      }
      let found = firstKey(text, of: mapping)
      isCertain = found != nil || !glance.isUnclear
      return found
    }
    if let found, isCertain { return found }
    // Beyond ASCII, strings can be equal with other bytes.
    return YAMLEntries(YAMLNode(tree: self, position: mapping)).first { $0.name == name }?.key.position
  }

  @inline(__always)
  private func firstKey(_ name: UnsafeBufferPointer<UInt8>, of mapping: Int) -> Int? {
    // The search that everything else waits for.
    let (records, texts) = (records.elements, texts.elements)
    let end = Int(records[mapping].next)
    var position = mapping + 1
    while position < end {
      let key = records[position]
      if key.hasText(name, in: texts) { return position }
      position = Int(records[Int(key.next)].next)
    }
    return nil
  }
}
