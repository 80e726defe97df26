/// What is known of all keys of a document, as bits: a key whose bit is not there is nowhere in it.
///
/// Most keys that rules ask for are in no mapping of a contract, and one look says so for all of them.
struct KeyFilter: ~Copyable, Sendable {
  private var words: GrowingBuffer<UInt64>

  /// The filter of a document without keys.
  init() {
    // The few dozen different keys of a contract leave most of so many bits unset.
    words = GrowingBuffer(capacity: 16)
    for _ in 0..<16 { words.append(0) }
  }

  private init(words: consuming GrowingBuffer<UInt64>) { self.words = words }

  /// The same keys in a filter of its own.
  func copy() -> KeyFilter { KeyFilter(words: words.copy()) }

  /// Takes note of a key.
  @inline(__always)
  mutating func insert(_ glance: KeyGlance) {
    let bit = Self.bit(glance)
    words[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  /// Whether there may be a key with the same bytes.
  @inline(__always)
  func mayContain(_ glance: KeyGlance) -> Bool {
    let bit = Self.bit(glance)
    return words[bit >> 6] >> UInt64(bit & 63) & 1 != 0
  }

  @inline(__always)
  private static func bit(_ glance: KeyGlance) -> Int { Int(glance.spread >> 22) }
}

/// What tells a key from nearly all others at a glance.
struct KeyGlance: BitwiseCopyable, Equatable, Sendable {
  private let value: UInt32

  /// The length, the first and the last byte of a key in ASCII.
  @inline(__always)
  init(_ text: UnsafeBufferPointer<UInt8>) {
    guard let head = text.first, let last = text.last else {
      value = 0
      return
    }
    value =
      UTF8Text.isASCII(text)
      ? UInt32(truncatingIfNeeded: text.count) << 16 | UInt32(head) << 8 | UInt32(last) : .max
  }

  /// Whether the key goes beyond ASCII: it may equal others with other bytes, as strings do.
  @inline(__always)
  var isUnclear: Bool { value == .max }

  /// The same with its differences in the upper bits.
  @inline(__always)
  var spread: UInt32 { value &* 0x9E37_79B9 }
}
