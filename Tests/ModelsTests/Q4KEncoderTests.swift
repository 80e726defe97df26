import Kernels
import XCTest

@testable import Models

final class Q4KEncoderTests: XCTestCase {
  func testConstantAndEmptyBlocks() throws {
    XCTAssertEqual(
      try Q4K.dequantize(Q4KEncoder.encode(.init(repeating: 0, count: 256))), .init(repeating: 0, count: 256))
    XCTAssertEqual(try Q4KEncoder.encode([]), [])
  }

  func testMultiplesOfAStepAreExact() throws {
    // 0...15 needs span 1 with d = 2^-5 rounded up from 1/63: not exact; 63 * 2^k is.
    let weights = (0..<256).map { Float($0 % 16) * 63 }
    XCTAssertEqual(try Q4K.dequantize(Q4KEncoder.encode(weights)), weights)
  }

  func testNoNumberIsRefused() {
    for bad in [Float.nan, .infinity, -.infinity, 1e30, -1e30] {
      var weights = [Float](repeating: 1, count: 256)
      weights[100] = bad
      XCTAssertThrowsError(try Q4KEncoder.encode(weights)) { XCTAssertTrue($0 is ModelFileError) }
    }
    XCTAssertThrowsError(try Q4KEncoder.encode([1]))
  }
}
