#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The inner loop of comparing: one pass over two arrays, a few thousand elements at a time.
///
/// All sums are in binary64. Elements of a piece go to eight lanes and the lanes are added in order at its end,
/// so that the result depends on nothing but the values.
struct DifferenceScan {
  /// How many worst elements are kept.
  let limit: Int
  private(set) var result = ValueDifference()

  /// A piece fits the first cache with both sides.
  private static let piece = 2048

  init(limit: Int) { self.limit = limit }

  /// Compares the elements of two arrays, the first of which has the index `start`.
  mutating func add(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, from start: Int) {
    precondition(a.count == b.count)
    guard let a0 = a.baseAddress, let b0 = b.baseAddress else { return }
    for first in stride(from: 0, to: a.count, by: Self.piece) {
      let count = min(Self.piece, a.count - first)
      let piece =
        memcmp(a0 + first, b0 + first, 4 * count) == 0
        ? Self.same(a0 + first, count) : different(a0 + first, b0 + first, count, from: start + first)
      result.append(piece, limit: limit)
    }
  }

  /// Equal bits: only the norms are left to be computed.
  private static func same(_ a: UnsafePointer<Float>, _ count: Int) -> ValueDifference {
    var squares = SIMD8<Double>()
    let whole = count / 8 * 8
    for i in stride(from: 0, to: whole, by: 8) {
      let x = SIMD8<Double>(UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<Float>.self))
      squares += x * x
    }
    var sum = Self.sum(squares)
    for i in whole..<count { sum += Double(a[i]) * Double(a[i]) }
    var piece = ValueDifference()
    (piece.count, piece.identical) = (count, count)
    (piece.squaresA, piece.squaresB, piece.product) = (sum, sum, sum)
    return piece
  }

  private func different(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, from start: Int
  ) -> ValueDifference {
    var (errors, squaresA, squaresB, products) = (SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>(), SIMD8<Double>())
    var largest = SIMD8<Double>()
    var ulps = SIMD8<UInt32>()
    var equal = SIMD8<Int32>()
    let whole = count / 8 * 8
    for i in stride(from: 0, to: whole, by: 8) {
      let (u, v) = (
        UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<Int32>.self),
        UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<Int32>.self)
      )
      let (x, y) = (
        SIMD8<Double>(unsafeBitCast(u, to: SIMD8<Float>.self)), SIMD8<Double>(unsafeBitCast(v, to: SIMD8<Float>.self))
      )
      let same = u .== v
      let d = x - y
      errors += d * d
      squaresA += x * x
      squaresB += y * y
      products += x * y
      largest.replace(with: magnitude(d), where: magnitude(d) .> largest)
      let (left, right) = (Self.ordered(u), Self.ordered(v))
      let distance = SIMD8<UInt32>(truncatingIfNeeded: pointwiseMax(left, right) &- pointwiseMin(left, right))
      ulps = pointwiseMax(ulps, distance)
      equal.replace(with: equal &+ 1, where: same)
    }
    var piece = ValueDifference()
    piece.count = count
    piece.identical = Int(equal.wrappedSum())
    (piece.squaredError, piece.squaresA) = (Self.sum(errors), Self.sum(squaresA))
    (piece.squaresB, piece.product) = (Self.sum(squaresB), Self.sum(products))
    (piece.maxAbsolute, piece.maxULPs) = (largest.max(), UInt64(ulps.max()))
    for i in whole..<count { Self.add(.init(index: i, a: a[i], b: b[i]), to: &piece) }
    // What is not finite is rare, and taken one by one; equal infinities are no difference.
    if !piece.squaredError.isFinite || !piece.squaresA.isFinite || !piece.squaresB.isFinite {
      piece = ValueDifference()
      piece.count = count
      for i in 0..<count { Self.add(.init(index: i, a: a[i], b: b[i]), to: &piece) }
    }
    if let last = result.worst.last, result.worst.count == limit, piece.maxAbsolute <= last.rank { return piece }
    piece.worst = worst(a, b, count, from: start)
    return piece
  }

  private func worst(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, from start: Int
  ) -> [ValueDifference.Element] {
    let least = result.worst.count == limit ? result.worst.last?.rank ?? 0 : 0
    var found: [ValueDifference.Element] = []
    for i in 0..<count where a[i].bitPattern != b[i].bitPattern {
      let element = ValueDifference.Element(index: start + i, a: a[i], b: b[i])
      if element.rank > least { found.append(element) }
    }
    return Array(found.sorted { ($0.rank, -$0.index) > ($1.rank, -$1.index) }.prefix(limit))
  }

  private static func add(_ element: ValueDifference.Element, to piece: inout ValueDifference) {
    let (x, y, d) = (Double(element.a), Double(element.b), element.absolute)
    piece.squaredError += d * d
    piece.squaresA += x * x
    piece.squaresB += y * y
    piece.product += x * y
    piece.maxAbsolute = piece.maxAbsolute.isNaN || d.isNaN ? .nan : max(piece.maxAbsolute, d)
    if element.a.bitPattern == element.b.bitPattern { piece.identical += 1 }
    piece.maxULPs = max(piece.maxULPs, d == 0 ? 0 : ULPs.distance(element.a, element.b))
  }

  /// Bit patterns in the order of their values, both zeros the same.
  private static func ordered(_ bits: SIMD8<Int32>) -> SIMD8<Int32> {
    let magnitude = bits & SIMD8(repeating: .max)
    return magnitude.replacing(with: 0 &- magnitude, where: bits .< 0)
  }

  private static func sum(_ lanes: SIMD8<Double>) -> Double { (0..<8).reduce(0) { $0 + lanes[$1] } }
}

private func magnitude(_ x: SIMD8<Double>) -> SIMD8<Double> {
  unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt64>.self) & SIMD8(repeating: UInt64.max >> 1), to: SIMD8<Double>.self)
}
