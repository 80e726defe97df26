import Metrics
import XCTest

final class MetricTests: XCTestCase {
  /// What a metric gives is of another kind than the test is about: a failure.
  private struct OtherKind: Error { let expected: String }

  private func real(_ metric: Metric, _ actual: [Float], _ expected: [Float]) throws -> Double {
    guard case .real(let value) = try metric.of(Sample(actual), against: Sample(expected)) else {
      throw OtherKind(expected: "a real number")
    }
    return value
  }

  private func count(_ metric: Metric, _ actual: [Float], _ expected: [Float]) throws -> UInt64 {
    guard case .count(let value) = try metric.of(Sample(actual), against: Sample(expected)) else {
      throw OtherKind(expected: "a count")
    }
    return value
  }

  func testBitsOfTwoTypesAreNeverCompared() {
    XCTAssertThrowsError(try Metric.bitsDiffering.of(Sample([1] as [Float]), against: Sample([1] as [Double]))) {
      XCTAssertEqual($0 as? SampleMismatch, .dtype(actual: .f32, expected: .f64))
    }
  }

  func testDifferentCountsAreNeverCompared() {
    for metric in Metric.allCases where metric.isComparison {
      XCTAssertThrowsError(try metric.of(Sample([1, 2] as [Float]), against: Sample([1] as [Float])), metric.rawValue) {
        XCTAssertEqual($0 as? SampleMismatch, .count(actual: 2, expected: 1))
      }
      XCTAssertThrowsError(try metric.of(Sample([] as [Float]), against: Sample([] as [Float])), metric.rawValue)
    }
    for metric in Metric.allCases where !metric.isComparison {
      XCTAssertThrowsError(try metric.of(Sample([] as [Float])), metric.rawValue)
    }
  }

  func testNaNIsSeenByEveryErrorMetric() throws {
    let expected: [Float] = [1, 2, 3]
    for metric in [
      Metric.maxAbsError, .maxRelError, .rmsError, .nmse, .sqnr, .relativeL1, .relativeL2, .cosine, .normRatio,
      .klDivergence,
    ] {
      for position in 0..<3 {
        var actual = expected
        actual[position] = .nan
        XCTAssertTrue(try real(metric, actual, expected).isNaN, "\(metric) with NaN at \(position)")
      }
    }
    XCTAssertEqual(try count(.maxULPs, [1, .nan, 3], expected), .max)
    XCTAssertEqual(try count(.argmaxMismatches, [1, .nan, 3], expected), 1)
  }

  func testInfinityIsNotNextToTheLargestNumber() throws {
    XCTAssertEqual(try count(.maxULPs, [.infinity], [.greatestFiniteMagnitude]), .max)
    XCTAssertEqual(try count(.maxULPs, [.infinity], [.infinity]), 0)
    XCTAssertEqual(try count(.maxULPs, [.nan], [.nan]), .max)
    XCTAssertEqual(
      try Metric.maxULPs.of(Sample([Float.greatestFiniteMagnitude]), against: Sample([1e300])), .count(.max))
    XCTAssertEqual(try count(.maxULPs, [.infinity], [-.infinity]), .max)
    XCTAssertEqual(try real(.maxAbsError, [.infinity], [.infinity]), 0)
    XCTAssertEqual(try real(.maxAbsError, [.infinity], [1]), .infinity)
  }

  func testULPsAcrossZero() throws {
    XCTAssertEqual(try count(.maxULPs, [0.0], [-0.0]), 0)
    XCTAssertEqual(try count(.maxULPs, [.leastNonzeroMagnitude], [-.leastNonzeroMagnitude]), 2)
    XCTAssertEqual(try count(.maxULPs, [1], [Float(1).nextUp]), 1)
    XCTAssertEqual(
      try Metric.maxULPs.of(Sample([1.0]), against: Sample([Double(1).nextUp])), .count(1), "binary64 has finer steps")
    XCTAssertEqual(
      try Metric.maxULPs.of(Sample([1.0] as [Float]), against: Sample([Double(1).nextUp])), .count(0),
      "a wider expected value is rounded to the type judged")
  }

