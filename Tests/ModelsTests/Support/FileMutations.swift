/// Damaged copies of a file: every length shorter than it, and bytes changed by a fixed sequence.
struct FileMutations: Sequence {
  let bytes: [UInt8]
  /// The number of bytes at the front in which changes are made: the header.
  let header: Int

  func makeIterator() -> AnyIterator<[UInt8]> {
    let truncated = (0..<Swift.min(header + 64, bytes.count)).lazy.map { Array(bytes[..<$0]) }
    // Every byte of the header in turn: all bits flipped, 0, 255, one more, top bit.
    let changes: [(UInt8) -> UInt8] = [{ ~$0 }, { _ in 0 }, { _ in 255 }, { $0 &+ 1 }, { $0 ^ 0x80 }]
    let changed = (0..<header).lazy.flatMap { index in
      changes.lazy.map { change -> [UInt8] in
        var copy = bytes
        copy[index] = change(copy[index])
        return copy
      }
    }
    var (first, second) = (truncated.makeIterator(), changed.makeIterator())
    return AnyIterator { first.next() ?? second.next() }
  }
}
