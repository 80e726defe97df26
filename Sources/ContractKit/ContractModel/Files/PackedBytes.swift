import Synchronization

/// Bytes that are kept for long, next to one another in large blocks.
///
/// Each of very many contracts leaves some bytes behind after it was judged. If these stood wherever there was room at the
/// time, the memory that judging takes and gives back would be left in pieces between them, too small to be used again.
struct PackedBytes: Sendable {
  private let block: Block
  private let start: Int32
  private let count: Int32

  /// A copy of some bytes. Its block is given back once nothing in it is used any more.
  init(_ bytes: [UInt8]) {
    let (block, start) = Self.open.withLock { open in
      if let known = open, let start = known.append(bytes) { return (known, start) }
      let block = Block(capacity: max(Self.blockSize, bytes.count))
      // Its room is for all of these bytes.
      let start = block.append(bytes)!
      open = block
      return (block, start)
    }
    (self.block, self.start, count) = (block, Int32(start), Int32(bytes.count))
  }

  /// From this size on, the C library takes memory from the system for one block alone.
  private static let blockSize = 1 << 18

  /// The block that is being filled.
  private static let open = Mutex<Block?>(nil)

  /// Calls a function with the bytes, valid during the call.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(block) { try body(block.bytes(Int(start), count: Int(count))) }
  }

  /// Bytes are added behind those that are there, by one thread at a time, and never change: so others can read them.
  private final class Block: @unchecked Sendable {
    private let room: UnsafeMutableBufferPointer<UInt8>
    private var used = 0

    init(capacity: Int) { room = .allocate(capacity: capacity) }

    deinit { room.deallocate() }

    /// Where they stand; nil where there is no room.
    func append(_ bytes: [UInt8]) -> Int? {
      guard bytes.count <= room.count - used else { return nil }
      _ = room[used...].initialize(from: bytes)
      defer { used += bytes.count }
      return used
    }

    func bytes(_ start: Int, count: Int) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(rebasing: room[start..<start + count])
    }
  }
}