  func testZeroVectors() throws {
    XCTAssertEqual(try real(.cosine, [0, 0], [0, 0]), 1)
    XCTAssertEqual(try real(.cosine, [0, 0], [1, 0]), 0)
    XCTAssertEqual(try real(.normRatio, [0, 0], [0, 0]), 1)
    XCTAssertEqual(try real(.normRatio, [1, 0], [0, 0]), .infinity)
    XCTAssertEqual(try real(.nmse, [0, 0], [0, 0]), 0)
    XCTAssertEqual(try real(.relativeL2, [1, 0], [0, 0]), .infinity)
    XCTAssertEqual(try real(.maxRelError, [1], [0]), .infinity)
    XCTAssertEqual(try real(.maxRelError, [0], [0]), 0)
  }

  func testCosineDoesNotSeeAScaleAndNormRatioDoes() throws {
    XCTAssertEqual(try real(.cosine, [2, 4], [1, 2]), 1, accuracy: 1e-15)
    XCTAssertEqual(try real(.normRatio, [2, 4], [1, 2]), 2, accuracy: 1e-15)
  }

  func testKnownValues() throws {
    XCTAssertEqual(try real(.maxAbsError, [1, 5], [2, 2]), 3)
    XCTAssertEqual(try real(.maxRelError, [1, 5], [2, 2]), 1.5)
    XCTAssertEqual(try real(.rmsError, [1, 5], [2, 1]), (17.0 / 2).squareRoot())
    XCTAssertEqual(try real(.relativeL1, [1, 5], [2, 2]), 1)
    XCTAssertEqual(try real(.relativeL2, [3, 4], [0, 4]), 0.75)
    XCTAssertEqual(try real(.nmse, [3, 4], [0, 4]), 9.0 / 16)
    XCTAssertEqual(try count(.bitsDiffering, [0.0, 1, .nan], [-0.0, 1, .nan]), 1)
    XCTAssertEqual(try count(.argmaxMismatches, [1, 3, 3], [0, 9, 2]), 0)
    XCTAssertEqual(try count(.argmaxMismatches, [1, 3, 4], [0, 9, 2]), 1)
  }

  func testMetricsOfOneSample() throws {
    let sample = Sample([-1, 4, 2] as [Float])
    XCTAssertEqual(try Metric.min.of(sample), .real(-1))
    XCTAssertEqual(try Metric.max.of(sample), .real(4))
    XCTAssertEqual(try Metric.maxRatio.of(Sample([2.0, 8.0])), .real(4))
    XCTAssertEqual(try Metric.sum.of(sample), .real(5))
    XCTAssertEqual(try Metric.count.of(sample), .count(3))
    let special = Sample([.nan, .infinity, -.infinity, 0] as [Float])
    XCTAssertEqual(try Metric.nanCount.of(special), .count(1))
    XCTAssertEqual(try Metric.infCount.of(special), .count(2))
    XCTAssertEqual(try Metric.nonFiniteCount.of(special), .count(3))
    for metric in [Metric.min, .max, .sum, .maxRatio] {
      guard case .real(let value) = try metric.of(special) else { return XCTFail("\(metric)") }
      XCTAssertTrue(value.isNaN, "\(metric)")
    }
  }

  func testBytesAndClasses() {
    XCTAssertEqual(Sample([1] as [Float]).littleEndianBytes, [0, 0, 0x80, 0x3F])
    XCTAssertEqual(Sample([-2] as [Int8]).littleEndianBytes, [0xFE])
    XCTAssertEqual(Sample([1.0]).hexadecimal(0), "0x3ff0000000000000")
    XCTAssertEqual(Sample([-1] as [Int32]).value(0), -1)
    XCTAssertEqual(Sample([0.1] as [Float]).decimal(0), "0.1")
    XCTAssertEqual(Sample([0.1]).decimal(0), "0.1")
    XCTAssertEqual(Sample([-2] as [Int8]).decimal(0), "-2")
    XCTAssertEqual(
      Sample([0, -0.0, 0x1p-140, 1, .infinity, .nan] as [Float]).classes,
      ["zero": 1, "negative_zero": 1, "subnormal": 1, "normal": 1, "infinite": 1, "nan": 1])
  }
}
