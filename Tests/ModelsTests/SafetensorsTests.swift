import Base
import XCTest

@testable import Models

final class SafetensorsTests: XCTestCase {
  private func tensors() throws -> [Tensor] {
    [
      try Tensor(name: "a", shape: [3, 5], values: (0..<15).map { Float($0) - 7 }),
      try Tensor(name: "b", type: .bf16, shape: [2], bytes: [0x80, 0x3f, 0, 0xc0]),
      try Tensor(name: "mask", type: .other(name: "U8", blockWeights: 1, blockBytes: 1), shape: [4], bytes: [1, 0, 0, 1]),
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
    expect(#"{"t":\#(entry("[0]", "[0,0]"))}"#, "below 1")
    expect(#"{"t":\#(entry("[4611686018427387904,4]", "[0,8]"))}"#, "overflows")
    expect(#"{"t":\#(entry("[2]", "[8,0]"))}"#, "not a range")
    expect(#"{"t":\#(entry("[2]", "[4,12]"))}"#, "gap")
    expect(#"{"s":\#(entry("[2]", "[0,8]")),"t":\#(entry("[1]", "[4,8]"))}"#, "overlap")
    expect(#"{"t":\#(entry("[4]", "[0,16]"))}"#, "8 bytes")
    expect(#"{"t":\#(entry("[1]", "[0,4]"))}"#, "after the last", tensor: nil)
    expect(#"{"t":\#(entry("[2]", "[0,8]")),"t":\#(entry("[2]", "[0,8]"))}"#, "twice", tensor: nil)
    expect("[]", "not a JSON object", tensor: nil)
    expect(#"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775808]}}"#, "64-bit integer", tensor: nil)
    expect(#"{"t":{"dtype":"F32"}}"#, "shape is missing")
  }
}
