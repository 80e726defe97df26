import Synchronization

/// Bytes that are kept for long: of very many contracts next to one another, in large blocks.
///
/// Each of very many contracts leaves some bytes behind after it was judged. If these stood wherever there was room at the
/// time, the memory that judging takes and gives back would be left in pieces between them, too small to be used again.
struct PackedBytes: Sendable {
  private let block: Block
  private let start: Int32
  private let count: Int32

  /// A copy of some bytes.
  ///
  /// - Parameter isOneOfMany: whether they stand in a block with others, which is given back once none of them is used any
  ///   more. What is replaced again and again has a block of its own: it would keep a large one alive.
  init(_ bytes: [UInt8], isOneOfMany: Bool) {
    let (block, start) =
      isOneOfMany && bytes.count <= Self.blockSize / 16 ? Self.shared(bytes) : Self.added(bytes, to: Block(bytes.count))
    (self.block, self.start, count) = (block, Int32(start), Int32(bytes.count))
  }

  private static func shared(_ bytes: [UInt8]) -> (Block, Int) {
    open.withLock { open in
      if let known = open, let start = known.append(bytes) { return (known, start) }
      let block = Block(blockSize)
      open = block
      return added(bytes, to: block)
    }
  }

  private static func added(_ bytes: [UInt8], to block: Block) -> (Block, Int) {
    guard let start = block.append(bytes) else { preconditionFailure("a new block has room for what it is made for") }
    return (block, start)
  }

  /// The room for about a hundred contracts; more than what the C library takes from its heap at first.
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

    init(_ capacity: Int) { room = .allocate(capacity: capacity) }

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
