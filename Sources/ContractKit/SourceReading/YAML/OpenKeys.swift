/// The keys of all mappings whose end has not been seen, those of the innermost one last.
struct OpenKeys: ~Copyable {
  private var keys = GrowingBuffer<Key>(capacity: 64)
  /// The positions of keys by text, for each mapping that is so large that a search would be slow.
  private var tables: [Int: [String: Int]] = [:]
  /// All keys that there have been.
  private(set) var filter = KeyFilter()

  /// What the keys of a mapping have in common with others, as bits: a key whose bit is not there is a new one.
  struct Marks: BitwiseCopyable, Sendable {
    private var bits: UInt64 = 0

    /// Takes note of a key; whether it may have been there before.
    @inline(__always)
    mutating func insert(_ key: Key) -> Bool {
      // An unclear key may equal every other one.
      let bit: UInt64 = key.glance.isUnclear ? .max : 1 << UInt64(key.glance.spread >> 26)
      defer { bits |= bit }
      return bits & bit != 0
    }
  }

  /// A key and its place.
  struct Key: BitwiseCopyable, Sendable {
    let position: UInt32
    /// Where its text is among those of the document.
    let start: UInt32
    let end: UInt32
    let glance: KeyGlance

    @inline(__always)
    func text(in texts: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: texts[Int(start)..<Int(end)])
    }

    func string(in texts: UnsafeBufferPointer<UInt8>) -> String { String(decoding: text(in: texts), as: UTF8.self) }
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
  ///   - text: what it says, the last of the document's texts so far.
  ///   - first: how many keys the mappings around it have.
  ///   - marks: those of the keys of this mapping.
  /// - Returns: the position of the same key before it, which stays the only one; nil where there is none.
  @inline(__always)
  mutating func insert(
    _ text: UnsafeBufferPointer<UInt8>, of texts: UnsafeBufferPointer<UInt8>, at position: Int, after first: Int,
    _ marks: inout Marks
  ) -> Int? {
    let key = Key(
      position: UInt32(position), start: UInt32(texts.count - text.count), end: UInt32(texts.count),
      glance: KeyGlance(text))
    filter.insert(key.glance)
    let isLarge = keys.count - first > Self.few
    if marks.insert(key), let earlier = isLarge ? known(key, of: texts, first) : earlier(key, text, of: texts, first) {
      return earlier
    }
    keys.append(key)
    if isLarge { tables[first]?[key.string(in: texts)] = position }
    return nil
  }

  /// The position of the same key among few.
  @inline(__always)
  private func earlier(
    _ key: Key, _ text: UnsafeBufferPointer<UInt8>, of texts: UnsafeBufferPointer<UInt8>, _ first: Int
  ) -> Int? {
    for index in first..<keys.count {
      let other = keys[index]
      if key.glance.isUnclear || other.glance.isUnclear {
        if other.string(in: texts) == key.string(in: texts) { return Int(other.position) }
      } else if other.glance == key.glance, other.end - other.start == text.count,
        UTF8Text.areSame(text, at: Int(other.start), of: texts)
      {
        return Int(other.position)
      }
    }
    return nil
  }

  /// The position of the same key among many.
  private mutating func known(_ key: Key, of texts: UnsafeBufferPointer<UInt8>, _ first: Int) -> Int? {
    if tables[first] == nil {
      tables[first] = Dictionary(
        keys.elements[first...].map { ($0.string(in: texts), Int($0.position)) },
        uniquingKeysWith: { first, _ in first })
    }
    return tables[first]?[key.string(in: texts)]
  }
}
