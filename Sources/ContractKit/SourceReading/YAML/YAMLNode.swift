/// A value of a YAML file, with the bytes that it was written in.
public struct YAMLNode: Sendable {
  /// The document that it is a part of.
  @usableFromInline package let tree: YAMLTree
  /// Its place there.
  @usableFromInline package let position: Int

  @inlinable package init(tree: YAMLTree, position: Int) {
    (self.tree, self.position) = (tree, position)
  }

  /// What a node is.
  public enum Kind: Sendable { case scalar, sequence, mapping }

  /// What the node is.
  @inlinable public var kind: Kind {
    switch tree.records[position].kind {
    case .sequence: .sequence
    case .mapping: .mapping
    default: .scalar
    }
  }

  /// Trimmed: a collection in block style ends with its last value, not before the next key.
  @inlinable public var offsets: Range<Int> {
    let record = tree.records[position]
    return Int(record.start)..<Int(record.end)
  }

  /// The scalar, where the node is one.
  public var scalar: YAMLScalar? {
    let style: YAMLScalar.Style
    switch tree.records[position].kind {
    case .plain: style = .plain
    case .singleQuoted: style = .singleQuoted
    case .doubleQuoted: style = .doubleQuoted
    case .literal: style = .literal
    case .folded: style = .folded
    case .sequence, .mapping: return nil
    }
    return YAMLScalar(text: tree.text(position), style: style)
  }

  /// The text of a scalar that says something; nil for null and for collections.
  public var text: String? {
    tree.records[position].kind.isScalar && !isNull ? tree.text(position) : nil
  }

  /// The text of a scalar, whatever it says; empty for a collection.
  package var anyText: String { tree.text(position) }

  /// The same as bytes, where they lie.
  @inlinable @inline(__always)
  package func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    tree.withText(position, body)
  }

  /// Whether the node is a scalar that says nothing.
  public var isNull: Bool { tree.isNull(position) }

  /// The elements of a sequence; nil for everything else.
  public var elements: YAMLElements? { kind == .sequence ? YAMLElements(self) : nil }

  /// The entries of a mapping; nil for everything else.
  public var entries: YAMLEntries? { kind == .mapping ? YAMLEntries(self) : nil }

  /// Whether the text of a scalar is empty; true for a collection.
  package var isEmptyText: Bool { tree.records[position].textStart == tree.records[position].textEnd }

  /// Whether nothing is below the node.
  var isEmpty: Bool { Int(tree.records[position].next) == position + 1 }

  /// What the node is, as a message calls it.
  package var kindName: String {
    switch kind {
    case .scalar: isNull ? "nothing" : "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

/// A scalar; what it means is decided by whoever reads it, not by its spelling.
public struct YAMLScalar: Sendable {
  /// How a scalar was written.
  public enum Style: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

  /// The text, escapes resolved and lines folded.
  public let text: String
  /// How it was written.
  public let style: Style
}

/// A key of a mapping and its value.
public struct YAMLEntry: Sendable {
  /// The key, a scalar in every contract that is accepted.
  public let key: YAMLNode

  @inlinable package init(key: YAMLNode) {
    self.key = key
  }

  /// The value; a scalar that is null where none was written.
  @inlinable public var value: YAMLNode {
    YAMLNode(tree: key.tree, position: Int(key.tree.records[key.position].next))
  }

  /// The key's text; nil where the key is a collection.
  public var name: String? { key.kind == .scalar ? key.tree.text(key.position) : nil }
}
