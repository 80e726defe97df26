/// The keys of all mappings whose end has not been seen, those of the innermost one last.
struct OpenKeys {
  private var keys: [Key] = []
  /// The positions of keys by text, for each mapping that is so large that a search would be slow.
  private var tables: [Int: [String: Int]] = [:]

  /// A key, with what tells it from nearly all others at a glance.
  private struct Key {
    let position: Int
    /// Where its text is among those of the document.
    let text: Range<Int>
    let glance: UInt32

    /// The glance of keys beyond ASCII, which may equal others with other bytes, as strings do.
    static let unclear = UInt32.max
  }

  /// As many keys are searched one after the other.
  private static let few = 16

  /// How many keys there are.
  var count: Int { keys.count }

  /// Forgets the keys of the innermost mapping.
  mutating func removeAll(from first: Int) {
    if keys.count - first > Self.few { tables[first] = nil }
    keys.removeLast(keys.count - first)
  }

  /// Adds a key of the innermost mapping.
  ///
  /// - Parameters:
  ///   - text: where its text is among those of the document.
  ///   - first: how many keys the mappings around it have.
  /// - Returns: the position of the same key before it, which stays the only one; nil where there is none.
  mutating func insert(_ text: Range<Int>, of texts: [UInt8], at position: Int, after first: Int) -> Int? {
    let glance = Self.glance(text, of: texts)
    let key = Key(position: position, text: text, glance: glance)
    if let earlier = earlier(key, of: texts, first) { return earlier }
    keys.append(key)
    if keys.count - first > Self.few { tables[first]?[Self.string(key, of: texts)] = position }
    return nil
  }

  private mutating func earlier(_ key: Key, of texts: [UInt8], _ first: Int) -> Int? {
    guard keys.count - first > Self.few else {
      for index in first..<keys.count {
        let other = keys[index].glance
        guard other == key.glance || other == Key.unclear || key.glance == Key.unclear else { continue }
        if Self.string(keys[index], of: texts) == Self.string(key, of: texts) { return keys[index].position }
      }
      return nil
    }
    if tables[first] == nil {
      tables[first] = Dictionary(
        keys[first...].map { (Self.string($0, of: texts), $0.position) }, uniquingKeysWith: { first, _ in first })
    }
    return tables[first]?[Self.string(key, of: texts)]
  }

  private static func string(_ key: Key, of texts: [UInt8]) -> String {
    String(decoding: texts[key.text], as: UTF8.self)
  }

  /// The length, the first and the last byte of a key in ASCII.
  private static func glance(_ text: Range<Int>, of texts: [UInt8]) -> UInt32 {
    texts.withUnsafeBufferPointer { texts in
      let text = UnsafeBufferPointer(rebasing: texts[text])
      guard UTF8Text.isASCII(text) else { return Key.unclear }
      guard let head = text.first, let last = text.last else { return 0 }
      return UInt32(truncatingIfNeeded: text.count) << 16 | UInt32(head) << 8 | UInt32(last)
    }
  }
}
