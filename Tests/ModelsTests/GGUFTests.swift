import Kernels
import XCTest

@testable import Models

final class GGUFTests: XCTestCase {
  // MARK: Round trips

  private static let metadata: [(key: String, value: GGUFValue)] = [
    ("general.architecture", .string("test")), ("a.u8", .u8(200)), ("a.i8", .i8(-3)), ("a.u16", .u16(65535)),
    ("a.i16", .i16(-300)), ("a.u32", .u32(7)), ("a.i32", .i32(-7)), ("a.u64", .u64(1 << 40)), ("a.i64", .i64(-1)),
    ("a.f32", .f32(1e-6)), ("a.f64", .f64(0.1)), ("a.bool", .bool(true)), ("a.strings", .strings(["ä", ""])),
    ("a.integers", .integers([1, -2])), ("a.empty", .array(kind: 4, [])),
  ]

  private func writer(version: UInt32 = 3) throws -> GGUFWriter {
    var writer = GGUFWriter()
    writer.version = version
    writer.metadata = Self.metadata
    writer.tensors = [
      try Tensor(name: "a", shape: [3, 5], values: (0..<15).map { Float($0) - 7 }),
      try Tensor(name: "b", type: .q4K, shape: [2, 256], bytes: Q4KEncoder.encode((0..<512).map { Float($0) })),
      try Tensor(name: "c", type: .bf16, shape: [4], bytes: [0x80, 0x3f, 0, 0xc0, 1, 0, 0xc1, 0x7f]),
      try Tensor(name: "d", type: .f16, shape: [1, 2], bytes: [0, 0x3c, 1, 0]),
    ]
    return writer
  }

  func testWhatIsWrittenIsRead() throws {
    for version: UInt32 in [2, 3] {
      let (folder, writer) = (try TemporaryFolder(), try writer(version: version))
      try writer.write(to: folder.file("x.gguf"))
      let file = try GGUFFile(path: folder.file("x.gguf"))
      XCTAssertEqual(file.version, Int(version))
      XCTAssertEqual(file.metadata, Dictionary(uniqueKeysWithValues: writer.metadata.map { ($0.key, $0.value) }))
      XCTAssertEqual(file.tensors.tensors.map(\.name), ["a", "b", "c", "d"])
      for (read, written) in zip(file.tensors.tensors, writer.tensors) {
        XCTAssertEqual(read.type, written.type)
        XCTAssertEqual(read.shape, written.shape)
        XCTAssertEqual(Array(read.bytes), Array(written.bytes))
      }
    }
  }

  func testValuesOfNarrowFloats() throws {
    let tensors = try writer().tensors
    XCTAssertEqual(try tensors[2].values().map(\.bitPattern), [0x3f80_0000, 0xc000_0000, 0x0001_0000, 0x7fc1_0000])
    XCTAssertEqual(try tensors[3].values(), [1, 0x1p-24])
  }

  func testTensorsWithoutDimensionsOrWeightsAreCarried() throws {
    let folder = try TemporaryFolder()
    var writer = GGUFWriter()
    writer.tensors = [
      try Tensor(name: "scalar", shape: [], values: [3]), try Tensor(name: "empty", shape: [0], values: []),
      try Tensor(name: "empty rows", shape: [4, 0, 2], values: []),
      try Tensor(name: "no rows", type: .q4K, shape: [0, 256], bytes: []),
      try Tensor(name: "last", shape: [2], values: [1, 2]),
    ]
    try writer.write(to: folder.file("x.gguf"))
    let file = try GGUFFile(path: folder.file("x.gguf"))
    XCTAssertEqual(file.tensors.tensors.map(\.shape), [[], [0], [4, 0, 2], [0, 256], [2]])
    XCTAssertEqual(file.tensors.tensors.map(\.count), [1, 0, 0, 0, 2])
    XCTAssertEqual(try file.tensors.tensors.map { try $0.values() }, [[3], [], [], [], [1, 2]])
  }

