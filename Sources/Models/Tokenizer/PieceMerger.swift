/// Merges neighboring pieces of a word, the best pair first and of equals the leftmost.
///
/// Pieces form a linked list, candidates a binary heap; a candidate that a later merge has overtaken is dropped
/// when it comes up. The arrays are used again from word to word.
///
/// - Complexity: O(n log n) in the number of pieces, and O(n) memory.
struct PieceMerger {
  /// A piece: bytes of the word and the id of its token, -1 where it has none.
  struct Piece {
    var id: Int32
    let start: Int32
    /// 0 once it has become a part of the piece before it.
    var count: Int32
    fileprivate var previous: Int32 = -1
    fileprivate var next: Int32 = -1

    init(id: Int32, start: Int32, count: Int32) { (self.id, self.start, self.count) = (id, start, count) }
  }

  /// What two neighbors would become; lower priorities are merged first.
  struct Merge: Equatable {
    let priority: UInt32
    let id: Int32
  }

  private struct Candidate: Comparable {
    /// Priority, then place.
    let key: UInt64
    /// Of the merged piece: another length means that one of the two has changed since.
    let count: Int32
    let id: Int32
    var left: Int { Int(truncatingIfNeeded: key & 0xffff_ffff) }

    static func < (a: Candidate, b: Candidate) -> Bool { a.key < b.key }
  }

  private var pieces: [Piece] = []
  private var heap = BinaryHeap<Candidate>()
  /// How often two candidates were compared, over all words: what the time is proportional to.
  var comparisons: Int { heap.comparisons }

  /// Starts a new word.
  mutating func removeAll() {
    pieces.removeAll(keepingCapacity: true)
    heap.removeAll()
  }

  /// Adds a piece at the end.
  mutating func append(_ piece: Piece) {
    var piece = piece
    piece.previous = Int32(pieces.count) - 1
    if let last = pieces.indices.last { pieces[last].next = Int32(pieces.count) }
    pieces.append(piece)
  }

  /// Merges until no pair of neighbors has a merge, and hands over what is left, in order.
  mutating func merge(by rule: (Piece, Piece) -> Merge?, _ body: (Piece) throws -> Void) rethrows {
    for left in pieces.indices.dropLast() { add(left, rule) }
    while let best = heap.popLeast() {
      let left = best.left
      let right = Int(pieces[left].next)
      guard pieces[left].count > 0, right >= 0, pieces[left].count + pieces[right].count == best.count else { continue }
      pieces[left].count = best.count
      pieces[left].id = best.id
      pieces[left].next = pieces[right].next
      pieces[right].count = 0
      if pieces[right].next >= 0 { pieces[Int(pieces[right].next)].previous = Int32(left) }
      if pieces[left].previous >= 0 { add(Int(pieces[left].previous), rule) }
      add(left, rule)
    }
    var index = pieces.isEmpty ? -1 : 0
    while index >= 0 {
      try body(pieces[index])
      index = Int(pieces[index].next)
    }
  }

  /// Adds the candidate of a piece and its right neighbor, where there is one.
  private mutating func add(_ left: Int, _ rule: (Piece, Piece) -> Merge?) {
    guard pieces[left].next >= 0 else { return }
    let right = Int(pieces[left].next)
    guard let merge = rule(pieces[left], pieces[right]) else { return }
    heap.push(
      Candidate(
        key: UInt64(merge.priority) << 32 | UInt64(left), count: pieces[left].count + pieces[right].count, id: merge.id)
    )
  }
}
