import XCTest

@testable import Metrics

/// The metrics that need a logarithm or an exponential; references from mpmath with 300 bits.
final class LogarithmicMetricTests: XCTestCase {
  private func real(_ metric: Metric, _ actual: [Double], _ expected: [Double]) throws -> Double {
    guard case .real(let value) = try metric.of(Sample(actual), against: Sample(expected)) else {
      XCTFail("\(metric) is not a real number")
      return .nan
    }
    return value
  }

  func testLogarithm() {
    let references: [(x: Double, log: Double)] = [
      (0.5, -0x1.62e42fefa39efp-1), (2, 0x1.62e42fefa39efp-1), (3, 0x1.193ea7aad030bp+0), (10, 0x1.26bb1bbb55516p+1),
      (1e-300, -0x1.5963447f87fb5p+9), (.greatestFiniteMagnitude, 0x1.62e42fefa39efp+9),
      (Double(1).nextUp, 0x1.fffffffffffffp-53), (Double(1).nextDown, -0x1p-53),
      (.leastNonzeroMagnitude, -0x1.74385446d71c3p+9), (0x1.6a09e667f3bcdp0, 0x1.62e42fefa39f0p-2),
    ]
    for (x, log) in references {
      XCTAssertEqual(WideLogarithm.value(x), log, accuracy: abs(log) * 0x1p-50, "\(x)")
    }
    XCTAssertEqual(WideLogarithm.value(1), 0)
    XCTAssertEqual(WideLogarithm.value(-0.0), -.infinity)
    XCTAssertEqual(WideLogarithm.value(.infinity), .infinity)
    XCTAssertTrue(WideLogarithm.value(.nan).isNaN)
    XCTAssertTrue(WideLogarithm.value(-1).isNaN)
  }

  func testSignalToNoise() throws {
    XCTAssertEqual(try real(.sqnr, [1, 5], [2, 1]), -5.3147891704225512375, accuracy: 1e-13)
    XCTAssertEqual(try real(.sqnr, [3, 4 + 0x1p-10], [3, 4]), 74.185399219516615138, accuracy: 1e-12)
    XCTAssertEqual(try real(.sqnr, [1], [1]), 3082.5471555991674385, accuracy: 1e-11)
    XCTAssertEqual(try real(.sqnr, [1], [1]), try real(.sqnr, [0], [0]))
    XCTAssertEqual(try real(.sqnr, [1], [0]), -.infinity)
  }

  func testSignalToNoiseSeesAScaleThatCosineDoesNot() throws {
    XCTAssertEqual(try real(.sqnr, [2, 4], [1, 2]), 0)
    XCTAssertEqual(try real(.cosine, [2, 4], [1, 2]), 1, accuracy: 1e-15)
  }

  func testDivergenceOfLogits() throws {
    XCTAssertEqual(try real(.klDivergence, [1, 2, 3], [3, 2, 1]), 1.1504207652088828631, accuracy: 1e-15)
    XCTAssertEqual(try real(.klDivergence, [100, -600, 0], [0, 0, 50]), 100, accuracy: 1e-13)
    // Small divergences keep their digits: the sum of q ln(q/p) would lose them all.
    XCTAssertEqual(try real(.klDivergence, [0, 10], [0, 10 + 0x1p-10]), 2.163232167934975044e-11, accuracy: 1e-23)
    XCTAssertEqual(
      try real(.klDivergence, [1, 2, 3, -5], [1, 2, 3 + 0x1p-22, -5]), 6.3307778754669236835e-15, accuracy: 1e-22)
  }

  func testDivergenceIsNoneForWhatSoftmaxDoesNotSee() throws {
    XCTAssertEqual(try real(.klDivergence, [1, 2, 3], [1, 2, 3]), 0)
    XCTAssertEqual(try real(.klDivergence, [1025, 1026, 1027], [1, 2, 3]), 0)
    XCTAssertEqual(try real(.klDivergence, [0, -0.0], [-0.0, 0]), 0)
    XCTAssertEqual(try real(.klDivergence, [7], [-7]), 0)
  }

  func testMasksInLogits() throws {
    XCTAssertEqual(try real(.klDivergence, [1, -.infinity], [1, -.infinity]), 0)
    XCTAssertEqual(try real(.klDivergence, [1, -.infinity], [1, 1]), .infinity)
    // A class that is not expected and has half the weight: ln 2.
    XCTAssertEqual(try real(.klDivergence, [1, 1], [1, -.infinity]), 0.6931471805599453, accuracy: 1e-15)
    for bad in [[-.infinity, -.infinity], [.infinity, 1], [.nan, 1]] as [[Double]] {
      XCTAssertTrue(try real(.klDivergence, bad, [1, 1]).isNaN)
      XCTAssertTrue(try real(.klDivergence, [1, 1], bad).isNaN)
      XCTAssertTrue(try real(.klDivergence, bad, bad).isNaN)
    }
  }

  func testTopK() throws {
    func mismatches(_ k: Int, _ actual: [Float], _ expected: [Float]) throws -> UInt64 {
      try topKMismatches(k, actual: Sample(actual), expected: Sample(expected))
    }
    XCTAssertEqual(try mismatches(2, [3, 1, 2, 0], [2, 1, 3, 0]), 0, "the order among them does not count")
    XCTAssertEqual(try mismatches(2, [3, 1, 2, 0], [0, 3, 2, 1]), 1)
    XCTAssertEqual(try mismatches(3, [0, 0, 0, 1], [0, -0.0, 0, 1]), 0, "the first of equals, zeros being equal")
    XCTAssertEqual(try mismatches(1, [.infinity, 1], [2, 1]), 0)
    XCTAssertEqual(try mismatches(2, [1, .nan, 0], [1, .nan, 0]), 2)
    XCTAssertThrowsError(try mismatches(1, [1], [1, 2])) {
      XCTAssertEqual($0 as? SampleMismatch, .count(actual: 1, expected: 2))
    }
    XCTAssertThrowsError(try mismatches(1, [], []))
  }
}