  func testTypesThatGGMLRemovedAreRefusedByTheirNames() throws {
    let folder = try TemporaryFolder()
    var writer = GGUFWriter()
    writer.tensors = [try Tensor(name: "first", shape: [8], values: .init(repeating: 1, count: 8))]
    try writer.write(to: folder.file("x.gguf"))
    let good = try folder.bytes("x.gguf")
    let type = good.firstRange(of: Array("first".utf8))!.upperBound + 12
    for (number, name) in [(4, "Q4_2"), (5, "Q4_3"), (31, "Q4_0_4_4"), (33, "Q4_0_8_8"), (36, "IQ4_NL_4_4")] {
      var bytes = good
      bytes[type] = UInt8(number)
      XCTAssertThrowsError(try GGUFFile(storage: ByteStorage(copying: bytes), path: "x")) {
        XCTAssertTrue("\($0)".contains("tensor first: \(name) (type \(number))"), "\($0)")
      }
    }
  }

  // MARK: Hostile files

  func testEveryTruncationAndEveryChangedByteIsReadOrRefused() throws {
    let (folder, writer) = (try TemporaryFolder(), try writer())
    try writer.write(to: folder.file("x.gguf"))
    let bytes = try folder.bytes("x.gguf")
    let header = try GGUFFile(path: folder.file("x.gguf")).tensors.tensors[0].offset
    var refused = 0
    for mutation in FileMutations(bytes: bytes, header: header) {
      do {
        let file = try GGUFFile(storage: ByteStorage(copying: mutation), path: "x")
        for tensor in file.tensors.tensors { _ = try tensor.values() }
      } catch is ModelFileError { refused += 1 }
    }
    XCTAssertGreaterThan(refused, header, "every truncation inside the header is refused")
  }

  func testHostileHeadersNameTensorAndByte() throws {
    let folder = try TemporaryFolder()
    var writer = GGUFWriter()
    writer.tensors = [
      try Tensor(name: "first", shape: [8], values: .init(repeating: 1, count: 8)),
      try Tensor(name: "second", shape: [2, 8], values: .init(repeating: 2, count: 16)),
    ]
    try writer.write(to: folder.file("x.gguf"))
    let good = try folder.bytes("x.gguf")
    func at(_ name: String) -> Int { good.firstRange(of: Array(name.utf8))!.upperBound }
    func refusal(_ offset: Int, _ new: [UInt8]) -> ModelFileError? {
      var bytes = good
      bytes.replaceSubrange(offset..<offset + new.count, with: new)
      do {
        _ = try GGUFFile(storage: ByteStorage(copying: bytes), path: "x.gguf")
        return nil
      } catch { return error as? ModelFileError }
    }
    func expect(_ error: ModelFileError?, tensor: String?, _ part: String, line: UInt = #line) {
      XCTAssertEqual(error?.tensor, tensor, line: line)
      XCTAssertNotNil(error?.byte, line: line)
      XCTAssertTrue(error?.reason.contains(part) ?? false, "\(error.map { "\($0)" } ?? "accepted")", line: line)
    }
    let huge: [UInt8] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
    expect(refusal(0, Array("GGUX".utf8)), tensor: nil, "does not start with GGUF")
    expect(refusal(4, [9]), tensor: nil, "version 9")
    expect(refusal(4, [0, 0, 0, 3]), tensor: nil, "big-endian")
    expect(refusal(8, huge), tensor: nil, "do not fit")
    expect(refusal(16, huge), tensor: nil, "do not fit")
    expect(refusal(at("first"), [5]), tensor: "first", "5 dimensions")
    expect(refusal(at("first") + 4, huge), tensor: "first", "overflows")
    expect(
      refusal(at("first") + 4, [0, 0, 0, 0, 0, 0, 0, 0x80]), tensor: "first", "a dimension of 9223372036854775808")
    expect(refusal(at("first") + 12, [99]), tensor: "first", "type 99")
    expect(refusal(at("first") + 12, [12]), tensor: "first", "blocks of 256")
    expect(refusal(at("first") + 16, [1]), tensor: "first", "multiple of the alignment")
    expect(refusal(at("first") + 16, [32]), tensor: "second", "overlaps that of first")
    expect(refusal(at("second") + 24, [0]), tensor: "second", "overlaps that of first")
    expect(refusal(at("second") + 24, [0, 0, 1]), tensor: "second", "do not lie in")
    expect(refusal(at("second") + 24, [0, 0, 0, 0, 0, 0, 0, 0x80]), tensor: "second", "do not lie in")
  }

  func testMissingFileAndFolderAreErrors() {
    XCTAssertThrowsError(try GGUFFile(path: "/nonexistent")) { XCTAssertTrue($0 is ModelFileError) }
    XCTAssertThrowsError(try GGUFFile(path: "/tmp")) { XCTAssertTrue($0 is ModelFileError) }
  }
}
