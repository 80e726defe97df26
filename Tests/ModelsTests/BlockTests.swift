import Base
import Foundation
import Kernels
import XCTest

@testable import Models

/// Every type of GGUF and of safetensors; scripts/golden/make-quants.py made what is compared with.
final class BlockTests: XCTestCase {
  /// All numbers of two bytes, in one tensor of a length that eight does not divide, and one by one.
  func testEveryNumberOfTwoBytes() throws {
    let all = (0...UInt16.max).flatMap { bits -> [UInt8] in [UInt8(bits & 255), UInt8(bits >> 8)] }
    let bytes = all + [0, 0x3c]
    let binary16 = try Tensor(name: "a", type: .f16, shape: [65537], bytes: bytes).values()
    let bfloat16 = try Tensor(name: "b", type: .bf16, shape: [65537], bytes: bytes).values()
    for bits in 0...UInt16.max {
      let expected = Binary16.float(fromBits: bits)
      XCTAssertEqual(binary16[Int(bits)].bitPattern, expected.bitPattern, "binary16 \(bits)")
      XCTAssertEqual(bfloat16[Int(bits)].bitPattern, UInt32(bits) << 16, "bfloat16 \(bits)")
    }
    XCTAssertEqual(binary16[65536], 1)
    XCTAssertEqual(bfloat16[65536].bitPattern, 0x3c00_0000)
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Golden"
  ).path

  private static let readable =
    [TensorType.f16, .bf16, .f64] + BlockFormat.allCases.map { .block($0) } + Float8.allCases.map { .f8($0) }

  // MARK: Values

  func testValuesOfEveryTypeAgainstOtherPackages() throws {
    let golden = try SafetensorsFile(path: "\(Self.folder)/quants.safetensors").tensors
    XCTAssertEqual(golden.tensors.count, 2 * Self.readable.count, "a type that nobody judges")
    for type in Self.readable {
      let bytes = try XCTUnwrap(golden["\(type.name).bytes"]).bytes
      let expected = try XCTUnwrap(golden["\(type.name).values"]).values()
      let tensor = try Tensor(name: type.name, type: type, shape: [expected.count], bytes: Array(bytes))
      let values = try tensor.values().map { $0.isNaN ? Float.nan : $0 }
      XCTAssertEqual(values.map(\.bitPattern), expected.map(\.bitPattern), type.name)
    }
  }

  func testManyBlocksOfEveryFormatAgainstOtherPackages() throws {
    let json = try JSON(reading: Files.read("\(Self.folder)/quants.json"))
    let weights = try XCTUnwrap(json["weights"]?.integer)
    for format in BlockFormat.allCases {
      let seed = 1000 + UInt64(format.rawValue)
      let bytes = Self.randomBytes(weights / format.blockWeights * format.blockBytes, seed: seed)
      let values = try format.dequantize(bytes)
      XCTAssertTrue(values.allSatisfy { !$0.isNaN || $0.bitPattern == 0x7fc0_0000 }, format.name)
      let digest = values.withUnsafeBytes { Digest(ofPieces: [$0]) }
      XCTAssertEqual(digest.description, json["sha256"]?[format.name]?.string, format.name)
    }
  }

