/// Which outlines have a falsifier with an id, in twelve bytes for each falsifier.
///
/// The ids are not kept, since outlines have them: a dictionary by id would take several times as much.
struct FalsifierBearers: Sendable {
  /// In ascending order of hashes, and those with one hash in the order of their outlines.
  private var entries: [Entry] = []

  private struct Entry {
    let hash: UInt32
    let outline: Int32
    /// Where the id stands in the outline.
    let place: Int32
  }

  /// Adds the ids of an outline at a position; they are found once ``sort()`` has been called.
  mutating func append(_ outline: ContractOutline, at position: Int32) {
    outline.forEachFalsifierID { entries.append(Entry(hash: Self.hash($0), outline: position, place: $1)) }
  }

  mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }

  /// Puts what was appended in its place.
  ///
  /// - Complexity: O(n log n).
  mutating func sort() { entries.sort { ($0.hash, $0.outline) < ($1.hash, $1.outline) } }

  /// The position of the first outline that has a falsifier with an id.
  ///
  /// - Complexity: O(log n), and a look at each id of the same hash.
  func first(_ id: String, in outlines: [ContractOutline]) -> Int32? {
    candidates(id).first { outlines[Int($0.outline)].falsifierID(at: $0.place) == id }?.outline
  }

  /// The positions of all outlines that have one, each once, in their order.
  func all(_ id: String, in outlines: [ContractOutline]) -> [Int32] {
    candidates(id).reduce(into: []) { found, entry in
      guard found.last != entry.outline, outlines[Int(entry.outline)].falsifierID(at: entry.place) == id else { return }
      found.append(entry.outline)
    }
  }

  private func candidates(_ id: String) -> ArraySlice<Entry> {
    let hash = Self.hash(id)
    return entries[entries.partitioningIndex { $0.hash >= hash }...].prefix { $0.hash == hash }
  }

  /// Equal for ids that are equal, whatever bytes they are written in.
  private static func hash(_ id: String) -> UInt32 { UInt32(truncatingIfNeeded: id.hashValue) }
}
