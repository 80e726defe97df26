/// Makes a tree of the nodes of a document, as they begin and end in the file.
struct YAMLTreeBuilder {
  private var records: [YAMLTree.Record] = []
  private var texts: [UInt8] = []
  private var frames: [Frame] = []
  /// The keys of all mappings whose end has not been seen, those of the innermost one last.
  private var keys: [Key] = []

  /// A collection whose end has not been seen.
  private struct Frame {
    let position: Int
    let isFlow: Bool
    /// Where its keys start among those of all open mappings; nil for a sequence.
    let firstKey: Int?
    var expectsKey: Bool
    /// Where the last node in it ends.
    var end: UInt32
    /// The keys so far, kept once a mapping is so large that a search would be slow.
    var table: [String: Int] = [:]
  }

  /// A key with what tells it from nearly all others at a glance.
  private struct Key {
    let position: Int
    let glance: UInt32
    /// The glance of keys beyond ASCII, which may equal others with other bytes, as strings do.
    static let unclear = UInt32.max

    @inline(__always)
    func mayEqual(_ other: Key) -> Bool {
      glance == other.glance || glance == Self.unclear || other.glance == Self.unclear
    }
  }

  /// What is known about a key as soon as it is there.
  enum KeyState {
    /// It is no key, or a new one.
    case fine
    /// It is a collection: what it is, as a message calls it.
    case notText(String)
    /// There is the same one before it.
    case repeated(first: Int)
  }

  /// For a file of so many bytes.
  init(bytes: Int) {
    // One node to 18 bytes is what contracts have.
    records.reserveCapacity(bytes / 16 + 16)
    texts.reserveCapacity(bytes)
  }

  /// How many collections are open.
  var depth: Int { frames.count }

  /// The node at a position, as far as it is known.
  func offsets(_ position: Int) -> Range<Int> { Int(records[position].start)..<Int(records[position].end) }

  /// The tree; nil where there is no node. Every collection must have ended.
  func tree() -> YAMLTree? {
    precondition(frames.isEmpty, "a collection has no end")
    return records.isEmpty ? nil : YAMLTree(records: records, texts: texts)
  }

  /// The text of a scalar.
  func text(_ position: Int) -> String {
    String(decoding: texts[Int(records[position].textStart)..<Int(records[position].textEnd)], as: UTF8.self)
  }

  /// Starts a collection.
  mutating func open(_ kind: YAMLTree.Kind, at start: Int, isFlow: Bool) {
    let isMapping = kind == .mapping
    frames.append(
      Frame(
        position: records.count, isFlow: isFlow, firstKey: isMapping ? keys.count : nil, expectsKey: isMapping,
        end: UInt32(start)))
    records.append(.init(kind: kind, start: UInt32(start), end: UInt32(start), next: 0))
  }

  /// Ends the innermost collection.
  ///
  /// - Parameter mark: the end of its bracket, in flow style.
  mutating func close(at mark: Int) -> (position: Int, key: KeyState) {
    let frame = frames.removeLast()
    if let first = frame.firstKey { keys.removeLast(keys.count - first) }
    records[frame.position].end = max(records[frame.position].start, frame.isFlow ? UInt32(mark) : frame.end)
    records[frame.position].next = UInt32(records.count)
    return (frame.position, added(frame.position))
  }

  /// Adds a scalar.
  mutating func add(
    _ kind: YAMLTree.Kind, _ text: UnsafeBufferPointer<UInt8>, at offsets: Range<Int>
  ) -> (position: Int, key: KeyState) {
    let position = records.count
    let textStart = UInt32(texts.count)
    texts.append(contentsOf: text)
    records.append(
      .init(
        kind: kind, start: UInt32(offsets.lowerBound), end: UInt32(offsets.upperBound), textStart: textStart,
        textEnd: UInt32(texts.count), next: UInt32(position + 1)))
    return (position, added(position))
  }

  /// Takes note of a finished node in the collection that it belongs to.
  private mutating func added(_ position: Int) -> KeyState {
    guard let top = frames.indices.last else { return .fine }
    frames[top].end = records[position].end
    guard let first = frames[top].firstKey else { return .fine }
    frames[top].expectsKey.toggle()
    guard !frames[top].expectsKey else { return .fine }
    guard records[position].kind.isScalar else {
      return .notText(records[position].kind == .sequence ? "a list" : "a mapping")
    }
    return addKey(position, first, top)
  }

  private mutating func addKey(_ position: Int, _ first: Int, _ frame: Int) -> KeyState {
    let key = Key(position: position, glance: glance(position))
    if let earlier = earlier(key, first, frame) { return .repeated(first: earlier) }
    keys.append(key)
    if !frames[frame].table.isEmpty { frames[frame].table[text(position)] = position }
    return .fine
  }

  /// The same key earlier in the mapping.
  private mutating func earlier(_ key: Key, _ first: Int, _ frame: Int) -> Int? {
    guard keys.count - first > 16 else {
      return keys[first...].first { key.mayEqual($0) && text($0.position) == text(key.position) }?.position
    }
    if frames[frame].table.isEmpty {
      for key in keys[first...] { frames[frame].table[text(key.position)] = key.position }
    }
    return frames[frame].table[text(key.position)]
  }

  /// The length, the first and the last byte of a key in ASCII.
  private func glance(_ position: Int) -> UInt32 {
    let (start, end) = (Int(records[position].textStart), Int(records[position].textEnd))
    return texts.withUnsafeBufferPointer { texts in
      let text = UnsafeBufferPointer(rebasing: texts[start..<end])
      guard text.allSatisfy({ $0 < 0x80 }) else { return Key.unclear }
      guard let head = text.first, let last = text.last else { return 0 }
      return UInt32(truncatingIfNeeded: text.count) << 16 | UInt32(head) << 8 | UInt32(last)
    }
  }
}