  /// Little-endian words of SplitMix64.
  private static func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var state = seed
    while bytes.count < count {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
      bytes.appendLittleEndian(z ^ z >> 31)
    }
    return Array(bytes.prefix(count))
  }

  func testRoundingOfF64() throws {
    let doubles = [
      0.1, 1e300, -1e300, 0x1p-150, 0x1.000001p0, -0.0, .infinity, Double(bitPattern: 0xfff4_0000_0000_0001),
    ]
    let bytes = doubles.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    let tensor = try Tensor(name: "t", type: .f64, shape: [doubles.count], bytes: bytes)
    XCTAssertEqual(
      try tensor.values().map(\.bitPattern),
      [0x3dcc_cccd, 0x7f80_0000, 0xff80_0000, 0, 0x3f80_0000, 0x8000_0000, 0x7f80_0000, 0x7fc0_0000])
    XCTAssertTrue(tensor.type.isReadable)
    XCTAssertFalse(tensor.type.isExact, "two F64 tensors with the same rounded values need not be the same")
  }

  // MARK: Parts of rows

  func testElementsAreReadFromBlockToBlock() throws {
    for format in BlockFormat.allCases {
      let bytes = Self.randomBytes(6 * format.blockBytes, seed: UInt64(format.rawValue))
      let tensor = try Tensor(name: "t", type: .block(format), shape: [2, 3 * format.blockWeights], bytes: bytes)
      let whole = try tensor.values().map(\.bitPattern)
      let part = 2 * format.blockWeights..<5 * format.blockWeights
      var values = [Float](repeating: 0, count: part.count)
      try values.withUnsafeMutableBufferPointer { try tensor.read(elements: part, into: $0) }
      XCTAssertEqual(values.map(\.bitPattern), Array(whole[part]), format.name)
    }
  }

  // MARK: Files

  func testAGGUFFileOfEachType() throws {
    let folder = try TemporaryFolder()
    XCTAssertEqual(TensorType.ggufNumbers.count, 34)
    for (number, type) in TensorType.ggufNumbers {
      let bytes = Self.randomBytes(3 * type.blockBytes, seed: UInt64(number))
      var writer = GGUFWriter()
      writer.tensors = [try Tensor(name: "t", type: type, shape: [3, type.blockWeights], bytes: bytes)]
      try writer.write(to: folder.file("t.gguf"))
      let read = try XCTUnwrap(GGUFFile(path: folder.file("t.gguf")).tensors["t"])
      XCTAssertEqual(read.type, type)
      XCTAssertEqual(Array(read.bytes), bytes, type.name)
      guard type.isReadable else {
        XCTAssertThrowsError(try read.values(), type.name) {
          XCTAssertTrue("\($0)".contains("the weights of type \(type.name) cannot be computed with"))
        }
        continue
      }
      XCTAssertEqual(
        try read.values().map(\.bitPattern), try writer.tensors[0].values().map(\.bitPattern), type.name)
    }
  }

  func testASafetensorsFileOfEachType() throws {
    let folder = try TemporaryFolder()
    let names = [
      "BOOL", "F4", "F6_E2M3", "F6_E3M2", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ",
      "I16", "U16", "F16", "BF16", "I32", "U32", "F32", "C64", "F64", "I64", "U64",
    ]
    XCTAssertEqual(Set(TensorType.safetensors.keys), Set(names))
    for (name, type) in TensorType.safetensors {
      let bytes = Self.randomBytes(3 * type.blockBytes, seed: UInt64(type.blockBytes))
      let tensor = try Tensor(name: "t", type: type, shape: [3, type.blockWeights], bytes: bytes)
      try SafetensorsWriter.write([tensor], to: folder.file("t.safetensors"))
      let read = try XCTUnwrap(SafetensorsFile(path: folder.file("t.safetensors")).tensors["t"])
      XCTAssertEqual(read.type, type)
      XCTAssertEqual(read.type.name, name)
      XCTAssertEqual(Array(read.bytes), bytes, name)
      if type.isReadable {
        XCTAssertEqual(try read.values().count, 3)
      } else {
        XCTAssertThrowsError(try read.values(), name)
      }
    }
  }

  func testATypeThatAFormatDoesNotHaveIsRefused() throws {
    let folder = try TemporaryFolder()
    let block = try Tensor(name: "t", type: .q4K, shape: [256], bytes: [UInt8](repeating: 0, count: 144))
    XCTAssertThrowsError(try SafetensorsWriter.write([block], to: folder.file("t.safetensors"))) {
      XCTAssertTrue("\($0)".contains("safetensors has no type Q4_K"))
    }
    var writer = GGUFWriter()
    writer.tensors = [try Tensor(name: "t", type: .f8(.e4m3), shape: [1], bytes: [0])]
    XCTAssertThrowsError(try writer.write(to: folder.file("t.gguf"))) {
      XCTAssertTrue("\($0)".contains("GGUF has no type F8_E4M3"))
    }
  }
}
