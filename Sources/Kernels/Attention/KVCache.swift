import CKernels

/// Keys and values of the positions seen so far, of one layer.
///
/// A key/value head's positions lie together, in the order in which attention reads them. The capacity is
/// allocated once; appending allocates nothing. Not for use by two threads at once while one appends.
public final class KVCache {
  /// The number of key/value heads.
  public let kvHeads: Int
  /// The number of floats of one head at one position.
  public let headDim: Int
  /// The number of positions that fit.
  public let capacity: Int
  /// The number of positions held.
  public private(set) var count = 0

  /// [kvHeads][tile][headDim][16]: element d of sixteen positions together, so that a vector of them is
  /// multiplied by one element of a query.
  private let keyBuffer: AlignedBuffer<Float>
  /// [kvHeads][capacity][headDim].
  private let valueBuffer: AlignedBuffer<Float>

  /// Positions a tile of keys.
  private static let tile = Int(CK_ATTENTION_TILE)

  /// An empty cache.
  ///
  /// - Throws: `KernelError.invalidSize` unless capacity, kvHeads and headDim are at least 1, and the system has memory for
  ///   the keys and values of so many positions.
  public init(capacity: Int, kvHeads: Int, headDim: Int) throws {
    let check = ShapeCheck("KVCache")
    try check.size("capacity", capacity, capacity >= 1, "at least 1")
    try check.size("kvHeads", kvHeads, kvHeads >= 1, "at least 1")
    try check.size("headDim", headDim, headDim >= 1, "at least 1")
    let width = check.product(kvHeads, headDim)
    let tiles = capacity / Self.tile + (capacity % Self.tile == 0 ? 0 : 1)
    self.capacity = capacity
    self.kvHeads = kvHeads
    self.headDim = headDim
    self.width = width
    let keys = check.product(tiles, check.product(Self.tile, width))
    keyBuffer = try check.zeros("the number of elements of keys", count: keys)
    valueBuffer = try check.zeros("the number of elements of values", count: check.product(capacity, width))
  }

  /// The number of floats of one position: `kvHeads * headDim`.
  public let width: Int

  /// The keys held, [count][width], newly allocated.
  public var keys: [Float] { keys(at: 0..<count) }

  /// The values held, [count][width], newly allocated.
  public var values: [Float] { values(at: 0..<count) }

  /// The keys of some positions, [positions][width], newly allocated.
  ///
  /// - Precondition: `positions` is within `0..<count`.
  public func keys(at positions: Range<Int>) -> [Float] {
    rows(positions) { head, position, d in
      keyTiles(of: head)[(position / Self.tile * headDim + d) * Self.tile + position % Self.tile]
    }
  }

  /// The values of some positions, [positions][width], newly allocated.
  ///
  /// - Precondition: `positions` is within `0..<count`.
  public func values(at positions: Range<Int>) -> [Float] {
    rows(positions) { head, position, d in valueRows(of: head)[position * headDim + d] }
  }

  private func rows(_ positions: Range<Int>, _ element: (_ head: Int, _ position: Int, _ d: Int) -> Float) -> [Float] {
    precondition(positions.lowerBound >= 0 && positions.upperBound <= count, "positions outside 0..<\(count)")
    return positions.flatMap { position in
      (0..<width).map { element($0 / headDim, position, $0 % headDim) }
    }
  }

  /// The tiles of keys of one head; valid for as long as the cache is.
  func keyTiles(of head: Int) -> UnsafeMutablePointer<Float> {
    keyBuffer.span.baseAddress! + head * (keyBuffer.count / kvHeads)
  }

  /// The rows of values of one head; valid for as long as the cache is.
  func valueRows(of head: Int) -> UnsafeMutablePointer<Float> {
    valueBuffer.span.baseAddress! + head * (valueBuffer.count / kvHeads)
  }

  /// Appends one or more positions, in order; bits are copied as they are.
  ///
  /// - Parameters:
  ///   - key: [positions][width].
  ///   - value: as long as `key`.
  /// - Throws: `KernelError.shapeMismatch` when the lengths differ or are not whole positions;
  ///   `KernelError.invalidSize` when the positions do not fit. Nothing is appended then.
  public func append(key: UnsafeBufferPointer<Float>, value: UnsafeBufferPointer<Float>) throws {
    try ShapeCheck("KVCache.append").equal("length of key", key.count, "length of value", value.count)
    try append(key: key, values: value, stride: width)
  }

  /// Appends one or more positions whose values stand among others, as where query, key and value are one product.
  ///
  /// - Parameters:
  ///   - key: [positions][width].
  ///   - values: those of a position start `stride` elements behind those of the one before; nothing need follow the last.
  ///   - stride: at least the width.
  /// - Throws: as `append(key:value:)`.
  public func append(key: UnsafeBufferPointer<Float>, values: UnsafeBufferPointer<Float>, stride: Int) throws {
    let check = ShapeCheck("KVCache.append")
    let positions = key.count / width
    try check.equal("length of key", key.count, "that of whole positions of kvHeads * headDim", positions * width)
    try check.size("stride", stride, stride >= width, "at least kvHeads * headDim, \(width)")
    try check.size("positions", count + positions, positions <= capacity - count, "at most the capacity \(capacity)")
    let needed = positions == 0 ? 0 : check.product(positions - 1, stride) + width
    try check.size("length of values", values.count, values.count >= needed, "at least \(needed)")
    guard positions > 0, let keys = key.baseAddress, let values = values.baseAddress else { return }
    for row in 0..<positions {
      for head in 0..<kvHeads {
        let offset = head * headDim
        write(keys + row * width + offset, values + row * stride + offset, head: head, position: count + row)
      }
    }
    count += positions
  }

  private func write(_ key: UnsafePointer<Float>, _ value: UnsafePointer<Float>, head: Int, position: Int) {
    (valueRows(of: head) + position * headDim).update(from: value, count: headDim)
    let (tile, lane) = position.quotientAndRemainder(dividingBy: Self.tile)
    let keys = keyTiles(of: head) + tile * Self.tile * headDim + lane
    for d in 0..<headDim { keys[d * Self.tile] = key[d] }
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
