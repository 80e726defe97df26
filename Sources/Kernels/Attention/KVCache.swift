/// Keys and values of the positions seen so far, of one layer.
///
/// Both are [position][kvHeads * headDim], f32: the floats of one position lie together, head after
/// head. The capacity is allocated once; appending allocates nothing. Not for use by two threads
/// at once while one appends.
public final class KVCache {
  /// The number of key/value heads.
  public let kvHeads: Int
  /// The number of floats of one head at one position.
  public let headDim: Int
  /// The number of positions that fit.
  public let capacity: Int
  /// The number of positions held.
  public private(set) var count = 0

  private let keyBuffer: AlignedBuffer<Float>
  private let valueBuffer: AlignedBuffer<Float>

  /// An empty cache.
  ///
  /// - Throws: `KernelError.invalidSize` unless capacity, kvHeads and headDim are at least 1.
  public init(capacity: Int, kvHeads: Int, headDim: Int) throws {
    let check = ShapeCheck("KVCache")
    try check.size("capacity", capacity, capacity >= 1, "at least 1")
    try check.size("kvHeads", kvHeads, kvHeads >= 1, "at least 1")
    try check.size("headDim", headDim, headDim >= 1, "at least 1")
    let floats = check.product(capacity, check.product(kvHeads, headDim))
    try check.size("capacity * kvHeads * headDim", floats, floats <= Int.max / 8, "at most \(Int.max / 8)")
    self.capacity = capacity
    self.kvHeads = kvHeads
    self.headDim = headDim
    keyBuffer = AlignedBuffer(repeating: 0, count: floats)
    valueBuffer = AlignedBuffer(repeating: 0, count: floats)
  }

  /// The number of floats of one position: `kvHeads * headDim`.
  public var width: Int { kvHeads * headDim }

  /// The keys held, [count][width]; valid for as long as the cache is.
  public var keys: UnsafeBufferPointer<Float> { UnsafeBufferPointer(rebasing: keyBuffer.span[..<(count * width)]) }

  /// The values held, [count][width]; valid for as long as the cache is.
  public var values: UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(rebasing: valueBuffer.span[..<(count * width)])
  }

  /// Appends one or more positions, in order; bits are copied as they are.
  ///
  /// - Parameters:
  ///   - key: [positions][width].
  ///   - value: as long as `key`.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ or are not whole positions;
  ///   `KernelError.invalidSize` when the positions do not fit. Nothing is appended then.
  public func append(key: UnsafeBufferPointer<Float>, value: UnsafeBufferPointer<Float>) throws {
    let check = ShapeCheck("KVCache.append")
    let positions = key.count / width
    try check.equal("length of key", key.count, "length of value", value.count)
    try check.equal("length of key", key.count, "that of whole positions of kvHeads * headDim", positions * width)
    try check.size("positions", count + positions, positions <= capacity - count, "at most the capacity \(capacity)")
    guard positions > 0 else { return }
    (keyBuffer.span.baseAddress! + count * width).update(from: key.baseAddress!, count: key.count)
    (valueBuffer.span.baseAddress! + count * width).update(from: value.baseAddress!, count: value.count)
    count += positions
  }

  /// Appends one or more positions from arrays; see the pointer version.
  public func append(key: [Float], value: [Float]) throws {
    try key.withUnsafeBufferPointer { key in
      try value.withUnsafeBufferPointer { value in try append(key: key, value: value) }
    }
  }

  /// Forgets all positions from `newCount` on.
  ///
  /// - Throws: `KernelError.invalidSize` unless newCount is in 0...count.
  public func truncate(to newCount: Int) throws {
    try ShapeCheck("KVCache.truncate").size("newCount", newCount, (0...count).contains(newCount), "in 0...\(count)")
    count = newCount
  }
}
