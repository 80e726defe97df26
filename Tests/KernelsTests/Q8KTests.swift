import XCTest

@testable import Kernels

final class Q8KTests: XCTestCase {
  private typealias Quantizer = (name: String, function: ([Float], Implementation) throws -> Q8K.Row)

  private let quantizers: [Quantizer] = [
    ("published", { try Q8K.quantizePublished($0, implementation: $1) }),
    ("ggml", { try Q8K.quantizeGGML($0, implementation: $1) }),
  ]

  private func block(_ first: [Float]) -> [Float] { first + [Float](repeating: 0, count: 256 - first.count) }

  func testPublishedRecipeByHand() throws {
    for implementation in Q8K.implementations {
      // Scale 1: halves go away from zero.
      let row = try Q8K.quantizePublished(
        block([127, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999997, -127]), implementation: implementation)
      XCTAssertEqual(row.scales, [1])
      XCTAssertEqual(Array(row.values[..<8]), [127, 1, -1, 2, 3, -3, 0, -127])
      XCTAssertEqual(row.sums[0], 2)
      // At and below the floor the scale is 1/127.
      let small = try Q8K.quantizePublished(block([1e-10, 1e-11]), implementation: implementation)
      XCTAssertEqual(small.scales.bits, [(1 / 127 as Float).bitPattern])
      XCTAssertEqual(Set(small.values), [0])
    }
  }

  func testGGMLRecipeByHand() throws {
    for implementation in Q8K.implementations {
      // iscale = -1: signs turn over, halves go to even.
      let row = try Q8K.quantizeGGML(
        block([127, 0.5, -0.5, 1.5, 2.5, -2.5, -127]), implementation: implementation)
      XCTAssertEqual(row.scales, [-1])
      XCTAssertEqual(Array(row.values[..<7]), [-127, 0, 0, -2, -2, 2, 127])
      // Of two extremes of one magnitude the first decides the sign.
      let negative = try Q8K.quantizeGGML(block([1, -127, 127]), implementation: implementation)
      XCTAssertEqual(negative.scales, [1])
      XCTAssertEqual(Array(negative.values[..<3]), [1, -127, 127])
      for zeros in [block([]), block([-0.0]), block([3e-37, -1e-38])] {
        let row = try Q8K.quantizeGGML(zeros, implementation: implementation)
        XCTAssertEqual(row.scales.bits, [0])
        XCTAssertEqual(Set(row.values), [0])
      }
      let tiny = try Q8K.quantizeGGML(block([4e-37]), implementation: implementation)
      XCTAssertEqual(tiny.values[0], -127)
    }
  }

  func testNonFiniteValuesPoisonTheirBlockOnly() throws {
    for quantizer in quantizers {
      for implementation in Q8K.implementations {
        for bad: Float in [.nan, -.nan, .infinity, -.infinity, Float(bitPattern: 0x7f80_0001)] {
          for place in [0, 1, 15, 16, 100, 255] {
            var values = [Float](repeating: 1, count: 512)
            values[place] = bad
            let row = try quantizer.function(values, implementation)
            XCTAssertEqual(row.scales[0].bitPattern, 0x7fc0_0000, "\(quantizer.name) \(implementation) \(bad)")
            XCTAssertEqual(Set(row.values[..<256]), [0])
            XCTAssertEqual(Set(row.sums[..<16]), [0])
            XCTAssertEqual(Set(row.values[256...].map(abs)), [127])
          }
        }
      }
    }
  }

  func testEveryPathGivesTheBitsOfTheReference() throws {
    var random = PCG32(seed: 3)
    for quantizer in quantizers {
      for count in [0, 1, 2, 5] {
        for trial in 0..<60 {
          let scale = Float(sign: .plus, exponent: random.below(250) - 126, significand: 1)
          let values: [Float] = (0..<count * 256).map { _ in
            switch trial % 4 {
            case 0: random.value()
            case 1: random.value() * scale
            case 2: Float(random.below(255) - 127) * 0.5  // many ties
            default: random.below(300) == 0 ? adversarialValues[random.below(adversarialValues.count)] : random.value()
            }
          }
          let expected = try quantizer.function(values, .scalar)
          for implementation in Q8K.implementations {
            let row = try quantizer.function(values, implementation)
            XCTAssertEqual(row, expected, "\(quantizer.name), \(implementation), \(count) blocks, trial \(trial)")
            XCTAssertEqual(row.sums, expected.sums)
          }
        }
      }
    }
  }

