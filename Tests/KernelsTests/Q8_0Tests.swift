import XCTest

@testable import Kernels

final class Q8_0Tests: XCTestCase {
  private func block(_ first: [Float]) -> [Float] { first + [Float](repeating: 0, count: 32 - first.count) }

  func testRecipeByHand() throws {
    for implementation in Q8_0.implementations {
      // d = 1: halves go away from zero.
      let row = try Q8_0.quantize(
        block([127, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999997, -127]), implementation: implementation)
      XCTAssertEqual(row.scales, [1], "\(implementation)")
      XCTAssertEqual(Array(row.values[..<9]), [127, 1, -1, 2, 3, -3, 0, -127, 0])
      XCTAssertEqual(row.sums, [2])
      // d = 1 + 2^-11 is halfway between two binary16 numbers, and goes to the even one; values are quotients by d.
      let tie = try Q8_0.quantize(block([127 * (1 + 0x1p-11), 1, 64]), implementation: implementation)
      XCTAssertEqual(tie.scales, [1])
      XCTAssertEqual(Array(tie.values[..<3]), [127, 1, 64])
      let above = try Q8_0.quantize(block([-127 * (1 + 0x3p-11)]), implementation: implementation)
      XCTAssertEqual(above.scales, [1 + 0x1p-9])
      XCTAssertEqual(above.values[0], -127)
    }
  }

  func testScalesAtTheLimits() throws {
    let cases: [(largest: Float, scale: Float, value: Int8)] = [
      (0, 0, 0), (-0.0, 0, 0), (.leastNonzeroMagnitude, 0, 0), (3e-37, 0, 0),
      // 1 / d is finite from about 3.74e-37 on; the scale is 0 up to d = 2^-25.
      (4e-37, 0, 127), (127 * 0x1p-25, 0, 127), (127 * 0x1.8p-25, 0x1p-24, 127), (127 * 0x1p-24, 0x1p-24, 127),
      (127 * 0x1p-14, 0x1p-14, 127), (127 * 65504, 65504, 127), (127 * 65519, 65504, 127),
      (127 * 65520, .infinity, 127), (.greatestFiniteMagnitude, .infinity, 127),
    ]
    for implementation in Q8_0.implementations {
      for (largest, scale, value) in cases {
        let row = try Q8_0.quantize(block([0, largest, -largest]), implementation: implementation)
        XCTAssertEqual(row.scales.bits, [scale.bitPattern], "\(implementation), \(largest)")
        XCTAssertEqual(Array(row.values[..<4]), [0, value, -value, 0], "\(implementation), \(largest)")
        XCTAssertEqual(row.sums, [0])
      }
    }
  }

  func testNonFiniteValuesPoisonTheirBlockOnly() throws {
    for implementation in Q8_0.implementations {
      for bad: Float in [.nan, -.nan, .infinity, -.infinity, Float(bitPattern: 0x7f80_0001)] {
        for place in 0..<32 {
          var values = [Float](repeating: 1, count: 96)
          values[32 + place] = bad
          let row = try Q8_0.quantize(values, implementation: implementation)
          XCTAssertEqual(row.scales[1].bitPattern, 0x7fc0_0000, "\(implementation), \(bad) at \(place)")
          XCTAssertEqual(Set(row.values[32..<64]), [0])
          XCTAssertEqual(row.sums, [32 * 127, 0, 32 * 127])
        }
      }
    }
  }

  func testEveryPathGivesTheBitsOfTheReference() throws {
    var random = PCG32(seed: 325)
    for count in [0, 1, 2, 7, 8, 9, 16, 19] {
      for trial in 0..<80 {
        let values: [Float] = (0..<count).flatMap { _ -> [Float] in
          let scale = Float(sign: .plus, exponent: random.below(250) - 126, significand: 1)
          return (0..<32).map { i in
            switch trial % 5 {
            case 0: random.value()
            case 1: random.value() * scale
            case 2: i == 0 ? 127 : Float(random.below(254) - 127) * 0.5  // many ties
            case 3: Float(bitPattern: random.next() & 0x80ff_ffff)
            default: random.below(60) == 0 ? adversarialValues[random.below(adversarialValues.count)] : random.value()
            }
          }
        }
        let expected = try Q8_0.quantize(values, implementation: .scalar)
        for implementation in Q8_0.implementations {
          let row = try Q8_0.quantize(values, implementation: implementation)
          XCTAssertEqual(row, expected, "\(implementation), \(count) blocks, trial \(trial)")
          XCTAssertEqual(row.sums, expected.sums)
        }
      }
    }
  }

