import XCTest

@testable import Kernels

/// The products of blocks of 32 weights: each path against the scalar one, which is the definition.
final class FusedProductSmallBlocksTests: XCTestCase {
  private static let formats: [BlockFormat] = [.q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .iq4NL, .mxfp4]

  /// Around the numbers of rows, blocks and activations that are taken at once.
  private static let shapes: [(rows: Int, blocks: Int, count: Int)] =
    [1, 3, 5, 16, 17, 31, 32, 33, 47].flatMap { rows in
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 18, 28].map { blocks in
        (rows, blocks, [1, 2, 3, 4, 5, 7, 9, 17][(rows + blocks) % 8])
      }
    } + [(3, 2, 129), (33, 5, 129), (2, 33, 12)]

  func testEveryPathHasTheBitsOfTheReference() throws {
    var random = PCG32(seed: 320)
    for format in Self.formats {
      let paths = FusedProduct.implementations(of: format)
      for (rows, blocks, count) in Self.shapes {
        for kind in Kind.allCases {
          let weights = kind.weights(format, rows * blocks, &random)
          let activations = try kind.activations(count * blocks, &random)
          let expected = try product(weights, format, rows, activations, count, .scalar)
          if kind == .finite { XCTAssert(expected.allSatisfy(\.isFinite)) }
          for path in paths {
            let results = try product(weights, format, rows, activations, count, path)
            assertSameBits(results, expected, "\(format.name), \(path), \(rows) x \(blocks), \(count), \(kind)")
          }
        }
      }
    }
  }

  func testEveryByteOffsetAndThreadCount() throws {
    var random = PCG32(seed: 321)
    for format in Self.formats {
      let (rows, blocks, count) = (37, 6, 5)
      let weights = Kind.anyWeights.weights(format, rows * blocks, &random)
      let activations = try Kind.finite.activations(count * blocks, &random)
      let expected = try product(weights, format, rows, activations, count, .scalar)
      for path in FusedProduct.implementations(of: format) {
        for offset in 0..<64 {
          let moved = AlignedBuffer([UInt8](repeating: 0xff, count: offset) + weights)
          let place = UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: moved.span[offset...]))
          var results = [Float](repeating: .nan, count: rows * count)
          try results.withUnsafeMutableBufferPointer {
            try FusedProduct.matMat(
              place, format: format, rows: rows, columns: blocks * 32, activations, count: count, into: $0,
              threads: 1 + offset % 4, implementation: path)
          }
          assertSameBits(results, expected, "\(format.name), \(path), offset \(offset)")
        }
      }
    }
  }

  /// The largest sums: every code and every activation of the largest magnitude, of either sign.
  func testLargestSums() throws {
    let codes: [BlockFormat: (lowest: (UInt8, Int), highest: (UInt8, Int))] = [
      .q4_0: ((0, -8), (0xff, 7)), .q4_1: ((0, 0), (0xff, 15)), .q5_0: ((0, -16), (0xff, 15)),
      .q5_1: ((0, 0), (0xff, 31)), .q8_0: ((0x80, -128), (0x7f, 127)), .iq4NL: ((0, -127), (0xff, 113)),
      .mxfp4: ((0xff, -12), (0x77, 12)),
    ]
    for format in Self.formats {
      // Scale 1, and a minimum of 0 where there is one.
      let hasMinimum = format == .q4_1 || format == .q5_1
      let head: [UInt8] = format == .mxfp4 ? [128] : [0, 0x3c] + (hasMinimum ? [0, 0] : [])
      for (byte, code) in [codes[format]!.lowest, codes[format]!.highest] {
        let block = head + [UInt8](repeating: byte, count: format.blockBytes - head.count)
        for value: Int8 in [-128, 127] {
          let row = try Q8_0.Row(scales: [1, 1, 1, 1, 1], values: [Int8](repeating: value, count: 160))
          for path in FusedProduct.implementations(of: format) {
            let results = try product((0..<20).flatMap { _ in block }, format, 4, row, 1, path)
            XCTAssertEqual(
              results, [Float](repeating: Float(160 * code * Int(value)), count: 4), "\(format.name), \(path), \(value)"
            )
          }
        }
      }
    }
  }

  /// Nothing past the weights is read: they end where the next page may not be touched.
  func testWeightsMayEndAtAGuardPage() throws {
    var random = PCG32(seed: 322)
    for format in Self.formats {
      for (rows, blocks, count) in [(1, 1, 1), (3, 2, 1), (4, 3, 1), (5, 4, 4), (17, 5, 5), (33, 18, 8), (2, 7, 9)] {
        let weights = Kind.finite.weights(format, rows * blocks, &random)
        let activations = try Kind.finite.activations(count * blocks, &random)
        let expected = try product(weights, format, rows, activations, count, .scalar)
        try withGuardPage(weights) { bytes in
          for path in FusedProduct.implementations(of: format) {
            var results = [Float](repeating: .nan, count: rows * count)
            try results.withUnsafeMutableBufferPointer {
              try FusedProduct.matMat(
                UnsafeRawBufferPointer(bytes), format: format, rows: rows, columns: blocks * 32, activations,
                count: count, into: $0, implementation: path)
            }
            assertSameBits(results, expected, "\(format.name), \(path)")
          }
        }
      }
    }
  }

  func testShapesThatDoNotFitAreRefused() throws {
    let row = try Q8_0.Row(count: 64)
    func message(_ format: BlockFormat, bytes: Int, rows: Int, columns: Int, count: Int, results: Int = 2) -> String? {
      let weights = [UInt8](repeating: 0, count: bytes)
      var target = [Float](repeating: 0, count: results)
      do {
        try weights.withUnsafeBytes { bytes in
          try target.withUnsafeMutableBufferPointer {
            try FusedProduct.matMat(bytes, format: format, rows: rows, columns: columns, row, count: count, into: $0)
          }
        }
        return nil
      } catch { return "\(error)" }
    }
    for format in Self.formats {
      let size = format.blockBytes
      XCTAssertNil(message(format, bytes: size, rows: 1, columns: 32, count: 2))
      XCTAssertEqual(
        message(format, bytes: size, rows: 2, columns: 32, count: 2),
        "FusedProduct.matMat: bytes of weights is \(size), but bytes of rows * columns is \(2 * size)")
      XCTAssertEqual(
        message(format, bytes: size, rows: 1, columns: 32, count: 3),
        "FusedProduct.matMat: number of activation values is 64, but count * columns is 96")
      XCTAssertEqual(
        message(format, bytes: size, rows: 1, columns: 32, count: 2, results: 3),
        "FusedProduct.matMat: length of results is 3, but count * rows is 2")
      XCTAssertEqual(
        message(format, bytes: size, rows: 1, columns: 33, count: 2),
        "FusedProduct.matMat: columns is 33; it must be a multiple of 32, and not negative")
      for (rows, columns, count, refusal) in [
        (-1, 32, 2, "rows is -1; it must be at least 0"), (1, 32, -1, "count is -1; it must be at least 0"),
        (1, -32, 2, "columns is -32; it must be a multiple of 32, and not negative"),
      ] {
        XCTAssertEqual(
          message(format, bytes: size, rows: rows, columns: columns, count: count), "FusedProduct.matMat: \(refusal)")
      }
    }
    XCTAssertEqual(
      message(.q4K, bytes: 144, rows: 1, columns: 256, count: 1),
      "FusedProduct.matMat: format is Q4_K; it must be one whose activations are Q8_0")
  }

  /// What weights and activations are made of.
  private enum Kind: CaseIterable {
    /// Scales of ordinary size.
    case finite
    /// Any bytes; NaN, infinite and subnormal scales are frequent.
    case anyWeights
    /// That, and activation scales of any bits.
    case anyScales

    func weights(_ format: BlockFormat, _ blocks: Int, _ random: inout PCG32) -> [UInt8] {
      var result = random.bytes(blocks * format.blockBytes)
      let specials: [[UInt8]] = [
        [0, 0x7c], [0, 0xfc], [1, 0x7c], [0x12, 0xfe], [0, 0], [0, 0x80], [1, 0], [0xff, 3],
      ]
      for block in stride(from: 0, to: result.count, by: format.blockBytes) {
        if format == .mxfp4 {
          if self == .finite { result[block] = UInt8(100 + random.below(40)) }
          if self != .finite, random.below(4) == 0 { result[block] = [0, 1, 2, 254, 255][random.below(5)] }
          continue
        }
        // d, then m or a part of the codes.
        for half in [block, block + 2] {
          // Exponent 14 at most: the second highest exponent bit off keeps binary16 below 2.
          if self == .finite { result[half + 1] &= 0xbf }
          if self != .finite, random.below(12) == 0 {
            result.replaceSubrange(half..<half + 2, with: specials[random.below(8)])
          }
        }
      }
      return result
    }

    /// All bytes, -128 among them.
    func activations(_ blocks: Int, _ random: inout PCG32) throws -> Q8_0.Row {
      let scales = (0..<blocks).map { _ in
        self == .anyScales && random.below(4) == 0
          ? random.below(2) == 0 ? random.anyBits() : adversarialValues[random.below(adversarialValues.count)]
          : random.value()
      }
      return try Q8_0.Row(
        scales: scales,
        values: (0..<blocks).flatMap { _ -> [Int8] in
          switch random.below(8) {
          case 0: [Int8](repeating: -128, count: 32)
          case 1: [Int8](repeating: 127, count: 32)
          default: random.bytes(32).map { Int8(bitPattern: $0) }
          }
        })
    }
  }

  private func product(
    _ weights: [UInt8], _ format: BlockFormat, _ rows: Int, _ activations: Q8_0.Row, _ count: Int,
    _ path: Implementation
  ) throws -> [Float] {
    var results = [Float](repeating: .nan, count: rows * count)
    try weights.withUnsafeBytes { bytes in
      try results.withUnsafeMutableBufferPointer {
        try FusedProduct.matMat(
          bytes, format: format, rows: rows, columns: activations.count / count, activations, count: count, into: $0,
          implementation: path)
      }
    }
    return results
  }
}
