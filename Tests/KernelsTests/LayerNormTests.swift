import XCTest

@testable import Kernels

final class LayerNormTests: XCTestCase {
  func testRowsAreNormalizedAlone() throws {
    var random = PCG32(seed: 47)
    for n in trickyLengths where n > 0 {
      let rows = (0..<3).map { row in VectorFamily.allCases[0].vector(n, &random).map { $0 * Float(1 << row) + 10_000 }
      }
      let (weight, bias) = (VectorFamily.allCases[0].vector(n, &random), VectorFamily.allCases[0].vector(n, &random))
      let alone = try rows.flatMap { try LayerNorm.apply($0, weight: weight, bias: bias, epsilon: 1e-5) }
      for path in Implementation.available {
        let together = try LayerNorm.apply(
          rows.flatMap { $0 }, weight: weight, bias: bias, epsilon: 1e-5, implementation: path)
        assertSameBits(together, alone, "\(n) on \(path)")
      }
    }
  }

  func testEqualValuesGiveTheBias() throws {
    let bias: [Float] = [1, -2, 3, 0.5]
    let y = try LayerNorm.apply([7, 7, 7, 7], weight: [1, 2, 3, 4], bias: bias, epsilon: 1e-5)
    assertSameBits(y, bias, "the mean of four sevens is exact")
  }

  func testRefusesPartsOfRows() {
    XCTAssertThrowsError(try LayerNorm.apply([1, 2, 3], weight: [1, 1], bias: [0, 0], epsilon: 0)) {
      XCTAssertEqual(
        $0 as? KernelError,
        .shapeMismatch(
          operation: "LayerNorm.apply", leftName: "length of x", left: 3,
          rightName: "that of whole rows as long as weight", right: 2))
    }
    XCTAssertThrowsError(try LayerNorm.apply([1, 2], weight: [1, 1], bias: [0], epsilon: 0))
  }
}
