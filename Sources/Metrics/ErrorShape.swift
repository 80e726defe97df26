/// Where errors stand: the elements of two samples counted by the magnitude that was expected and by
/// the size of their error relative to it, and by distance in units in the last place.
///
/// A fault has a shape that one number hides: errors at small magnitudes alone point at a canceled
/// sum or a flushed subnormal, one relative size throughout at a scale, a few whole elements at an index.
public struct ErrorShape: Sendable {
  /// By row of magnitude and column of error.
  private var counts: [[Int]]
  /// By distance: 0, then 1, 2, 3 to 4, 5 to 8, and so on to 2^20; all above; a NaN or one infinity.
  private var ulps = [Int](repeating: 0, count: 24)

  /// Upper bounds, each inclusive, of |a - e| / |e|; below all of them stands "no error".
  private static let errors = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1]
  private static let errorNames =
    ["none", "<=1e-7", "<=1e-6", "<=1e-5", "<=1e-4", "<=1e-3", "<=0.01", "<=0.1", "<=1", ">1", "nan"]

  /// Lower bounds, each inclusive, of |e|; below all of them stands 0.
  private static let magnitudes =
    [Double.leastNonzeroMagnitude, 1e-30, 1e-10, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000, 1e6, 1e10, .infinity]
  private static let magnitudeNames = [
    "0", "<1e-30", ">=1e-30", ">=1e-10", ">=1e-6", ">=1e-4", ">=1e-3", ">=0.01", ">=0.1", ">=1", ">=10", ">=100",
    ">=1000", ">=1e6", ">=1e10", "infinite", "nan",
  ]

  /// The shape of errors.
  ///
  /// - Complexity: O(n).
  public init(_ errors: ElementErrors) {
    counts = Self.magnitudeNames.map { _ in [Int](repeating: 0, count: Self.errorNames.count) }
    for index in 0..<errors.pairs.actual.count {
      let (a, e) = (errors.pairs.actual.value(index), errors.pairs.expected.value(index))
      let row = e.isNaN ? Self.magnitudeNames.count - 1 : Self.magnitudes.count { abs(e) >= $0 }
      counts[row][errors.error(index) == 0 ? 0 : Self.column(Pairs.relativeError(a, e))] += 1
      let distance = errors.pairs.ulps(index)
      ulps[distance == .max ? 23 : distance == 0 ? 0 : min(65 - (distance - 1).leadingZeroBitCount, 22)] += 1
    }
  }

  private static func column(_ relative: Double) -> Int {
    if relative.isNaN { return errorNames.count - 1 }
    return 1 + errors.count { relative > $0 }
  }

  /// A table with a line for each magnitude that occurs and a column for each size of error that
  /// does, then the distances; no line ends in a blank.
  public var lines: [String] {
    let columns = Self.errorNames.indices.filter { column in counts.contains { $0[column] > 0 } }
    let rows = counts.indices.filter { counts[$0].contains { $0 > 0 } }
    func line(_ cells: [String]) -> String {
      cells.map { String(repeating: " ", count: max(0, 9 - $0.utf8.count)) + $0 }.joined()
    }
    return [line(["|e|"] + columns.map { Self.errorNames[$0] })]
      + rows.map { row in
        line([Self.magnitudeNames[row]] + columns.map { counts[row][$0] == 0 ? "." : String(counts[row][$0]) })
      } + ["ulps: " + histogram]
  }

  /// The distances that occur, such as `0: 510, 1: 2, 3-4: 1, nan or infinite: 1`.
  public var histogram: String {
    ulps.indices.filter { ulps[$0] > 0 }.map { "\(Self.distanceName($0)): \(ulps[$0])" }.joined(separator: ", ")
  }

  private static func distanceName(_ bucket: Int) -> String {
    switch bucket {
    case 0, 1, 2: String(bucket)
    case 22: ">1048576"
    case 23: "nan or infinite"
    default: "\(1 << (bucket - 2) + 1)-\(1 << (bucket - 1))"
    }
  }
}