  /// Neither where values are computed nor where they are cleared: in a block of zeros and in one that is poisoned.
  func testNothingPastABlockIsWritten() throws {
    for (name, table, one) in [("published", Q8K.publishedTable, Int8(127)), ("ggml", Q8K.ggmlTable, -127)] {
      for implementation in Q8K.implementations {
        let function = try table.function(for: implementation)
        for number: Float in [1, 0, .nan] {
          var scales: [Float] = [7, 7]
          var values = [Int8](repeating: 7, count: 257)
          var sums = [Int16](repeating: 7, count: 17)
          function([Float](repeating: number, count: 256), 1, &scales, &values, &sums)
          let value = number == 1 ? one : 0
          let context = "\(name), \(implementation), \(number)"
          XCTAssertEqual(scales[1], 7, context)
          XCTAssertEqual(values, [Int8](repeating: value, count: 256) + [7], context)
          XCTAssertEqual(sums, [Int16](repeating: 16 * Int16(value), count: 16) + [7], context)
        }
      }
    }
  }

  func testMisalignedSource() throws {
    var random = PCG32(seed: 4)
    let values = (0..<272).map { _ in random.value() }
    for implementation in Q8K.implementations {
      for offset in 0..<16 {
        var row = try Q8K.Row(count: 0)
        try values.withUnsafeBufferPointer {
          let part = UnsafeBufferPointer(rebasing: $0[offset..<offset + 256])
          try Q8K.quantizePublished(part, into: &row, implementation: implementation)
        }
        let expected = try Q8K.quantizePublished(Array(values[offset..<offset + 256]), implementation: .scalar)
        XCTAssertEqual(row, expected)
      }
    }
  }

  func testQuantizedValuesAreNear() throws {
    var random = PCG32(seed: 5)
    let values = (0..<2560).map { _ in random.value() }
    for quantizer in quantizers {
      let row = try quantizer.function(values, .preferred)
      for (i, value) in values.enumerated() {
        let scale = Double(row.scales[i / 256])
        let error = abs(Double(value) - scale * Double(row.values[i]))
        XCTAssertTrue(error <= abs(scale) * (0.5 + 0x1p-15), "\(quantizer.name) \(i)")
      }
    }
  }

  func testARowBeginsAsZeros() throws {
    let row = try Q8K.Row(count: 512)
    XCTAssertEqual(row.scales.bits, [0, 0])
    XCTAssertEqual(row.values, [Int8](repeating: 0, count: 512))
    XCTAssertEqual(row.sums, [Int16](repeating: 0, count: 32))
  }

  func testRowsAreEqualWhereScalesAndValuesAre() throws {
    let (ones, twos) = ([Int8](repeating: 1, count: 256), [Int8](repeating: 2, count: 256))
    let row = try Q8K.Row(scales: [.nan], values: ones)
    XCTAssertEqual(row, try Q8K.Row(scales: [.nan], values: ones))
    XCTAssertNotEqual(row, try Q8K.Row(scales: [.nan], values: twos))
    XCTAssertNotEqual(row, try Q8K.Row(scales: [1], values: ones))
  }

  func testRowsAreValues() throws {
    let first = try Q8K.quantizePublished(block([1]))
    var second = first
    try block([2]).withUnsafeBufferPointer { try Q8K.quantizePublished($0, into: &second) }
    XCTAssertEqual(first.dequantized()[0], 1)
    XCTAssertEqual(second.dequantized()[0], 2)
    XCTAssertEqual(try Q8K.Row(scales: second.scales, values: second.values), second)
    XCTAssertEqual(try Q8K.Row(scales: second.scales, values: second.values).sums, second.sums)
  }

  func testShapesAreChecked() {
    XCTAssertThrowsError(try Q8K.quantizeGGML([1, 2, 3])) { error in
      XCTAssertEqual(
        "\(error)", "Q8K.quantizeGGML: number of values is 3, but that of whole blocks of 256 is 0")
    }
    XCTAssertThrowsError(try Q8K.Row(count: -256))
    XCTAssertThrowsError(try Q8K.Row(scales: [1, 2], values: [Int8](repeating: 0, count: 256))) {
      XCTAssertEqual("\($0)", "Q8K.Row: number of values is 256, but 256 a scale is 512")
    }
    XCTAssertThrowsError(
      try block([]).withUnsafeBufferPointer {
        var row = try Q8K.Row(count: 256)
        try Q8K.quantizeGGML($0, into: &row, threads: 0)
      }
    ) { XCTAssertEqual("\($0)", "Q8K.quantizeGGML: threads is 0; it must be at least 1") }
  }
}
