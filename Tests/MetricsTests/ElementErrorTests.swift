import XCTest

@testable import Metrics

/// Which elements are worst, what a bound makes of them, and the shape of the error.
final class ElementErrorTests: XCTestCase {
  private func errors(_ actual: [Float], _ expected: [Float], _ measure: ErrorMeasure) throws -> ElementErrors {
    try ElementErrors(actual: Sample(actual), expected: Sample(expected), by: measure)
  }

  private func worst(_ actual: [Float], _ expected: [Float], _ measure: ErrorMeasure) throws -> [Int] {
    try errors(actual, expected, measure).worst(9).map(\.index)
  }

  func testWorstElementsComeFirst() throws {
    XCTAssertEqual(try worst([1, 5, .nan, 3], [1, 1, 1, 1], .absolute), [2, 1, 3])
    XCTAssertEqual(try errors([1, 5, .nan, 3], [1, 1, 1, 1], .absolute).worst(1).map(\.index), [2])
    XCTAssertEqual(try worst([2, .infinity, 2], [1, 1, 1], .absolute), [1, 0, 2], "ties by index")
    XCTAssertEqual(try worst([101, 2], [100, 1], .relative), [1, 0])
    XCTAssertEqual(try worst([2, 1 + 0x1p-23], [1, 1], .ulps), [0, 1])
    XCTAssertEqual(try worst([2, 11], [1, 1], .bound([0.5, 20])), [0, 1])
  }

  func testNaNAgainstNaNIsAnErrorToEveryMeasureButThatOfBits() throws {
    for measure in [ErrorMeasure.absolute, .relative, .ulps, .bound([1, 1])] {
      XCTAssertEqual(try worst([.nan, 1], [.nan, 1], measure), [0], measure.name)
    }
    XCTAssertEqual(try worst([.nan, 1], [.nan, 1], .bits), [])
    XCTAssertEqual(try worst([.nan, 2], [Float(bitPattern: 0x7fc0_0001), 1], .bits), [0, 1])
    XCTAssertEqual(try worst([-0.0, 2], [0, 1], .bits), [1, 0])
    XCTAssertEqual(try worst([-0.0, 2], [0, 1], .absolute), [1])
  }

  /// Each metric ranks by what it measures: no element has an error if and only if the metric sees none.
  func testEveryMetricSeesWhatItsMeasureSees() throws {
    let values: [Float] = [0, -0.0, 1, Float(1).nextUp, 0x1p-130, .infinity, -.infinity, .nan]
    for metric in [Metric.maxAbsError, .maxRelError, .maxULPs, .bitsDiffering] {
      for a in values {
        for e in values {
          let value = try metric.of(Sample([a]), against: Sample([e]))
          let isExact = value == .real(0) || value == .count(0)
          XCTAssertEqual(try worst([a], [e], metric.measure).isEmpty, isExact, "\(metric): \(a) against \(e)")
        }
      }
    }
  }

  func testCountsAreCompared() {
    XCTAssertThrowsError(try errors([1, 2], [1], .absolute))
    XCTAssertThrowsError(try errors([], [], .absolute))
    XCTAssertThrowsError(try errors([1, 2], [1, 2], .bound([1])))
  }

  // MARK: Bounds

  private func bounded(_ actual: Double, _ expected: Double, _ bound: Double) throws -> (outside: UInt64, ratio: Double)
  {
    let errors = try BoundedError(actual: Sample([actual]), expected: Sample([expected]), bound: [bound])
    return (errors.outside, errors.largestRatio)
  }

  func testBoundsFailClosed() throws {
    func check(
      _ actual: Double, _ expected: Double, _ bound: Double, _ outside: UInt64, _ ratio: Double, line: UInt = #line
    ) throws {
      let found = try bounded(actual, expected, bound)
      XCTAssertEqual(found.outside, outside, line: line)
      XCTAssertTrue(found.ratio == ratio || found.ratio.isNaN && ratio.isNaN, "\(found.ratio)", line: line)
    }
    try check(1, 1, 0, 0, 0)
    try check(0, -0.0, 0, 0, 0)
    try check(1, 1.5, 0.5, 0, 1)
    try check(1, 1.5, 0.25, 1, 2)
    try check(1, 1.5, 0, 1, .infinity)
    try check(1, 1.5, -0.0, 1, .infinity)
    try check(1, 1.5, .infinity, 0, 0)
    try check(1, 1, -1, 1, .infinity)
    try check(1, 1, .nan, 1, .nan)
    try check(.nan, .nan, .infinity, 1, .nan)
    try check(.infinity, 1, .infinity, 1, .infinity)
    try check(.infinity, .infinity, 1, 1, .infinity)
    try check(.greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, 1, .infinity)
    XCTAssertThrowsError(try BoundedError(actual: Sample([1.0]), expected: Sample([1.0]), bound: []))
    XCTAssertThrowsError(try BoundedError(actual: Sample([Float]()), expected: Sample([Float]()), bound: []))
  }

  /// The ratio is at most 1 if and only if the element is within its bound, also next to it.
  func testTheRatioIsAboveOneJustOutsideTheBound() throws {
    for bound in [1.0, 1.5, Double(2).nextDown, 0x1p-1074, 0x1.fffffffffffffp-1022, 1e300, 0.1] {
      XCTAssertEqual(try bounded(bound, 0, bound).ratio, 1, "\(bound)")
      XCTAssertGreaterThan(try bounded(bound.nextUp, 0, bound).ratio, 1, "\(bound)")
      XCTAssertLessThan(try bounded(bound.nextDown, 0, bound).ratio, 1, "\(bound)")
    }
  }

  func testTheWorstRatioIsKept() throws {
    let errors = try BoundedError(
      actual: Sample([1.5, 1.0] as [Float]), expected: Sample([1.0, 0.0]), bound: [1, 0.25])
    XCTAssertEqual(errors.largestRatio, 4)
    XCTAssertEqual(errors.outside, 1)
  }

  // MARK: Shape

  func testTheShapeNamesMagnitudesThatOccur() throws {
    let actual: [Float] = [0, 0x1p-130, 1, 2, 100, .infinity, .nan, .nan]
    // 2^-130 is 2^19 = 524288 ulps of the subnormals from 0.
    let expected: [Float] = [0, 0, 1, 4, Float(100).nextUp, .infinity, 1, .nan]
    XCTAssertEqual(
      ErrorShape(try errors(actual, expected, .absolute)).lines,
      [
        "      |e|     none   <=1e-7      <=1       >1      nan",
        "        0        1        .        .        1        .",
        "      >=1        1        .        1        .        1",
        "    >=100        .        1        .        .        .",
        " infinite        1        .        .        .        .",
        "      nan        .        .        .        .        1",
        "ulps: 0: 3, 1: 1, 262145-524288: 1, >1048576: 1, nan or infinite: 2",
      ])
  }

  func testEveryElementIsCountedOnce() throws {
    let values = (0..<300).map { Float(bitPattern: UInt32($0) &* 0x0131_7A35 &+ 0x9E37) }
    let shape = ErrorShape(try errors(values, Array(values.reversed()), .bits))
    let counts = shape.lines.dropFirst().dropLast().flatMap { line in
      line.split(separator: " ").dropFirst().compactMap { Int($0) }
    }
    XCTAssertEqual(counts.reduce(0, +), 300)
    let distances = shape.histogram.split(separator: ",").compactMap { Int($0.split(separator: " ").last ?? "") }
    XCTAssertEqual(distances.reduce(0, +), 300)
  }
}
