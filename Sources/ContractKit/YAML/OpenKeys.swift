/// The keys of all mappings whose end has not been seen, those of the innermost one last.
struct OpenKeys {
  private var keys: [Key] = []
  /// The keys' texts, one after the other.
  private var texts: [UInt8] = []
  /// The positions of keys by text, for each mapping that is so large that a search would be slow.
  private var tables: [Int: [String: Int]] = [:]

  /// A key, with what tells it from nearly all others at a glance.
  private struct Key {
    let position: Int
    let text: Range<Int>
    let glance: UInt32

    /// The glance of keys beyond ASCII, which may equal others with other bytes, as strings do.
    static let unclear = UInt32.max
  }

  /// How many keys there are.
  var count: Int { keys.count }

  /// Forgets the keys of the innermost mapping.
  mutating func removeAll(from first: Int) {
    guard first < keys.count else { return }
    if keys.count - first > Self.few { tables[first] = nil }
    texts.removeLast(texts.count - keys[first].text.lowerBound)
    keys.removeLast(keys.count - first)
  }

  /// Adds a key of the innermost mapping.
  ///
  /// - Parameter first: how many keys the mappings around it have.
  /// - Returns: the position of the same key before it, which stays the only one; nil where there is none.
  mutating func insert(_ text: UnsafeBufferPointer<UInt8>, at position: Int, after first: Int) -> Int? {
    let glance = Self.glance(text)
    if let earlier = earlier(text, glance, first) { return earlier }
    keys.append(Key(position: position, text: texts.count..<texts.count + text.count, glance: glance))
    texts.append(contentsOf: text)
    if keys.count - first > Self.few { tables[first]?[String(decoding: text, as: UTF8.self)] = position }
    return nil
  }

  /// As many keys are searched one after the other.
  private static let few = 16

  private mutating func earlier(_ text: UnsafeBufferPointer<UInt8>, _ glance: UInt32, _ first: Int) -> Int? {
    guard keys.count - first > Self.few else {
      for key in keys[first...] where key.glance == glance || key.glance == Key.unclear || glance == Key.unclear {
        if string(key) == String(decoding: text, as: UTF8.self) { return key.position }
      }
      return nil
    }
    if tables[first] == nil {
      tables[first] = Dictionary(keys[first...].map { (string($0), $0.position) }, uniquingKeysWith: { first, _ in first })
    }
    return tables[first]?[String(decoding: text, as: UTF8.self)]
  }

  private func string(_ key: Key) -> String { String(decoding: texts[key.text], as: UTF8.self) }

  /// The length, the first and the last byte of a key in ASCII.
  private static func glance(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    guard UTF8Text.isASCII(text) else { return Key.unclear }
    guard let head = text.first, let last = text.last else { return 0 }
    return UInt32(truncatingIfNeeded: text.count) << 16 | UInt32(head) << 8 | UInt32(last)
  }
}