  /// Neither where values are computed nor where they are cleared: in a block of zeros and in one that is poisoned.
  func testNothingPastABlockIsWritten() throws {
    for implementation in Q8_0.implementations {
      let function = try Q8_0.table.function(for: implementation)
      for number: Float in [1, 0, .nan] {
        var scales: [Float] = [7, 7]
        var values = [Int8](repeating: 7, count: 33)
        var sums: [Int16] = [7, 7]
        function([Float](repeating: number, count: 32), 1, &scales, &values, &sums)
        let value: Int8 = number == 1 ? 127 : 0
        XCTAssertEqual(scales[1], 7, "\(implementation), \(number)")
        XCTAssertEqual(values, [Int8](repeating: value, count: 32) + [7], "\(implementation), \(number)")
        XCTAssertEqual(sums, [32 * Int16(value), 7], "\(implementation), \(number)")
      }
    }
  }

  func testThreadsChangeNoBit() throws {
    var random = PCG32(seed: 328)
    let values = (0..<37 * 32).map { _ in random.value() }
    for implementation in Q8_0.implementations {
      for threads in [2, 3, 100] {
        var row = try Q8_0.Row(count: 0)
        try values.withUnsafeBufferPointer {
          try Q8_0.quantize($0, into: &row, threads: threads, implementation: implementation)
        }
        XCTAssertEqual(row, try Q8_0.quantize(values, implementation: .scalar), "\(implementation), \(threads)")
      }
    }
    var row = try Q8_0.Row(count: 0)
    XCTAssertThrowsError(try values.withUnsafeBufferPointer { try Q8_0.quantize($0, into: &row, threads: 0) }) {
      XCTAssertEqual("\($0)", "Q8_0.quantize: threads is 0; it must be at least 1")
    }
  }

  func testARowBeginsAsZeros() throws {
    let row = try Q8_0.Row(count: 64)
    XCTAssertEqual(row.scales.bits, [0, 0])
    XCTAssertEqual(row.values, [Int8](repeating: 0, count: 64))
    XCTAssertEqual(row.sums, [0, 0])
  }

  func testNothingOfTheRowBeforeIsLeft() throws {
    var random = PCG32(seed: 329)
    // Of the same length, since a row of another one gets other memory.
    let rows = [96, 96, 64, 64, 96].map { count in (0..<count).map { _ in random.value() } }
    for implementation in Q8_0.implementations {
      var row = try Q8_0.Row(count: 0)
      for values in rows {
        try values.withUnsafeBufferPointer { try Q8_0.quantize($0, into: &row, implementation: implementation) }
        XCTAssertEqual(row, try Q8_0.quantize(values, implementation: implementation), "\(implementation)")
      }
    }
  }

  func testMisalignedSource() throws {
    var random = PCG32(seed: 326)
    let values = (0..<112).map { _ in random.value() }
    for implementation in Q8_0.implementations {
      for offset in 0..<16 {
        var row = try Q8_0.Row(count: 0)
        try values.withUnsafeBufferPointer {
          let part = UnsafeBufferPointer(rebasing: $0[offset..<offset + 96])
          try Q8_0.quantize(part, into: &row, implementation: implementation)
        }
        XCTAssertEqual(row, try Q8_0.quantize(Array(values[offset..<offset + 96]), implementation: .scalar))
      }
    }
  }

  func testQuantizedValuesAreNear() throws {
    var random = PCG32(seed: 327)
    let values = (0..<3200).map { _ in random.value() }
    let row = try Q8_0.quantize(values)
    for (i, value) in values.enumerated() {
      let d = Double(values[i / 32 * 32..<i / 32 * 32 + 32].map(abs).max()!) / 127
      let error = abs(Double(value) - Double(row.scales[i / 32]) * Double(row.values[i]))
      XCTAssertLessThanOrEqual(error, d * (0.5 + 127 * 0x1p-11 + 0x1p-15), "\(i)")
    }
  }

  func testShapesAreChecked() {
    XCTAssertThrowsError(try Q8_0.quantize([1, 2, 3])) {
      XCTAssertEqual("\($0)", "Q8_0.quantize: number of values is 3, but that of whole blocks of 32 is 0")
    }
    XCTAssertThrowsError(try Q8_0.Row(count: -32))
    XCTAssertThrowsError(try Q8_0.Row(scales: [1, 2], values: [Int8](repeating: 0, count: 32))) {
      XCTAssertEqual("\($0)", "Q8_0.Row: number of values is 32, but 32 a scale is 64")
    }
  }
}
