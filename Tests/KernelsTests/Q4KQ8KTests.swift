import XCTest

@testable import Kernels

final class Q4KQ8KTests: XCTestCase {
  private func sequentialDot(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  func testPublishedPaths() throws {
    let block = publishedSuperBlock([0x00, 0x3c, 0x00, 0xb4])
    for implementation in Q4K.implementations {
      let weights = try Q4K.dequantize(block, implementation: implementation)
      XCTAssertEqual(sequentialDot(weights, publishedActivation).bitPattern, 0xc693_84e3)
    }
    for implementation in Q8K.implementations {
      let activation = try Q8K.quantizePublished(publishedActivation, implementation: implementation)
      XCTAssertEqual(try Q4KQ8K.dotPublishedOrder(block, activation).bitPattern, 0xc693_a21e)
      // The third arm: all of the difference is the quantization of the activation.
      let plain = sequentialDot(try Q4K.dequantize(block), activation.dequantized())
      XCTAssertEqual(plain, -18897.0625)
    }
  }

  func testKernelAgreesWithTheExactSum() throws {
    var random = PCG32(seed: 6)
    for blocks in [1, 2, 3, 14] {
      for _ in 0..<50 {
        let weights = random.superBlocks(blocks)
        let activation = try Q8K.quantizeGGML((0..<blocks * 256).map { _ in random.value() })
        let (exact, magnitude) = exactDot(weights, activation)
        let result = try Q4KQ8K.dot(weights, activation)
        let operations = Double((blocks + 1) / 2 + 4)
        let gamma = operations * 0x1p-24 / (1 - operations * 0x1p-24)
        XCTAssertTrue(abs(Double(result) - exact) <= gamma * magnitude, "\(blocks): \(result) against \(exact)")
      }
    }
  }

  /// The sum in binary64, whose own error is below 2^-48 of the magnitude, and the sum of magnitudes.
  private func exactDot(_ weights: [UInt8], _ activation: Q8K.Row) -> (Double, Double) {
    let (scales, values) = (activation.scales, activation.values)
    return weights.withUnsafeBytes { raw in
      var (sum, magnitude) = (0.0, 0.0)
      for index in 0..<scales.count {
        let block = Q4K.Block(at: raw.baseAddress! + index * Q4K.blockBytes)
        var (products, minimums) = (0, 0)
        for i in 0..<256 {
          let subBlock = block.subBlock(i / 32)
          products += Int(subBlock.scale) * Int(block.nibble(i)) * Int(values[index * 256 + i])
          minimums += Int(subBlock.minimum) * Int(values[index * 256 + i])
        }
        let scale = Double(scales[index])
        let (p, n) = (Double(block.d) * scale * Double(products), Double(block.dmin) * scale * Double(minimums))
        sum += p - n
        magnitude += abs(p) + abs(n)
      }
      return (sum, magnitude)
    }
  }

  func testEveryPathGivesTheBitsOfTheReference() throws {
    var random = PCG32(seed: 7)
    for blocks in [0, 1, 2, 3, 4, 5, 14, 33] {
      for trial in 0..<40 {
        let weights = trial % 2 == 0 ? random.superBlocks(blocks) : random.anySuperBlocks(blocks)
        // All bytes, -128 among them, and the largest sums that there are.
        let values = (0..<blocks * 256).map { _ in trial % 8 == 7 ? Int8.min : Int8(truncatingIfNeeded: random.next()) }
        let scales = (0..<blocks).map { _ in trial % 4 == 3 ? random.anyBits() : random.value() }
        let activation = try Q8K.Row(scales: scales, values: values)
        let expected = try Q4KQ8K.dot(weights, activation, implementation: .scalar)
        if expected.isNaN { XCTAssertEqual(expected.bitPattern, 0x7fc0_0000) }
        for implementation in Q4KQ8K.implementations {
          let result = try Q4KQ8K.dot(weights, activation, implementation: implementation)
          XCTAssertEqual(
            result.bitPattern, expected.bitPattern, "\(implementation), \(blocks) blocks, trial \(trial)")
        }
      }
    }
  }

  func testLargestSums() throws {
    let weights = [UInt8](repeating: 0xff, count: 144).replacingHeader([0x00, 0x3c, 0x00, 0x3c])
    let activation = try Q8K.Row(scales: [1], values: [Int8](repeating: -128, count: 256))
    for implementation in Q4KQ8K.implementations {
      let result = try Q4KQ8K.dot(weights, activation, implementation: implementation)
      XCTAssertEqual(result, -Float(256 * 63 * 15 * 128) + Float(256 * 63 * 128), "\(implementation)")
    }
  }

  func testEveryByteOffsetOfTheWeights() throws {
    var random = PCG32(seed: 8)
    let weights = random.superBlocks(3)
    let activation = try Q8K.quantizePublished((0..<768).map { _ in random.value() })
    let expected = try Q4KQ8K.dot(weights, activation, implementation: .scalar)
    for offset in 0..<64 {
      let moved = AlignedBuffer([UInt8](repeating: 0xff, count: offset) + weights)
      let part = UnsafeRawBufferPointer(UnsafeMutableBufferPointer(rebasing: moved.span[offset...]))
      for implementation in Q4KQ8K.implementations {
        XCTAssertEqual(try Q4KQ8K.dot(part, activation, implementation: implementation), expected)
      }
    }
  }

  func testMatVecHasTheBitsOfDotForEveryThreadCount() throws {
    var random = PCG32(seed: 9)
    for (rows, columns) in [(0, 256), (1, 512), (3, 768), (17, 256), (37, 1024), (5, 0)] {
      let weights = random.superBlocks(rows * columns / 256)
      let activation = try Q8K.quantizeGGML((0..<columns).map { _ in random.value() })
      let rowBytes = columns / 256 * 144
      let expected = try (0..<rows).map {
        try Q4KQ8K.dot(Array(weights[$0 * rowBytes..<($0 + 1) * rowBytes]), activation, implementation: .scalar)
      }
      for implementation in Q4KQ8K.implementations {
        for threads in [1, 2, 3, 8, 100] {
          let results = try Q4KQ8K.matVec(
            weights, rows: rows, columns: columns, activation, threads: threads, implementation: implementation)
          XCTAssertEqual(results.bits, expected.bits, "\(rows) x \(columns), \(threads) threads, \(implementation)")
        }
      }
    }
  }

  func testShapesAreChecked() throws {
    let activation = try Q8K.Row(count: 512)
    let weights = [UInt8](repeating: 0, count: 3 * 144)
    func assertError(_ expected: String, _ body: () throws -> Void) {
      XCTAssertThrowsError(try body()) { XCTAssertEqual("\($0)", expected) }
    }
    assertError("Q4KQ8K.dot: number of weights is 768, but number of activations is 512") {
      _ = try Q4KQ8K.dot(weights, activation)
    }
    assertError("Q4KQ8K.dotPublishedOrder: number of weights is 768, but number of activations is 512") {
      _ = try Q4KQ8K.dotPublishedOrder(weights, activation)
    }
    assertError("Q4KQ8K.matVec: bytes of weights is 432, but bytes of rows * columns is 288") {
      _ = try Q4KQ8K.matVec(weights, rows: 1, columns: 512, activation)
    }
    assertError("Q4KQ8K.matVec: number of activation values is 512, but count * columns is 768") {
      _ = try Q4KQ8K.matVec(weights, rows: 1, columns: 768, activation)
    }
    assertError("Q4KQ8K.matVec: columns is 100; it must be a multiple of 256, and not negative") {
      _ = try Q4KQ8K.matVec(weights, rows: 1, columns: 100, activation)
    }
    assertError("Q4KQ8K.matVec: rows is -1; it must be at least 0") {
      _ = try Q4KQ8K.matVec(weights, rows: -1, columns: 512, activation)
    }
    assertError("Q4KQ8K.matVec: threads is 0; it must be at least 1") {
      _ = try Q4KQ8K.matVec(weights, rows: 1, columns: 768, activation, threads: 0)
    }
    // Counts whose product does not fit an Int are a mismatch, not a trap.
    XCTAssertThrowsError(
      try weights.withUnsafeBytes { bytes in
        try Q4KQ8K.matVec(bytes, rows: .max, columns: 512, activation, into: .init(start: nil, count: 0))
      })
  }
}

extension [UInt8] {
  fileprivate func replacingHeader(_ header: [UInt8]) -> [UInt8] { header + dropFirst(header.count) }
}
