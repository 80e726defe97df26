import XCTest

@testable import Kernels

/// Every format with a product, on every path, against its scalar definition.
final class FusedProductTests: XCTestCase {
  private static let formats = BlockFormat.allCases.filter { $0.activationFormat != nil }
  private static let formatsWithMinimums: Set<BlockFormat> = [.q4_1, .q5_1, .q2K, .q4K, .q5K]

  func testTheFormatsAreThoseThatGGMLPairs() {
    XCTAssertEqual(
      Self.formats.map { "\($0.name) \($0.activationFormat!.rawValue)" },
      [
        "Q4_0 Q8_0", "Q4_1 Q8_0", "Q5_0 Q8_0", "Q5_1 Q8_0", "Q8_0 Q8_0", "Q2_K Q8_K", "Q3_K Q8_K", "Q4_K Q8_K",
        "Q5_K Q8_K", "Q6_K Q8_K", "IQ4_NL Q8_0", "IQ4_XS Q8_K", "MXFP4 Q8_0",
      ])
  }

  /// What a judge multiplies itself is what the block dequantizes to, to the rounding of its two products and their sum.
  func testTheIntegersOfABlockAreItsWeights() throws {
    var random = PCG32(seed: 172)
    for format in Self.formats {
      var integers = FusedProduct.Integers()
      for _ in 0..<20 {
        var block = (0..<format.blockBytes).map { _ in UInt8(random.below(256)) }
        // Scales that are finite in binary16, wherever in the block they stand; of MXFP4 it is the first byte.
        for index in block.indices { block[index] &= 0xbb }
        let weights = try format.dequantize(block)
        block.withUnsafeBytes { integers.read(format, $0.baseAddress!) }
        if !Self.formatsWithMinimums.contains(format) {
          let sums = weights.count / 16
          XCTAssertEqual(Array(integers.minimums[..<sums]), [Int16](repeating: 0, count: sums), format.name)
        }
        for (i, weight) in weights.enumerated() {
          let terms = [
            Double(integers.d) * Double(integers.codes[i]), Double(integers.m) * Double(integers.minimums[i / 16]),
          ]
          XCTAssertEqual(
            Double(weight), terms[0] + terms[1], accuracy: (abs(terms[0]) + abs(terms[1])) * 0x1p-21 + 0x1p-149,
            "\(format.name), weight \(i)")
        }
      }
    }
  }

  /// Around the tile sizes of the fastest paths: rows, blocks, activations.
  private static let shapes = [
    (1, 1, 1), (5, 2, 3), (16, 3, 4), (17, 4, 5), (31, 5, 2), (32, 6, 9), (33, 7, 4), (47, 9, 6), (3, 28, 1),
    (2, 18, 17), (1, 2, 257),
  ]

  /// In front of or behind each array of weights and of activations stands a page that nobody may read.
  func testNothingAroundTheArraysIsRead() throws {
    var random = PCG32(seed: 173)
    for format in Self.formats {
      let kernel = try XCTUnwrap(FusedProduct.kernel(of: format))
      for (rows, blocks, count) in [(1, 2, 4), (17, 1, 4), (33, 3, 5), (32, 4, 8), (5, 7, 9)] {
        let weights = (0..<rows * blocks * format.blockBytes).map { _ in Kind.ordinary.byte(&random) }
        let scales = (0..<count * blocks).map { _ in Kind.ordinary.scale(&random) }
        let values = (0..<count * blocks * format.blockWeights).map { _ in Kind.ordinary.value(&random) }
        let width = values.count / (count * blocks * kernel.blockSums)
        let sums: [Int16] = stride(from: 0, to: values.count, by: width).map { first in
          values[first..<first + width].reduce(0) { $0 + Int16($1) }
        }
        func results(_ implementation: Implementation, isInFront: Bool = false) throws -> [Float] {
          let path = try kernel.table.function(for: implementation)
          var results = [Float](repeating: .nan, count: rows * count)
          try withGuardPage(weights, isInFront: isInFront) { weights -> Void in
            try withGuardPage(scales, isInFront: isInFront) { scales -> Void in
              try withGuardPage(values, isInFront: isInFront) { values -> Void in
                try withGuardPage(sums, isInFront: isInFront) { sums -> Void in
                  let weights = weights.baseAddress!
                  let (scales, values, sums) = (scales.baseAddress!, values.baseAddress!, sums.baseAddress!)
                  if let matMat = path.matMat {
                    return matMat(weights, rows, blocks, scales, values, sums, count, &results, rows)
                  }
                  for c in 0..<count {
                    results.withUnsafeMutableBufferPointer {
                      path.rows(
                        weights, rows, blocks, scales + c * blocks, values + c * blocks * kernel.blockWeights,
                        sums + c * blocks * kernel.blockSums, $0.baseAddress! + c * rows)
                    }
                  }
                }
              }
            }
          }
          return results
        }
        let expected = try results(.scalar)
        for implementation in FusedProduct.implementations(of: format) {
          for isInFront in [false, true] {
            let found = try results(implementation, isInFront: isInFront)
            assertSameBits(found, expected, "\(format.name), \(implementation), \(rows) rows")
          }
        }
      }
    }
  }

