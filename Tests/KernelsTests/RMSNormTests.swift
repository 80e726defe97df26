import XCTest

@testable import Kernels

final class RMSNormTests: XCTestCase {
  private static let lengths = Array(1...70) + [127, 128, 129, 191, 192, 193, 255, 256, 896, 3584, 3585]

  func testOneRowByHand() throws {
    for implementation in RMSNorm.implementations {
      // mean(9, 16) = 12.5; epsilon 3.5 makes the root 4.
      let y = try RMSNorm.apply([3, 4], weight: [2, -1], epsilon: 3.5, implementation: implementation)
      XCTAssertEqual(y, [1.5, -1])
    }
  }

  func testErrorStaysWithinTheBound() throws {
    var random = PCG32(seed: 10)
    for n in Self.lengths {
      let x = (0..<n).map { _ in random.value() }
      let weight = (0..<n).map { _ in random.value() }
      let y = try RMSNorm.apply(x, weight: weight, epsilon: 1e-6)
      let mean = x.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(n)
      let root = (mean + Double(1e-6 as Float)).squareRoot()
      let bound = (Double((n + 63) / 64 + 6) / 2 + 5) * 0x1p-24 * 1.001
      for i in 0..<n {
        let exact = Double(x[i]) / root * Double(weight[i])
        XCTAssertTrue(abs(Double(y[i]) - exact) <= bound * abs(exact), "n \(n), i \(i)")
      }
    }
  }

  func testEveryPathGivesTheBitsOfTheReference() throws {
    var random = PCG32(seed: 11)
    for n in Self.lengths {
      for trial in 0..<6 {
        let scale: Float = [1, 1e-30, 1e18, 1e25, 1, 1][trial]
        func input() -> Float {
          if trial == 4 { return random.anyBits() }
          if trial == 5 && random.below(n) == 0 { return adversarialValues[random.below(adversarialValues.count)] }
          return random.value() * scale
        }
        let x = (0..<n).map { _ in input() }
        let weight = (0..<n).map { _ in trial == 5 ? input() : random.value() }
        let expected = try RMSNorm.apply(x, weight: weight, epsilon: 1e-6, implementation: .scalar)
        for implementation in RMSNorm.implementations {
          let y = try RMSNorm.apply(x, weight: weight, epsilon: 1e-6, implementation: implementation)
          XCTAssertEqual(y.bits, expected.bits, "\(implementation), n \(n), trial \(trial)")
        }
      }
    }
  }

  func testNaNsAreCanonical() throws {
    for implementation in RMSNorm.implementations {
      for bad in [Float(bitPattern: 0xffc1_2345), Float(bitPattern: 0x7f80_0001), .infinity] {
        var x = [Float](repeating: 1, count: 200)
        x[77] = bad
        let y = try RMSNorm.apply(x, weight: x, epsilon: 0, implementation: implementation)
        XCTAssertEqual(y[77].bitPattern, 0x7fc0_0000, "\(implementation)")
        XCTAssertEqual(y[0].bitPattern, bad == .infinity ? 0 : 0x7fc0_0000, "\(implementation)")
      }
      let y = try RMSNorm.apply([1, 2], weight: [1, 1], epsilon: -9, implementation: implementation)
      XCTAssertEqual(y.bits, [0x7fc0_0000, 0x7fc0_0000])
    }
  }

  func testMisalignedAndInPlace() throws {
    var random = PCG32(seed: 12)
    let n = 131
    let x = (0..<n).map { _ in random.value() }
    let weight = (0..<n).map { _ in random.value() }
    let expected = try RMSNorm.apply(x, weight: weight, epsilon: 1e-5, implementation: .scalar)
    for implementation in RMSNorm.implementations {
      for offset in 0..<16 {
        let buffer = AlignedBuffer([Float](repeating: 9, count: offset) + x + [9])
        let row = UnsafeMutableBufferPointer(rebasing: buffer.span[offset..<offset + n])
        try weight.withUnsafeBufferPointer {
          try RMSNorm.apply(
            UnsafeBufferPointer(row), weight: $0, epsilon: 1e-5, into: row, implementation: implementation)
        }
        XCTAssertEqual(row.bits, expected.bits, "\(implementation), offset \(offset)")
        XCTAssertEqual(buffer[offset + n], 9)
      }
    }
  }

  func testRowsAreIndependent() throws {
    var random = PCG32(seed: 13)
    let x = (0..<3 * 100).map { _ in random.value() }
    let weight = (0..<100).map { _ in random.value() }
    let expected = try (0..<3).flatMap {
      try RMSNorm.apply(Array(x[$0 * 100..<$0 * 100 + 100]), weight: weight, epsilon: 1e-5)
    }
    XCTAssertEqual(try RMSNorm.apply(x, weight: weight, epsilon: 1e-5), expected)
    XCTAssertEqual(try RMSNorm.apply([], weight: [], epsilon: 1), [])
  }

  func testShapesAreChecked() {
    XCTAssertThrowsError(try RMSNorm.apply([1, 2, 3], weight: [1, 2], epsilon: 0)) { error in
      XCTAssertEqual(
        "\(error)", "RMSNorm.apply: length of x is 3, but that of whole rows as long as weight is 2")
    }
    XCTAssertThrowsError(try RMSNorm.apply([1, 2, 3], weight: [], epsilon: 0))
  }
}
