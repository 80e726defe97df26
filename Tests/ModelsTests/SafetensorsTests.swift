import Base
import XCTest

@testable import Models

final class SafetensorsTests: XCTestCase {
  private func tensors() throws -> [Tensor] {
    [
      try Tensor(name: "a", shape: [3, 5], values: (0..<15).map { Float($0) - 7 }),
      try Tensor(name: "b", type: .bf16, shape: [2], bytes: [0x80, 0x3f, 0, 0xc0]),
      try Tensor(
        name: "mask", type: .other(name: "U8", blockWeights: 1, blockBytes: 1), shape: [4], bytes: [1, 0, 0, 1]),
    ]
  }

  func testWhatIsWrittenIsRead() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(try tensors(), metadata: ["format": "pt"], to: folder.file("x.safetensors"))
    let file = try SafetensorsFile(path: folder.file("x.safetensors"))
    XCTAssertEqual(file.metadata, ["format": "pt"])
    for (read, written) in zip(file.tensors.tensors, try tensors()) {
      XCTAssertEqual(read.name, written.name)
      XCTAssertEqual(read.type, written.type)
      XCTAssertEqual(read.shape, written.shape)
      XCTAssertEqual(Array(read.bytes), Array(written.bytes))
    }
    XCTAssertThrowsError(try file.tensors["mask"]!.values())
  }

  func testShardsAreOneModelAndTheirIndexIsChecked() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(try tensors(), shards: 2, toFolder: folder.path)
    XCTAssertEqual(try ModelTensors.open(folder.path).tensors.map(\.name), ["a", "b", "mask"])
    let index = folder.file("model.safetensors.index.json")
    let text = String(decoding: try Files.read(index), as: UTF8.self)
    try Files.replace(index, with: Array(text.replacing("\"mask\"", with: "\"gone\"").utf8))
    XCTAssertThrowsError(try ModelTensors.open(folder.path)) { XCTAssertEqual(($0 as? ModelFileError)?.tensor, "mask") }
    try Files.replace(index, with: Array(text.replacing("model-00001", with: "../model-00001").utf8))
    XCTAssertThrowsError(try ModelTensors.open(folder.path)) { XCTAssertTrue($0 is ModelFileError) }
  }

  // MARK: What the reference implementation, safetensors 0.8, accepts

  /// A file of a header as it is written here.
  private func file(_ header: String, data: Int) throws -> SafetensorsFile {
    var bytes: [UInt8] = []
    bytes.appendLittleEndian(UInt64(header.utf8.count))
    bytes += Array(header.utf8) + (0..<data).map { UInt8($0) }
    return try SafetensorsFile(storage: ByteStorage(copying: bytes), path: "x")
  }

  private func entry(_ dtype: String, _ shape: String, _ start: Int, _ end: Int) -> String {
    #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#
  }

  func testEveryTypeIsCarried() throws {
    let bits = [
      "BOOL": 8, "U8": 8, "I8": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32,
      "C64": 64, "F64": 64, "I64": 64, "U64": 64, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8,
      "F8_E5M2FNUZ": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
    ]
    for (dtype, bits) in bits {
      // Four weights in two rows: of the small kinds the whole tensor is a whole number of bytes, but no row is.
      let count = 4 * bits / 8
      let tensor = try file(#"{"t":\#(entry(dtype, "[4,1]", 0, count))}"#, data: count).tensors["t"]!
      XCTAssertEqual(tensor.type.name, dtype)
      XCTAssertEqual(Array(tensor.bytes), (0..<count).map { UInt8($0) }, dtype)
      let folder = try TemporaryFolder()
      try SafetensorsWriter.write([tensor], to: folder.file("x.safetensors"))
      let again = try SafetensorsFile(path: folder.file("x.safetensors")).tensors["t"]!
      XCTAssertEqual(again.type, tensor.type)
      XCTAssertEqual(Array(again.bytes), Array(tensor.bytes), dtype)
    }
    XCTAssertThrowsError(try file(#"{"t":\#(entry("C128", "[1]", 0, 16))}"#, data: 16))
  }

  func testEmptyTensorsAndOneWithoutDimensions() throws {
    let file = try file(
      #"{"a":\#(entry("F32", "[1]", 0, 4)),"e":\#(entry("F32", "[0,4611686018427387904]", 4, 4)),"#
        + #""n":\#(entry("F4", "[0]", 4, 4)),"s":\#(entry("F32", "[]", 4, 8))}"#, data: 8)
    XCTAssertEqual(file.tensors.tensors.map(\.count), [1, 0, 0, 1])
    XCTAssertEqual(try file.tensors["e"]!.values(), [])
    XCTAssertThrowsError(
      try self.file(#"{"e":\#(entry("F32", "[0]", 4, 4)),"s":\#(entry("F32", "[2]", 0, 8))}"#, data: 8))
  }

  func testMetadataMayBeNullAndNamesMayBeSurrogatePairs() throws {
    let text = entry("F32", "[1]", 0, 4)
    XCTAssertEqual(try file(#"{"__metadata__":null,"t":\#(text)}"#, data: 4).metadata, [:])
    let grin = try file(#"{"\ud83d\ude00":\#(text)}"#, data: 4)
    XCTAssertEqual(grin.tensors.tensors.map(\.name), ["\u{1f600}"])
  }

  func testNamesAreDifferentWhereTheirBytesAre() throws {
    let text = #"{"\u00e9":\#(entry("F32", "[1]", 0, 4)),"e\u0301":\#(entry("F32", "[1]", 4, 8))}"#
    let tensors = try file(text, data: 8).tensors
    XCTAssertEqual(tensors.tensors.count, 2)
    XCTAssertEqual(tensors["\u{e9}"]?.offset, tensors.tensors[0].offset)
    XCTAssertEqual(tensors["e\u{301}"]?.offset, tensors.tensors[1].offset)
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(tensors.tensors, shards: 2, toFolder: folder.path)
    XCTAssertEqual(try ModelTensors.open(folder.path).tensors.count, 2)
  }

  func testATotalSizeWithAFractionIsPassedOver() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(try tensors(), shards: 2, toFolder: folder.path)
    let index = folder.file("model.safetensors.index.json")
    let text = String(decoding: try Files.read(index), as: UTF8.self)
    try Files.replace(index, with: Array(text.replacing("\"total_size\": 68", with: "\"total_size\": 6.8e1").utf8))
    XCTAssertTrue(String(decoding: try Files.read(index), as: UTF8.self).contains("6.8e1"))
    XCTAssertEqual(try ModelTensors.open(folder.path).tensors.count, 3)
  }

  // MARK: Hostile files

  func testEveryTruncationAndEveryChangedByteIsReadOrRefused() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(try tensors(), to: folder.file("x.safetensors"))
    let bytes = try folder.bytes("x.safetensors")
    let header = try SafetensorsFile(path: folder.file("x.safetensors")).tensors.tensors[0].offset
    var refused = 0
    for mutation in FileMutations(bytes: bytes, header: header) {
      do {
        let file = try SafetensorsFile(storage: ByteStorage(copying: mutation), path: "x")
        for tensor in file.tensors.tensors where tensor.type.isReadable { _ = try tensor.values() }
      } catch is ModelFileError { refused += 1 }
    }
    XCTAssertGreaterThan(refused, header, "every truncation is refused")
  }

  func testHostileHeadersNameTheTensor() throws {
    func refusal(_ header: String, data: Int = 8) -> ModelFileError? {
      var bytes: [UInt8] = []
      bytes.appendLittleEndian(UInt64(header.utf8.count))
      bytes += Array(header.utf8) + [UInt8](repeating: 0, count: data)
      do {
        _ = try SafetensorsFile(storage: ByteStorage(copying: bytes), path: "x")
        return nil
      } catch { return error as? ModelFileError }
    }
    func entry(_ shape: String, _ offsets: String, dtype: String = "F32") -> String {
      #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }
    XCTAssertNil(refusal(#"{"t":\#(entry("[2]", "[0,8]"))}"#))
    func expect(_ header: String, _ part: String, tensor: String? = "t", line: UInt = #line) {
      let error = refusal(header)
      XCTAssertEqual(error?.tensor, tensor, line: line)
      XCTAssertNotNil(error?.byte, line: line)
      XCTAssertTrue(error?.reason.contains(part) ?? false, "\(error.map { "\($0)" } ?? "accepted")", line: line)
    }
    expect(#"{"t":\#(entry("[2]", "[0,8]", dtype: "F33"))}"#, "dtype F33")
    expect(#"{"t":\#(entry("[3]", "[0,8]"))}"#, "needs 12")
    expect(#"{"t":\#(entry("[-1]", "[0,0]"))}"#, "negative dimension")
    expect(#"{"t":\#(entry("[4294967296,4294967296,0]", "[0,0]"))}"#, "overflows")
    expect(#"{"t":\#(entry("[3]", "[0,1]", dtype: "F4"))}"#, "not a whole number of bytes")
    expect(#"{"t":\#(entry("[2]", "[0,1]", dtype: "F6_E2M3"))}"#, "not a whole number of bytes")
    expect(#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"scale":1}}"#, "a scale, which is not known")
    expect(#"{"t":null}"#, "expected '{'", tensor: nil)
    expect(#"{"__metadata__":{"a":1},"t":\#(entry("[2]", "[0,8]"))}"#, "not a text", tensor: nil)
    expect(#"{"\ud83d":\#(entry("[2]", "[0,8]"))}"#, "surrogate", tensor: nil)
    expect(#"{"t":\#(entry("[4611686018427387904,4]", "[0,8]"))}"#, "overflows")
    expect(#"{"t":\#(entry("[2]", "[8,0]"))}"#, "not a range")
    expect(#"{"t":\#(entry("[2]", "[4,12]"))}"#, "gap")
    expect(#"{"s":\#(entry("[2]", "[0,8]")),"t":\#(entry("[1]", "[4,8]"))}"#, "overlap")
    expect(#"{"t":\#(entry("[4]", "[0,16]"))}"#, "8 bytes")
    expect(#"{"t":\#(entry("[1]", "[0,4]"))}"#, "after the last", tensor: nil)
    expect(#"{"t":\#(entry("[2]", "[0,8]")),"t":\#(entry("[2]", "[0,8]"))}"#, "twice", tensor: nil)
    expect("[]", "expected '{'", tensor: nil)
    expect(#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775808]}}"#, "64-bit integer", tensor: nil)
    expect(#"{"t":{"dtype":"F32"}}"#, "shape is missing")
  }
}
