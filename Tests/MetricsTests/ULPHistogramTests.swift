import Metrics
import XCTest

/// How many elements are how far away, by powers of two.
final class ULPHistogramTests: XCTestCase {
  private func bins<Actual: SampleElement, Expected: SampleElement>(
    _ actual: [Actual], _ expected: [Expected]
  ) throws -> [String: Int] {
    let counts = try XCTUnwrap(ULPHistogram(actual: Sample(actual), expected: Sample(expected))).counts
    XCTAssertEqual(counts.count, 66)
    XCTAssertEqual(counts.reduce(0, +), actual.count)
    return Dictionary(
      uniqueKeysWithValues: counts.enumerated().filter { $0.element > 0 }.map {
        (ULPHistogram.name(ofBin: $0.offset), $0.element)
      })
  }

  /// A number some units in the last place above 1.
  private func above(_ distance: UInt64) -> Double { Double(bitPattern: Double(1).bitPattern + distance) }

  func testBinsBeginAtPowersOfTwo() throws {
    for (distance, name) in [
      (0, "0"), (1, "1"), (2, "2"), (3, "2"), (4, "4"), (7, "4"), (8, "8"), (15, "8"), (16, "16"), (1023, "512"),
      (1024, "1024"), (1 << 50, "1125899906842624"), (1 << 50 - 1, "562949953421312"),
    ] as [(UInt64, String)] {
      XCTAssertEqual(try bins([above(distance)], [1.0]), [name: 1])
      XCTAssertEqual(try bins([1.0], [above(distance)]), [name: 1], "either way")
    }
    XCTAssertEqual(try bins([above(1), above(3), 1, above(2)], [1.0, 1, 1, 1]), ["0": 1, "1": 1, "2": 2])
    XCTAssertEqual(try bins([Float(1).nextUp, 1], [1, Float(1).nextDown.nextDown]), ["1": 1, "2": 1])
  }

  func testTheNamesOfBins() {
    let names = (0..<66).map(ULPHistogram.name(ofBin:))
    XCTAssertEqual(names.first, "0")
    XCTAssertEqual(names[1...64].map { UInt64($0) }, (0..<64).map { UInt64(1) << UInt64($0) })
    XCTAssertEqual(names.last, "none")
  }

  func testTheFurthestNumbersHaveABin() throws {
    let largest = Double.greatestFiniteMagnitude
    // Twice the bit pattern of the largest number: just below 2^64.
    XCTAssertEqual(try bins([largest], [-largest]), ["9223372036854775808": 1])
    XCTAssertEqual(
      try bins([Float.greatestFiniteMagnitude], [-Float.greatestFiniteMagnitude]), ["2147483648": 1])
  }

  func testZerosOfBothSignsAreOnePoint() throws {
    XCTAssertEqual(try bins([0, -0.0] as [Float], [-0.0, 0] as [Float]), ["0": 2])
    XCTAssertEqual(try bins([0, -0.0] as [Double], [-0.0, 0] as [Float]), ["0": 2])
    XCTAssertEqual(
      try bins([Float.leastNonzeroMagnitude, -.leastNonzeroMagnitude], [-0.0, .leastNonzeroMagnitude] as [Float]),
      ["1": 1, "2": 1])
  }

  func testNaNAndOneInfinityHaveNoDistance() throws {
    XCTAssertEqual(
      try bins(
        [Float.nan, 1, .nan, .infinity, .infinity, -Float.infinity],
        [1, .nan, .nan, 1, -Float.infinity, -Float.infinity] as [Float]),
      ["none": 5, "0": 1])
    XCTAssertEqual(try bins([Double.infinity], [Double.greatestFiniteMagnitude]), ["none": 1])
    XCTAssertEqual(try bins([Float.infinity], [1e300]), ["none": 1])
    XCTAssertEqual(try bins([Float.infinity], [Double.infinity]), ["0": 1])
  }

  /// As `max_ulps` takes them: in units of binary32 unless both are binary64.
  func testTwoTypesAreComparedInTheNarrowerOne() throws {
    XCTAssertEqual(try bins([Float(1)], [Double(1).nextUp]), ["0": 1])
    XCTAssertEqual(try bins([Double(1).nextUp], [Float(1)]), ["0": 1])
    XCTAssertEqual(try bins([Double(Float(1).nextUp)], [Float(1)]), ["1": 1])
    XCTAssertEqual(try bins([Double(Float(1).nextUp)], [Double(1)]), ["536870912": 1])
    XCTAssertEqual(try bins([Float.greatestFiniteMagnitude], [1e300]), ["none": 1], "it is infinite in binary32")
  }

  func testTheLargestDistanceIsTheMetrics() throws {
    let values: [Float] = [0, -0.0, 1, Float(1).nextUp, 0x1p-140, -3, .infinity, .nan]
    for actual in values {
      for expected in values {
        let metric = try Metric.maxULPs.of(Sample([actual]), against: Sample([expected]))
        guard case .count(let distance) = metric else { return XCTFail("\(metric)") }
        let name = distance == .max ? "none" : distance == 0 ? "0" : String(1 << (63 - distance.leadingZeroBitCount))
        XCTAssertEqual(try bins([actual], [expected]), [name: 1], "\(actual) \(expected)")
      }
    }
  }

  func testIntegersHaveNone() {
    let (floats, bytes, integers) = (Sample([1] as [Float]), Sample([1] as [Int8]), Sample([1] as [Int32]))
    for (actual, expected) in [(bytes, floats), (floats, bytes), (integers, floats), (integers, integers)] {
      XCTAssertNil(ULPHistogram(actual: actual, expected: expected))
    }
  }

  func testDifferentCountsHaveNone() {
    XCTAssertNil(ULPHistogram(actual: Sample([1, 2] as [Float]), expected: Sample([1] as [Float])))
    XCTAssertNil(ULPHistogram(actual: Sample([] as [Float]), expected: Sample([1.0])))
    XCTAssertEqual(
      ULPHistogram(actual: Sample([] as [Float]), expected: Sample([] as [Double]))?.counts,
      [Int](repeating: 0, count: 66))
  }
}
