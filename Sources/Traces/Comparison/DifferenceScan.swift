import CTraces
import Metrics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The inner loop of comparing: one pass over two arrays, a few thousand elements at a time.
///
/// All sums are in binary64 and in the order of `ct_sweep_f32`, piece after piece, so that the result depends on
/// nothing but the values and where pieces start.
struct DifferenceScan {
  /// How many worst elements are kept.
  let limit: Int
  private(set) var result = ValueDifference()
  /// The largest |a - b| so far, rounded to binary32: rounding keeps the order, so a piece below it has no larger one.
  private var largest: Float = 0

  /// A piece fits the first cache with both sides.
  private static let piece = 2048

  init(limit: Int) { self.limit = limit }

  /// Compares the elements of two arrays, the first of which has the index `start`.
  mutating func add(_ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, from start: Int) {
    precondition(a.count == b.count)
    guard let a0 = a.baseAddress, let b0 = b.baseAddress else { return }
    for first in stride(from: 0, to: a.count, by: Self.piece) {
      let count = min(Self.piece, a.count - first)
      if memcmp(a0 + first, b0 + first, 4 * count) == 0 {
        let squares = ct_squares_f32(a0 + first, count)
        if squares.isFinite {
          result.addSame(count, squares: squares)
        } else {
          result.append(Self.oneByOne(a0 + first, b0 + first, count), limit: limit)
        }
      } else {
        addDifferent(a0 + first, b0 + first, count, from: start + first)
      }
    }
  }

  private mutating func addDifferent(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, from start: Int
  ) {
    var sweep = ct_sweep()
    ct_sweep_f32(a, b, count, &sweep)
    let rounded = Float(bitPattern: sweep.largest_bits)
    let isFinite =
      rounded.isFinite && sweep.squared_error.isFinite && sweep.squares_a.isFinite && sweep.squares_b.isFinite
    // What is not finite is rare, and taken one by one; equal infinities are no difference.
    let piece = isFinite ? ValueDifference(sweep, count: count) : Self.oneByOne(a, b, count)
    result.append(piece, limit: limit)
    let isFull = result.worst.count == limit
    let least = isFull ? result.worst.last.map { Float($0.rank) } ?? .infinity : 0
    guard !isFinite || rounded >= largest || rounded >= least && rounded > 0 else { return }
    largest = max(largest, rounded.isNaN ? .infinity : rounded)
    search(a, b, count, from: start, isFull: isFull)
  }

  /// The exact largest difference, and the worst elements, of a piece that may have some.
  private mutating func search(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, from start: Int, isFull: Bool
  ) {
    let least = isFull ? result.worst.last?.rank ?? .infinity : 0
    var found = ValueDifference()
    var worst: [ValueDifference.Element] = []
    for i in 0..<count where a[i].bitPattern != b[i].bitPattern {
      let element = ValueDifference.Element(index: start + i, a: a[i], b: b[i])
      found.include(largest: element.absolute)
      if element.rank > least {
        worst.append(element)
      } else if isFull && element.rank == least && limit > 0 {
        result.tied += 1
      }
    }
    found.worst = worst
    result.append(found, limit: limit)
  }

  private static func oneByOne(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
  ) -> ValueDifference {
    var piece = ValueDifference()
    for i in 0..<count { piece.add(.init(index: i, a: a[i], b: b[i])) }
    return piece
  }
}

extension ValueDifference {
  /// What a sweep of finite numbers found, but for the largest difference, which it has rounded only.
  fileprivate init(_ sweep: ct_sweep, count: Int) {
    self.init()
    (self.count, identical, maxULPs) = (count, Int(sweep.identical), UInt64(sweep.largest_ulps))
    (squaredError, squaresA) = (sweep.squared_error, sweep.squares_a)
    (squaresB, product) = (sweep.squares_b, sweep.product)
  }

  fileprivate mutating func addSame(_ elements: Int, squares: Double) {
    count += elements
    identical += elements
    squaresA += squares
    squaresB += squares
    product += squares
  }

  fileprivate mutating func include(largest absolute: Double) {
    maxAbsolute = maxAbsolute.isNaN || absolute.isNaN ? .nan : max(maxAbsolute, absolute)
  }

  fileprivate mutating func add(_ element: Element) {
    let (x, y, d) = (Double(element.a), Double(element.b), element.absolute)
    let isSame = element.a.bitPattern == element.b.bitPattern
    count += 1
    if isSame { identical += 1 }
    // Equal infinities and NaNs are no difference, and belong to no sum.
    guard !isSame || x.isFinite else { return }
    squaredError += d * d
    squaresA += x * x
    squaresB += y * y
    product += x * y
    include(largest: d)
    maxULPs = max(maxULPs, d == 0 ? 0 : ULPs.distance(element.a, element.b))
  }
}
