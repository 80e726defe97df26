/// Where each of some names stands in their list, found by bytes: no string is made of what is looked for.
///
/// Names are spread over slots by their length and their first and last bytes, which tells the keys of a mapping apart
/// nearly always; names in one slot are compared one after the other.
struct NameTable: Sendable {
  private let names: [[UInt8]]
  /// The positions of the names in each slot.
  private let slots: [[Int]]
  private static let slotCount = 64

  /// A table of names; of equal ones the first is found.
  init(_ names: [String]) {
    self.names = names.map { Array($0.utf8) }
    var slots: [[Int]] = Array(repeating: [], count: Self.slotCount)
    for (position, name) in self.names.enumerated() {
      name.withUnsafeBufferPointer { slots[Self.slot(of: $0)].append(position) }
    }
    self.slots = slots
  }

  /// The position of a name; nil where the list lacks it.
  @inline(__always)
  func position(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    for position in slots[Self.slot(of: name)] where names[position].elementsEqual(name) { return position }
    return nil
  }

  @inline(__always)
  private static func slot(of name: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = name.first, let last = name.last else { return 0 }
    return (name.count &* 5 &+ Int(first) &* 3 &+ Int(last)) & (slotCount - 1)
  }
}
