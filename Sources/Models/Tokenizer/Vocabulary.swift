/// The tokens of a vocabulary by id, and their ids by bytes.
///
/// Texts are compared by their bytes: canonically equivalent texts are different tokens, which Swift's own
/// comparison of texts does not tell apart. All tokens lie in one array, the ids in one open hash table.
struct Vocabulary: Sendable {
  private var bytes: [UInt8] = []
  /// Where the token of each id lies; a length of 0 means that the id has no token.
  private var places: [(start: Int, count: Int)] = []
  /// Ids plus 1, 0 where a slot is free; the size is a power of two, at most half of the slots are taken.
  private var slots: [Int32] = []
  /// The number of bytes of the longest token.
  private(set) var longest = 0
  /// The first id whose token stands under another id, too.
  private(set) var repeated: Int?

  /// A vocabulary; nil or an empty text for ids without a token.
  init(_ tokens: [String?]) {
    places.reserveCapacity(tokens.count)
    for token in tokens {
      let start = bytes.count
      bytes.append(contentsOf: (token ?? "").utf8)
      places.append((start, bytes.count - start))
      longest = max(longest, bytes.count - start)
    }
    var size = 16
    while size < 2 * tokens.count { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    for id in places.indices where places[id].count > 0 {
      let slot = bytes.withUnsafeBufferPointer {
        self.slot(UnsafeBufferPointer(rebasing: $0[places[id].start..<places[id].start + places[id].count]))
      }
      if slots[slot] != 0 {
        repeated = repeated ?? id
      } else {
        slots[slot] = Int32(id + 1)
      }
    }
  }

  /// The number of ids.
  var count: Int { places.count }

  /// The bytes of a token; none for ids that are out of range or have no token.
  subscript(id: Int) -> ArraySlice<UInt8> {
    guard places.indices.contains(id) else { return [] }
    return bytes[places[id].start..<places[id].start + places[id].count]
  }

  /// The text of a token.
  func text(_ id: Int) -> String { String(decoding: self[id], as: UTF8.self) }

  /// The id of a token, or nil.
  ///
  /// - Complexity: O(length).
  func id(_ token: UnsafeBufferPointer<UInt8>) -> Int? {
    guard !token.isEmpty, token.count <= longest else { return nil }
    let found = slots[slot(token)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// The id of a token, or nil.
  func id(_ token: String) -> Int? {
    var token = token
    return token.withUTF8 { id($0) }
  }

  /// The slot that holds a token, or the free one where it would be put.
  private func slot(_ token: UnsafeBufferPointer<UInt8>) -> Int {
    // FNV-1a, mixed once more because the low bits pick the slot.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 29
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0, !self[Int(slots[slot]) - 1].elementsEqual(token) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
