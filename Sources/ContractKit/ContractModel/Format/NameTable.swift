/// Where each of some names stands in their list, found by bytes: no string is made of what is looked for.
///
/// Names are spread over slots by their length and their first and last bytes, which tells the keys of a mapping apart
/// nearly always; a name whose slot is taken goes into the next free one.
package struct NameTable: Sendable {
  /// The names, one after the other.
  private let bytes: [UInt8]
  private let slots: [Slot]

  /// A name's place in the bytes and in the list; free where its position is negative.
  private struct Slot {
    var position: Int16 = -1
    var start: UInt16 = 0
    var count: UInt16 = 0
  }

  /// A table of names; of equal ones the first is found.
  package init(_ names: [String]) {
    var bytes: [UInt8] = []
    var count = 16
    while count < 4 * names.count { count *= 2 }
    var slots = Array(repeating: Slot(), count: count)
    for (position, name) in names.enumerated() {
      let start = bytes.count
      bytes += name.utf8
      var slot = bytes[start...].withUnsafeBufferPointer { Self.hash($0) } & (count - 1)
      while slots[slot].position >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = Slot(position: Int16(position), start: UInt16(start), count: UInt16(bytes.count - start))
    }
    self.bytes = bytes
    self.slots = slots
  }

  /// The position of a name; nil where the list lacks it.
  package func position(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      slots.withUnsafeBufferPointer { slots in
        var slot = Self.hash(name) & (slots.count - 1)
        // At most a quarter of the slots is taken.
        while slots[slot].position >= 0 {
          let known = slots[slot]
          if Int(known.count) == name.count, UTF8Text.areSame(name, at: Int(known.start), of: bytes) {
            return Int(known.position)
          }
          slot = (slot + 1) & (slots.count - 1)
        }
        return nil
      }
    }
  }

  @inline(__always)
  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = name.first, let last = name.last else { return 0 }
    return name.count &* 5 &+ Int(first) &* 3 &+ Int(last)
  }
}
