import XCTest

@testable import Kernels

final class Q4KTests: XCTestCase {
  func testPublishedSuperBlock() throws {
    let block = publishedSuperBlock([0x00, 0x3c, 0x00, 0xb4])
    let decoded = try Q4K.subBlocks(of: block)
    XCTAssertEqual(decoded.map(\.scale), [3, 10, 17, 24, 11, 2, 9, 0])
    XCTAssertEqual(decoded.map(\.minimum), [31, 38, 45, 52, 3, 4, 4, 5])
    for implementation in Q4K.implementations {
      let x = try Q4K.dequantize(block, implementation: implementation)
      XCTAssertEqual(x[0].bitPattern, 0x412c_0000)
      XCTAssertEqual(x[255].bitPattern, 0x3fa0_0000)
      XCTAssertEqual([x[1], x[31], x[32], x[64]], [49.75, 19.75, 19.5, 28.25])
    }
  }

  func testSubBlocksAreThoseOfEachBlockInOrder() throws {
    var random = PCG32(seed: 3)
    let bytes = random.superBlocks(3)
    let one = try (0..<3).map { try Q4K.subBlocks(of: Array(bytes[$0 * Q4K.blockBytes..<($0 + 1) * Q4K.blockBytes])) }
    XCTAssertEqual(try Q4K.subBlocks(of: bytes), one.flatMap { $0 })
    XCTAssertEqual(Set(one.map { "\($0)" }).count, 3)
  }

  func testEveryPathGivesTheBitsOfTheReference() throws {
    var random = PCG32(seed: 1)
    for count in [0, 1, 2, 3, 7, 14] {
      for trial in 0..<40 {
        let bytes = trial % 2 == 0 ? random.superBlocks(count) : random.anySuperBlocks(count)
        let expected = try Q4K.dequantize(bytes, implementation: .scalar)
        for implementation in Q4K.implementations {
          let values = try Q4K.dequantize(bytes, implementation: implementation)
          XCTAssertEqual(values.bits, expected.bits, "\(implementation), \(count) blocks, trial \(trial)")
        }
      }
    }
  }

  func testEveryOffsetOfSourceAndTarget() throws {
    var random = PCG32(seed: 2)
    // A block that is not finite is dequantized in a way of its own.
    for bytes in [random.superBlocks(2), random.superBlocks(1) + publishedSuperBlock([0, 0x7c, 0, 0x3c])] {
      let expected = try Q4K.dequantize(bytes, implementation: .scalar)
      let source = AlignedBuffer<UInt8>(repeating: 0, count: bytes.count + 64)
      let target = AlignedBuffer<Float>(repeating: 7, count: expected.count + 32)
      for implementation in Q4K.implementations {
        for offset in 0..<64 {
          let room = UnsafeMutableBufferPointer(rebasing: source.span[offset..<offset + bytes.count])
          _ = room.update(fromContentsOf: bytes)
          let first = offset % 16 + 1
          let values = UnsafeMutableBufferPointer(rebasing: target.span[first..<first + expected.count])
          try Q4K.dequantize(UnsafeRawBufferPointer(room), into: values, implementation: implementation)
          XCTAssertEqual(values.bits, expected.bits, "\(implementation), offset \(offset)")
          XCTAssertEqual(target[first - 1], 7, "\(implementation) wrote before its target")
          XCTAssertEqual(target[first + expected.count], 7, "\(implementation) wrote past its target")
          target.span.update(repeating: 7)
        }
      }
    }
  }

  func testNaNsAreCanonical() throws {
    // An infinite d times a scale or a nibble of zero, and NaNs with payload.
    for header: [UInt8] in [[0, 0x7c, 0, 0x3c], [1, 0xfc, 0, 0], [0, 0, 0xff, 0xff], [0, 0x7c, 0, 0x7c]] {
      for implementation in Q4K.implementations {
        let values = try Q4K.dequantize(publishedSuperBlock(header), implementation: implementation)
        let nans = values.filter(\.isNaN)
        XCTAssertFalse(nans.isEmpty)
        XCTAssertEqual(Set(nans.bits), [0x7fc0_0000], "\(implementation)")
      }
    }
  }

  func testShapesAreChecked() {
    XCTAssertThrowsError(try Q4K.dequantize([UInt8](repeating: 0, count: 145))) { error in
      XCTAssertEqual(
        "\(error)", "Q4K.dequantize: number of bytes is 145, but that of whole super-blocks of 144 is 144")
    }
    let bytes = [UInt8](repeating: 0, count: 144)
    var values = [Float](repeating: 0, count: 255)
    XCTAssertThrowsError(
      try bytes.withUnsafeBytes { source in
        try values.withUnsafeMutableBufferPointer { try Q4K.dequantize(source, into: $0) }
      }
    ) { error in
      XCTAssertEqual(
        "\(error)", "Q4K.dequantize: number of weights in the bytes is 256, but length of values is 255")
    }
  }
}
