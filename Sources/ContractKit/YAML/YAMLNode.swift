/// A value of a YAML file, with the bytes that it was written in.
public struct YAMLNode: Sendable {
  /// What a node is.
  public enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// In the order of the file; a key that occurs twice is here twice.
    case mapping([YAMLEntry])
  }

  /// What the node is.
  public let content: Content
  /// Trimmed: a collection in block style ends with its last value, not before the next key.
  public let offsets: Range<Int>

  init(_ content: Content, at offsets: Range<Int>) {
    self.content = content
    self.offsets = offsets
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

  /// Whether nothing was written, or one of YAML's spellings of nothing.
  public var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(text) }
}

/// A key of a mapping and its value.
public struct YAMLEntry: Sendable {
  /// The key, a scalar in every contract that is accepted.
  public let key: YAMLNode
  /// The value; a scalar that is null where none was written.
  public let value: YAMLNode

  /// The key's text; nil where the key is a collection.
  public var name: String? { key.scalar?.text }
}

extension YAMLNode {
  /// The scalar, where the node is one.
  public var scalar: YAMLScalar? {
    guard case .scalar(let scalar) = content else { return nil }
    return scalar
  }

  /// The text of a scalar that says something; nil for null and for collections.
  public var text: String? {
    guard let scalar, !scalar.isNull else { return nil }
    return scalar.text
  }

  /// Whether the node is a scalar that says nothing.
  public var isNull: Bool { scalar?.isNull ?? false }

  /// The elements of a sequence; nil for everything else.
  public var elements: [YAMLNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  /// The entries of a mapping; nil for everything else.
  public var entries: [YAMLEntry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The first entry with a key.
  public func entry(_ key: String) -> YAMLEntry? { entries?.first { $0.name == key } }

  /// The value of the first entry with a key; nil where there is none or it is null.
  public subscript(key: String) -> YAMLNode? {
    guard let value = entry(key)?.value, !value.isNull else { return nil }
    return value
  }

  /// What the node is, as a message calls it.
  var kindName: String {
    switch content {
    case .scalar(let scalar): scalar.isNull ? "nothing" : "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The same with other words for some keys, which keep their places.
  ///
  /// - Parameter words: the words by the offset of their keys.
  func respelt(_ words: [Int: String]) -> YAMLNode {
    switch content {
    case .scalar: return self
    case .sequence(let elements): return YAMLNode(.sequence(elements.map { $0.respelt(words) }), at: offsets)
    case .mapping(let entries):
      let entries = entries.map { entry in
        let word = words[entry.key.offsets.lowerBound].map {
          YAMLNode(.scalar(YAMLScalar(text: $0, style: .plain)), at: entry.key.offsets)
        }
        return YAMLEntry(key: word ?? entry.key, value: entry.value.respelt(words))
      }
      return YAMLNode(.mapping(entries), at: offsets)
    }
  }
}