  func testEveryPathHasTheBitsOfTheDefinition() throws {
    var random = PCG32(seed: 171)
    for format in Self.formats {
      for (rows, blocks, count) in Self.shapes {
        for kind in Kind.allCases {
          let weights = (0..<rows * blocks * format.blockBytes).map { _ in kind.byte(&random) }
          let values = (0..<count * blocks * format.blockWeights).map { _ in kind.value(&random) }
          let scales = (0..<count * blocks).map { _ in kind.scale(&random) }
          let context = "\(format.name), \(rows) rows, \(blocks) blocks, \(count) activations, \(kind)"
          try check(format, weights, rows, scales, values, count, context)
        }
      }
    }
  }

  /// What the bytes and numbers of a case are.
  private enum Kind: CaseIterable {
    case ordinary, any, largest

    func byte(_ random: inout PCG32) -> UInt8 { self == .largest ? 0xff : UInt8(random.below(256)) }
    func value(_ random: inout PCG32) -> Int8 { self == .largest ? -128 : Int8(truncatingIfNeeded: random.below(256)) }
    func scale(_ random: inout PCG32) -> Float {
      switch self {
      case .ordinary: random.value()
      case .any: Float(bitPattern: UInt32(random.below(1 << 16)) << 16 | UInt32(random.below(1 << 16)))
      case .largest: 1
      }
    }
  }

  private func check(
    _ format: BlockFormat, _ weights: [UInt8], _ rows: Int, _ scales: [Float], _ values: [Int8], _ count: Int,
    _ context: String
  ) throws {
    switch format.activationFormat! {
    case .q8K: try check(format, weights, rows, scales, values, count, context) { try Q8K.Row(scales: $0, values: $1) }
    case .q8_0:
      try check(format, weights, rows, scales, values, count, context) { try Q8_0.Row(scales: $0, values: $1) }
    }
  }

  private func check<Row: QuantizedActivations>(
    _ format: BlockFormat, _ weights: [UInt8], _ rows: Int, _ scales: [Float], _ values: [Int8], _ count: Int,
    _ context: String, _ row: ([Float], [Int8]) throws -> Row
  ) throws {
    let (columns, blocks, bytes) = (values.count / count, scales.count / count, weights.count / rows)
    var expected: [Float] = []
    for c in 0..<count {
      let one = try row(
        Array(scales[c * blocks..<(c + 1) * blocks]), Array(values[c * columns..<(c + 1) * columns]))
      for r in 0..<rows {
        expected.append(
          try FusedProduct.dot(
            Array(weights[r * bytes..<(r + 1) * bytes]), format: format, one, implementation: .scalar))
      }
    }
    let all = try row(scales, values)
    for implementation in FusedProduct.implementations(of: format) {
      for threads in [1, 3] {
        var results = [Float](repeating: .nan, count: count * rows)
        try weights.withUnsafeBytes { bytes in
          try results.withUnsafeMutableBufferPointer {
            try FusedProduct.matMat(
              bytes, format: format, rows: rows, columns: columns, all, count: count, into: $0, threads: threads,
              implementation: implementation)
          }
        }
        assertSameBits(results, expected, "\(context), \(implementation), \(threads) threads")
      }
    }
  }

  /// By hand: two blocks of Q8_0 weights 1 and 2 with activations 3 and 5.
  func testAProductOfQ8_0() throws {
    let block: (UInt8) -> [UInt8] = { [0, 0x3c] + [UInt8](repeating: $0, count: 32) }
    let row = try Q8_0.Row(
      scales: [0.5, 2], values: [Int8](repeating: 3, count: 32) + [Int8](repeating: 5, count: 32))
    XCTAssertEqual(try FusedProduct.dot(block(1) + block(2), format: .q8_0, row), 0.5 * 96 + 2 * 320)
  }

  /// By hand: one block of Q6_K, all codes 0, which stand for -32, scales 2 and d = 1.
  func testAProductOfQ6_K() throws {
    let block = [UInt8](repeating: 0, count: 192) + [UInt8](repeating: 2, count: 16) + [0, 0x3c]
    let row = try Q8K.Row(scales: [0.25], values: [Int8](repeating: 1, count: 256))
    XCTAssertEqual(try FusedProduct.dot(block, format: .q6K, row), -32 * 2 * 256 * 0.25)
  }

  func testNoActivationsHaveNoResults() throws {
    let row = try Q8K.Row(count: 0)
    let weights = [UInt8](repeating: 0, count: 3 * 210)
    let results = UnsafeMutableBufferPointer<Float>(start: nil, count: 0)
    XCTAssertNoThrow(
      try weights.withUnsafeBytes {
        try FusedProduct.matMat($0, format: .q6K, rows: 3, columns: 256, row, count: 0, into: results)
      })
  }

  func testWhatDoesNotFitIsRefused() throws {
    let row = try Q8K.Row(count: 256)
    func message(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "nothing thrown"
    }
    XCTAssertEqual(
      message { _ = try FusedProduct.dot([UInt8](repeating: 0, count: 34 * 8), format: .q8_0, row) },
      "FusedProduct.matMat: format is Q8_0; it must be one whose activations are Q8_K")
    XCTAssertEqual(
      message { _ = try FusedProduct.dot([UInt8](repeating: 0, count: 209), format: .q6K, row) },
      "FusedProduct.matMat: bytes of weights is 209, but bytes of rows * columns is 210")
    XCTAssertEqual(
      message { _ = try FusedProduct.dot([], format: .iq2XS, row) },
      "FusedProduct.matMat: format is IQ2_XS; it must be one whose activations are Q8_K")
  }
}
