import XCTest

@testable import Kernels

final class MatVecTests: XCTestCase {
  func testEveryRowHasTheBitsOfDot() throws {
    var random = PCG32(seed: 11)
    for (rows, columns) in [(1, 1), (3, 64), (4, 65), (5, 127), (9, 200), (17, 1000), (2, 0), (0, 5)] {
      for family in [VectorFamily.wide, .adversarial, .subnormal, .zeros] {
        let w = family.vector(rows * columns, &random)
        let x = family.vector(columns, &random)
        let expected = try (0..<rows).map { row in
          try Dot.f32(Array(w[row * columns..<(row + 1) * columns]), x, implementation: .scalar)
        }
        for implementation in MatVec.implementations {
          for threads in [1, 2, 3, 7] {
            let y = try MatVec.f32(
              w, rows: rows, columns: columns, x, threads: threads, implementation: implementation)
            assertSameBits(y, expected, "\(implementation), \(rows) x \(columns), \(family), \(threads) threads")
          }
        }
      }
    }
  }

  /// N = 1024, K = 96: a kernel that takes [N][K] for [K][N] is far off here, and passes every square.
  func testNonSquareAgainstBinary64() throws {
    var random = PCG32(seed: 12)
    let (rows, columns) = (1024, 96)
    let w = VectorFamily.uniform.vector(rows * columns, &random)
    let x = VectorFamily.uniform.vector(columns, &random)
    let y = try MatVec.f32(w, rows: rows, columns: columns, x)
    for row in 0..<rows {
      let products = (0..<columns).map { Double(w[row * columns + $0]) * Double(x[$0]) }
      let bound = 8.0 * 0x1p-24 / (1 - 8.0 * 0x1p-24) * products.reduce(0) { $0 + $1.magnitude }
      let error = (Double(y[row]) - products.reduce(0, +)).magnitude
      XCTAssert(error <= bound, "row \(row): \(error) > \(bound)")
    }
  }

  func testPublishedInput005ByLane8() throws {
    let x = (0..<128).map { (i: Int) -> Float in (Float(i % 17) - 8) * 0.1 }
    let firstRow = (0..<128).map { (i: Int) -> Float in (Float(31 * i % 23) - 11) * 0.05 }
    let first = try Dot.lane8(firstRow, x)
    XCTAssertEqual(hex(first), "0xbf9d70a2")
  }

  func testOffsetsWithinALine() throws {
    var random = PCG32(seed: 13)
    let w = VectorFamily.wide.vector(5 * 131, &random)
    let x = VectorFamily.wide.vector(131, &random)
    let expected = try MatVec.f32(w, rows: 5, columns: 131, x, implementation: .scalar)
    for offset in 0..<16 {
      for implementation in MatVec.implementations {
        let y = try withOffset(offset, w) { w in
          try withOffset((offset * 3) % 16, x) { x in
            try withOffset((offset * 7) % 16, [Float](repeating: 0, count: 5)) { y in
              try MatVec.f32(
                UnsafeBufferPointer(w), rows: 5, columns: 131, UnsafeBufferPointer(x), into: y,
                implementation: implementation)
              return Array(y)
            }
          }
        }
        assertSameBits(y, expected, "\(implementation), offset \(offset)")
      }
    }
  }

  func testShapesAreChecked() {
    let w = [Float](repeating: 1, count: 6)
    func assertThrows(_ rows: Int, _ columns: Int, _ x: Int, threads: Int = 1, _ text: String) {
      XCTAssertThrowsError(
        try MatVec.f32(w, rows: rows, columns: columns, [Float](repeating: 1, count: x), threads: threads)
      ) { XCTAssertEqual("\($0)", text) }
    }
    assertThrows(2, 4, 4, "MatVec.f32: length of weights is 6, but rows * columns is 8")
    assertThrows(2, 3, 2, "MatVec.f32: length of x is 2, but columns is 3")
    assertThrows(-2, -3, 3, "MatVec.f32: rows is -2; it must be at least 0")
    assertThrows(2, -3, 3, "MatVec.f32: columns is -3; it must be at least 0")
    assertThrows(2, 3, 3, threads: 0, "MatVec.f32: threads is 0; it must be at least 1")
    assertThrows(.max, .max, 3, "MatVec.f32: length of weights is 6, but rows * columns is \(Int.max)")
    let y = AlignedBuffer<Float>(repeating: 0, count: 4)
    XCTAssertThrowsError(
      try w.withUnsafeBufferPointer { w in
        try MatVec.f32(w, rows: 2, columns: 3, UnsafeBufferPointer(rebasing: w[..<3]), into: y.span)
      }
    ) { XCTAssertEqual("\($0)", "MatVec.f32: length of y is 4, but rows is 2") }
    XCTAssertThrowsError(
      try w.withUnsafeBufferPointer { w in
        try MatVec.f32(w, rows: 4, columns: 1, UnsafeBufferPointer(rebasing: w[..<1]), into: y.span)
      }
    ) { XCTAssertEqual("\($0)", "MatVec.f32: length of weights is 6, but rows * columns is 4") }
  }
}
