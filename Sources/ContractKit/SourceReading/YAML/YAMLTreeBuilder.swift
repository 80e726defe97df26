/// Makes a tree of the nodes of a document, as they begin and end in the file.
struct YAMLTreeBuilder: ~Copyable {
  private var records: GrowingBuffer<YAMLTree.Record>
  private var texts: GrowingBuffer<UInt8>
  /// The innermost collection whose end has not been seen; at first the document itself.
  private var top = Frame(position: 0, isMapping: false, isFlow: false, firstKey: 0, end: 0)
  /// The collections around it, the innermost one last.
  private var outer = GrowingBuffer<Frame>(capacity: YAMLLimits.depth)
  private var keys = OpenKeys()

  struct Frame: BitwiseCopyable, Sendable {
    let position: Int
    let isMapping: Bool
    let isFlow: Bool
    /// How many keys the collections around it have so far.
    let firstKey: Int
    var marks = OpenKeys.Marks()
    /// Whether the last node in it was a key.
    var hasKey = false
    /// Where the last node in it ends.
    var end: UInt32
  }

  /// A node that has been added, and what is wrong with it as a key.
  struct Added {
    let position: Int
    let problem: KeyProblem?
  }

  /// What is wrong with a key.
  enum KeyProblem {
    case notText
    /// There is the same one before it.
    case repeated(first: Int)
  }

  /// For a file of so many bytes.
  init(bytes: Int) {
    // One node to 18 bytes is what contracts have.
    records = GrowingBuffer(capacity: bytes / 16)
    texts = GrowingBuffer(capacity: bytes)
  }

  /// Whether there is no node yet.
  var isEmpty: Bool { records.count == 0 }

  /// How many collections are open.
  var depth: Int { outer.count }

  /// The bytes of a node.
  func offsets(_ position: Int) -> Range<Int> { Int(records[position].start)..<Int(records[position].end) }

  /// Whether a node is a mapping.
  func isMapping(_ position: Int) -> Bool { records[position].kind == .mapping }

  /// The text of a scalar.
  func text(_ position: Int) -> String {
    String(decoding: texts.elements[Int(records[position].textStart)..<Int(records[position].textEnd)], as: UTF8.self)
  }

  /// The nodes, once every collection has ended; nil where there is none.
  consuming func tree() -> YAMLTree? {
    precondition(outer.count == 0, "a collection has no end")
    return isEmpty ? nil : YAMLTree(records: records, texts: texts, keyFilter: keys.filter)
  }

  /// Starts a collection.
  mutating func open(_ kind: YAMLTree.Kind, at start: Int, isFlow: Bool) {
    outer.append(top)
    top = Frame(
      position: records.count, isMapping: kind == .mapping, isFlow: isFlow, firstKey: keys.count, end: UInt32(start))
    records.append(.init(kind: kind, start: UInt32(start), end: UInt32(start), next: 0))
  }

  /// Ends the innermost collection.
  ///
  /// - Parameter mark: the end of its bracket, in flow style.
  mutating func close(at mark: Int) -> Added {
    let position = top.position
    keys.removeAll(from: top.firstKey)
    var record = records[position]
    record.end = max(record.start, top.isFlow ? UInt32(mark) : top.end)
    record.next = UInt32(records.count)
    records[position] = record
    top = outer[outer.count - 1]
    outer.removeLast()
    return Added(position: position, problem: isKey(endingAt: record.end) ? .notText : nil)
  }

  /// Adds a scalar.
  mutating func add(_ kind: YAMLTree.Kind, _ text: UnsafeBufferPointer<UInt8>, at offsets: Range<Int>) -> Added {
    let position = records.count
    let textStart = UInt32(texts.count)
    texts.append(contentsOf: text)
    let end = UInt32(offsets.upperBound)
    records.append(
      .init(
        kind: kind, start: UInt32(offsets.lowerBound), end: end, textStart: textStart, textEnd: UInt32(texts.count),
        next: UInt32(position + 1)))
    guard isKey(endingAt: end) else { return Added(position: position, problem: nil) }
    let first = keys.insert(text, of: texts.elements, at: position, after: top.firstKey, &top.marks)
    return Added(position: position, problem: first.map { .repeated(first: $0) })
  }

  /// Takes note of a finished node in the collection that it belongs to; whether it is a key there.
  @inline(__always)
  private mutating func isKey(endingAt end: UInt32) -> Bool {
    top.end = end
    guard top.isMapping else { return false }
    top.hasKey.toggle()
    return top.hasKey
  }
}
