/// A YAML document as a tree with places, in one array.
///
/// A node is a position in the array. What is below a node follows it, so its first child stands at the next
/// position, and its next sibling where its own part ends; the children of a mapping are key, value, key, value.
/// An array of nodes and a buffer of their texts cost a fraction of an object for each node.
public final class YAMLTree: Sendable {
  /// What a node is, and how a scalar was written.
  @usableFromInline
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    case plain, singleQuoted, doubleQuoted, literal, folded, sequence, mapping

    @inlinable package var isScalar: Bool {
      switch self {
      case .plain, .singleQuoted, .doubleQuoted, .literal, .folded: true
      case .sequence, .mapping: false
      }
    }
  }

  /// A node. Files have a few megabytes at most, so 32 bits hold every offset.
  @usableFromInline
  package struct Record: BitwiseCopyable, Sendable {
    @usableFromInline package let kind: Kind
    /// The bytes of the file that it was written in.
    @usableFromInline package var start: UInt32
    @usableFromInline package var end: UInt32
    /// The bytes of ``texts`` that a scalar says, escapes resolved and lines folded; empty for a collection.
    @usableFromInline package var textStart: UInt32 = 0
    @usableFromInline package var textEnd: UInt32 = 0
    /// Behind the last node below this one.
    @usableFromInline package var next: UInt32

    /// Whether the node is a scalar with a text.
    @inline(__always)
    func hasText(_ text: UnsafeBufferPointer<UInt8>, in texts: UnsafeBufferPointer<UInt8>) -> Bool {
      guard Int(textEnd &- textStart) == text.count, kind.isScalar else { return false }
      return UTF8Text.areSame(text, at: Int(textStart), of: texts)
    }
  }

  /// The nodes, each before those below it: the order of the file.
  @usableFromInline package let records: GrowingBuffer<Record>
  /// What the scalars say, one after the other.
  @usableFromInline let texts: GrowingBuffer<UInt8>
  /// All keys of mappings, at any depth.
  let keyFilter: KeyFilter

  init(
    records: consuming GrowingBuffer<Record>, texts: consuming GrowingBuffer<UInt8>, keyFilter: consuming KeyFilter
  ) {
    self.records = records
    self.texts = texts
    self.keyFilter = keyFilter
  }

  /// The text of a scalar.
  package func text(_ position: Int) -> String { withText(position) { String(decoding: $0, as: UTF8.self) } }

  /// The bytes of a scalar's text, where they lie.
  @inlinable @inline(__always)
  package func withText<Result>(_ position: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let record = records[position]
    return body(.init(rebasing: texts.elements[Int(record.textStart)..<Int(record.textEnd)]))
  }

  /// Whether a node is a scalar that says nothing, or one of YAML's spellings of nothing.
  package func isNull(_ position: Int) -> Bool {
    let record = records[position]
    guard record.kind == .plain else { return false }
    switch record.textEnd - record.textStart {
    case 0: return true
    case 1: return texts[Int(record.textStart)] == UInt8(ascii: "~")
    case 4:
      guard texts[Int(record.textStart)] | 0x20 == UInt8(ascii: "n") else { return false }
      return ["null", "Null", "NULL"].contains(text(position))
    default: return false
    }
  }

  /// Whether a node is null, empty, or nothing but blanks.
  package func isBlank(_ position: Int) -> Bool {
    guard records[position].kind.isScalar else { return Int(records[position].next) == position + 1 }
    if isNull(position) { return true }
    // A visible byte of ASCII belongs to a character that is no blank; nearly all texts have one.
    if withText(position, { $0.contains { (0x21...0x7E).contains($0) } }) { return false }
    return !text(position).contains { !$0.isWhitespace }
  }
}

extension YAMLTree {
  /// The positions of all keys of mappings with a text, at any depth, in the order of the file.
  package func keys(named name: String) -> [Int] { pairs(of: name).map(\.key).sorted() }

  /// The positions of all mappings that have a key with a text, at any depth, in the order of the file.
  package func mappings(with name: String) -> [Int] { pairs(of: name).map(\.mapping).sorted() }

  private func pairs(of name: String) -> [(mapping: Int, key: Int)] {
    var name = name
    return name.withUTF8 { name in
      guard keyFilter.mayContain(KeyGlance(name)) else { return [] }
      var found: [(mapping: Int, key: Int)] = []
      for mapping in 0..<records.count where records[mapping].kind == .mapping {
        for key in keys(of: mapping) where records[key].hasText(name, in: texts.elements) {
          found.append((mapping, key))
        }
      }
      return found
    }
  }

  /// The same with other words for some keys, which keep their places.
  ///
  /// - Parameter words: the words by the positions of their keys.
  package func respelled(_ words: [Int: String]) -> YAMLTree {
    var records = records.copy()
    var texts = texts.copy()
    var keyFilter = keyFilter.copy()
    for (position, word) in words.sorted(by: { $0.key < $1.key }) {
      records[position].textStart = UInt32(texts.count)
      var word = word
      word.withUTF8 { word in
        texts.append(contentsOf: word)
        keyFilter.insert(KeyGlance(word))
      }
      records[position].textEnd = UInt32(texts.count)
    }
    return YAMLTree(records: records, texts: texts, keyFilter: keyFilter)
  }
}
