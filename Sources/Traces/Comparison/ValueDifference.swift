import Base

/// How two arrays of the same length differ.
public struct ValueDifference: Sendable {
  /// An element and its two values.
  public struct Element: Equatable, Sendable {
    /// In row-major order.
    public let index: Int
    /// The values on both sides.
    public let a, b: Float

    /// An element.
    public init(index: Int, a: Float, b: Float) { (self.index, self.a, self.b) = (index, a, b) }

    /// |a - b|; 0 for equal bits, NaN where either is NaN otherwise.
    public var absolute: Double { a.bitPattern == b.bitPattern ? 0 : abs(Double(a) - Double(b)) }

    /// Larger is worse; NaN is worst.
    var rank: Double { absolute.isNaN ? .infinity : absolute }
  }

  /// The number of elements.
  public internal(set) var count = 0
  /// How many have the same bits; a NaN with the same bits counts, +0 against -0 does not.
  public internal(set) var identical = 0
  /// The largest |a - b|; NaN where one side alone is NaN, or both with other bits.
  public internal(set) var maxAbsolute = 0.0
  /// The largest distance in units in the last place; `.max` where one is not finite and the other is different.
  public internal(set) var maxULPs: UInt64 = 0
  /// The elements that differ most, worst first, of equals the first.
  public internal(set) var worst: [Element] = []
  /// How many more differ by as much as the last one of `worst`.
  public internal(set) var tied = 0

  var squaredError = 0.0
  var squaresA = 0.0
  var squaresB = 0.0
  var product = 0.0

  /// No elements.
  init() {}

  /// So many elements that are the same on both sides; sums are left at 0, whose measures are those of equal arrays.
  init(identical count: Int) { (self.count, identical) = (count, count) }

  /// The root of the mean of (a - b)^2.
  public var rms: Double { count == 0 ? 0 : (squaredError / Double(count)).squareRoot() }
  /// The Euclidean norm of a - b over that of a; 0/0 is 0.
  public var relativeL2: Double { squaredError == 0 ? 0 : (squaredError / squaresA).squareRoot() }
  /// The cosine of the angle between both; 1 where every bit is the same and for two zero vectors, 0 for one of them.
  ///
  /// Like all sums, without the elements that are NaN or infinite with the same bits on both sides: they are no
  /// difference, and have no direction. NaN where an element is not finite and has other bits on the other side.
  public var cosine: Double {
    if isIdentical { return 1 }
    if squaresA == 0 || squaresB == 0 { return squaresA == squaresB ? 1 : 0 }
    return product / (squaresA.squareRoot() * squaresB.squareRoot())
  }
  /// The norm of b over the norm of a; 1 where every bit is the same and for two zero vectors.
  public var normRatio: Double {
    if isIdentical || squaresA == 0 && squaresB == 0 { return 1 }
    return squaresB.squareRoot() / squaresA.squareRoot()
  }
  /// Whether every bit is the same.
  public var isIdentical: Bool { identical == count }

  /// Adds what was found in the elements that follow.
  mutating func append(_ next: ValueDifference, limit: Int) {
    count += next.count
    identical += next.identical
    maxAbsolute = maxAbsolute.isNaN || next.maxAbsolute.isNaN ? .nan : max(maxAbsolute, next.maxAbsolute)
    maxULPs = max(maxULPs, next.maxULPs)
    squaredError += next.squaredError
    squaresA += next.squaresA
    squaresB += next.squaresB
    product += next.product
    guard !next.worst.isEmpty else { return }
    let sorted = (worst + next.worst).sorted { ($0.rank, -$0.index) > ($1.rank, -$1.index) }
    let kept = sorted.prefix(limit)
    // Whoever was left out before still ties if the last one is as bad as the last one then.
    let least = kept.last?.rank
    let ties = (worst.last?.rank == least ? tied : 0) + (next.worst.last?.rank == least ? next.tied : 0)
    tied = least == nil ? 0 : ties + sorted.dropFirst(limit).count { $0.rank == least }
    worst = Array(kept)
  }

  /// The measures, rounded for display, and the worst elements with their bits and coordinates.
  func json(shape: [Int]) -> JSON {
    func text(_ value: Double) -> JSON { .string(StageStatistics.display(value)) }
    return .object([
      "count": .integer(count), "identical": .integer(identical), "max_ulps": ulpsJSON,
      "rounded_display": .object([
        "max_abs": text(maxAbsolute), "rms": text(rms), "relative_l2": text(relativeL2), "cosine": text(cosine),
        "norm_ratio": text(normRatio),
      ]),
      "worst": .array(
        worst.map {
          .object([
            "coordinates": .array(Coordinates.of($0.index, shape).map(JSON.integer)),
            "a_bits": .string(FloatText.bits($0.a)), "b_bits": .string(FloatText.bits($0.b)),
          ])
        }), "tied_with_last": .integer(tied),
    ])
  }

  private var ulpsJSON: JSON { Int(exactly: maxULPs).map(JSON.integer) ?? .null }
}

/// Places in arrays of several dimensions.
enum Coordinates {
  /// The coordinates of a row-major index.
  static func of(_ index: Int, _ shape: [Int]) -> [Int] {
    var rest = index
    return shape.reversed().map { size in
      defer { rest /= max(size, 1) }
      return rest % max(size, 1)
    }.reversed()
  }
}
