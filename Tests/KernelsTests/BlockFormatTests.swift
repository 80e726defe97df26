import XCTest

@testable import Kernels

/// Shapes, places in memory and edges; ModelsTests compares the values with those of other packages.
final class BlockFormatTests: XCTestCase {
  /// Numbers of `enum ggml_type` in ggml.h, which files hold.
  func testTheNumbersAreThoseOfGGML() {
    let numbers = Dictionary(uniqueKeysWithValues: BlockFormat.allCases.map { ($0.name, Int($0.rawValue)) })
    for (name, number) in [
      "Q4_0": 2, "Q4_1": 3, "Q5_0": 6, "Q5_1": 7, "Q8_0": 8, "Q2_K": 10, "Q3_K": 11, "Q4_K": 12, "Q5_K": 13,
      "Q6_K": 14, "IQ2_XXS": 16, "IQ2_XS": 17, "IQ3_XXS": 18, "IQ1_S": 19, "IQ4_NL": 20, "IQ3_S": 21, "IQ2_S": 22,
      "IQ4_XS": 23, "IQ1_M": 29, "TQ2_0": 35, "MXFP4": 39, "NVFP4": 40, "Q1_0": 41,
    ] { XCTAssertEqual(numbers[name], number, name) }
  }

  /// Behind the blocks stands a page that nobody may read.
  func testNothingBehindTheBlocksIsRead() throws {
    var random = PCG32(seed: 4)
    for format in BlockFormat.allCases {
      let bytes = random.bytes(3 * format.blockBytes)
      let expected = try format.dequantize(bytes)
      var values = [Float](repeating: .nan, count: expected.count)
      try withGuardPage(bytes) { bytes in
        try values.withUnsafeMutableBufferPointer { try format.dequantize(UnsafeRawBufferPointer(bytes), into: $0) }
      }
      assertSameBits(values, expected, format.name)
    }
  }

  func testEveryOffsetOfSourceAndTarget() throws {
    var random = PCG32(seed: 3)
    for format in BlockFormat.allCases {
      let bytes = random.bytes(2 * format.blockBytes)
      let expected = try format.dequantize(bytes)
      let source = AlignedBuffer<UInt8>(repeating: 0, count: bytes.count + 64)
      let target = AlignedBuffer<Float>(repeating: 7, count: expected.count + 32)
      for offset in 0..<64 {
        let room = UnsafeMutableBufferPointer(rebasing: source.span[offset..<offset + bytes.count])
        _ = room.update(fromContentsOf: bytes)
        let first = offset % 16 + 1
        let values = UnsafeMutableBufferPointer(rebasing: target.span[first..<first + expected.count])
        try format.dequantize(UnsafeRawBufferPointer(room), into: values)
        XCTAssertEqual(values.bits, expected.bits, "\(format.name), offset \(offset)")
        XCTAssertEqual(target[first - 1], 7, "\(format.name) wrote before its target")
        XCTAssertEqual(target[first + expected.count], 7, "\(format.name) wrote past its target")
        target.span.update(repeating: 7)
      }
    }
  }

  func testEveryBlockIsDecodedAlone() throws {
    var random = PCG32(seed: 4)
    for format in BlockFormat.allCases {
      let blocks = (0..<5).map { _ in random.bytes(format.blockBytes) }
      let together = try format.dequantize(blocks.flatMap(\.self))
      XCTAssertEqual(together.bits, try blocks.flatMap { try format.dequantize($0).bits }, format.name)
    }
  }

  func testShapesAreChecked() {
    for format in BlockFormat.allCases where format != .q4K {
      let (size, weights) = (format.blockBytes, format.blockWeights)
      XCTAssertThrowsError(try format.dequantize([UInt8](repeating: 0, count: size + 1))) { error in
        XCTAssertEqual(
          "\(error)",
          "BlockFormat.dequantize: number of bytes is \(size + 1), but that of whole \(format.name) blocks of \(size) is \(size)"
        )
      }
      let bytes = [UInt8](repeating: 0, count: size)
      var values = [Float](repeating: 0, count: weights - 1)
      XCTAssertThrowsError(
        try bytes.withUnsafeBytes { source in
          try values.withUnsafeMutableBufferPointer { try format.dequantize(source, into: $0) }
        }
      ) { error in
        XCTAssertEqual(
          "\(error)",
          "BlockFormat.dequantize: number of weights in the bytes is \(weights), but length of values is \(weights - 1)"
        )
      }
    }
  }

  func testNoBlocksAreNoWeights() throws {
    for format in BlockFormat.allCases { XCTAssertEqual(try format.dequantize([]), [], format.name) }
  }

  /// Each of the 256 values of each format, composed in binary64 from what its specification says of the three fields.
  func testF8Values() {
    let formats: [(format: Float8, fractionBits: Int, bias: Int, isNaN: (Int) -> Bool, isInfinite: (Int) -> Bool)] = [
      (.e4m3, 3, 7, { $0 & 0x7f == 0x7f }, { _ in false }),
      (.e5m2, 2, 15, { $0 & 0x7f > 0x7c }, { $0 & 0x7f == 0x7c }),
      (.e4m3fnuz, 3, 8, { $0 == 0x80 }, { _ in false }),
      (.e5m2fnuz, 2, 16, { $0 == 0x80 }, { _ in false }),
    ]
    for (format, fractionBits, bias, isNaN, isInfinite) in formats {
      for bits in 0...255 {
        let value = format.value(UInt8(bits))
        let sign = bits < 128 ? 1.0 : -1.0
        guard !isNaN(bits) else {
          XCTAssert(value.isNaN, "\(format.name) \(bits)")
          continue
        }
        guard !isInfinite(bits) else {
          XCTAssertEqual(Double(value), sign * .infinity, "\(format.name) \(bits)")
          continue
        }
        let (exponent, fraction) = ((bits & 127) >> fractionBits, Double(bits % (1 << fractionBits)))
        let one = Double(1 << fractionBits)
        let magnitude =
          exponent == 0
          ? fraction / one * exp2(Double(1 - bias)) : (1 + fraction / one) * exp2(Double(exponent - bias))
        XCTAssertEqual(Double(value).bitPattern, (sign * magnitude).bitPattern, "\(format.name) \(bits)")
      }
    }
    for bits in 0...254 { XCTAssertEqual(Float8.e8m0.value(UInt8(bits)), Float(exp2(Double(bits) - 127)), "\(bits)") }
    XCTAssert(Float8.e8m0.value(255).isNaN)
  }

  func testF8SpecialValues() {
    XCTAssertEqual(Float8.e4m3.value(0x7e), 448)
    XCTAssertEqual(Float8.e5m2.value(0x7b), 57344)
    XCTAssertEqual(Float8.e5m2.value(0xfc), -.infinity)
    XCTAssertEqual(Float8.e4m3fnuz.value(0x7f), 240)
    XCTAssertEqual(Float8.e5m2fnuz.value(0x01), 0x1p-17)
    XCTAssertEqual(Float8.e8m0.value(0), 0x1p-127)
    XCTAssertEqual(Float8.e8m0.value(254), 0x1p127)
    for format in Float8.allCases {
      XCTAssertEqual(Set(format.values.filter(\.isNaN).bits), [0x7fc0_0000], format.name)
      XCTAssertEqual(format.values.bits, (0...255).map { format.value($0).bitPattern }, format.name)
    }
  }
}
