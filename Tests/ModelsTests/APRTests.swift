import Base
import Foundation
import ModelFixtures
import XCTest

@testable import Models

final class APRTests: XCTestCase {
  private var folder: TemporaryFolder!

  override func setUpWithError() throws { folder = try TemporaryFolder() }
  // XCTest keeps every test case to the end, and with it what its properties hold.
  override func tearDown() { folder = nil }

  private func tensors() throws -> [Tensor] {
    [
      try Tensor(name: "b.weight", shape: [3, 5], values: (0..<15).map { Float($0) - 7 }),
      try Tensor(name: "a", type: .q4K, shape: [1, 256], bytes: Q4KEncoder.encode((0..<256).map { Float($0) })),
      try Tensor(name: "c", type: .apr(.q8), shape: [3], bytes: [0, 0, 0, 0x3f, 1, 2, 0xff]),
      try Tensor(
        name: "d", type: .apr(.q4), shape: [2, 3],
        bytes: [0, 0x3c] + [0x98, 0xa7, 0x0f] + [UInt8](repeating: 0, count: 13)),
    ]
  }

  private func writer() throws -> APRWriter {
    var writer = APRWriter()
    writer.metadata = [("model_type", "\"test\""), ("rms_norm_eps", "1e-6")]
    writer.tensors = try tensors()
    return writer
  }

  private func refusal(_ bytes: [UInt8]) -> ModelFileError? {
    do {
      _ = try APRFile(storage: ByteStorage(copying: bytes), path: "x")
      return nil
    } catch { return error as? ModelFileError }
  }

  /// Bytes with a header whose check is right again.
  private func mended(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let check = (bytes[..<40] + bytes[44..<64]).withUnsafeBytes { CRC32.of($0) }
    for i in 0..<4 { bytes[40 + i] = UInt8(truncatingIfNeeded: check >> (8 * UInt32(i))) }
    return bytes
  }

  // MARK: Reading

  func testCheckOfKnownBytes() {
    // The check value of the polynomial, of "123456789"; and the same bytes in pieces.
    XCTAssertEqual(Array("123456789".utf8).withUnsafeBytes(CRC32.of), 0xcbf4_3926)
    let bytes = (0..<100).map { UInt8($0) }
    var check = CRC32()
    bytes[..<33].withUnsafeBytes { check.add($0) }
    bytes[33...].withUnsafeBytes { check.add($0) }
    XCTAssertEqual(check.value, bytes.withUnsafeBytes(CRC32.of))
    // What zlib says of these bytes.
    XCTAssertEqual(check.value, 0x58c9_32f5)
    // Parts of 16 MiB side by side, the last one shorter or as long.
    let long = (0..<(33 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 0x9e37_79b9 >> 13) }
    long.withUnsafeBytes { long in
      for count in [0, 1, 16 << 20, (16 << 20) + 1, 32 << 20, 33 << 20] {
        let bytes = UnsafeRawBufferPointer(rebasing: long[..<count])
        XCTAssertEqual(CRC32.inParallel(bytes), CRC32.of(bytes), "\(count)")
      }
    }
  }

  func testAFileThatAScriptWroteByTheDescription() throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/apr").path
    let file = try APRFile(path: "\(golden)/types.apr")
    try file.verifyChecks()
    XCTAssertEqual(file.tensors.tensors.count, 16)
    // The key occurs there twice; the last one counts.
    XCTAssertEqual(file.metadata["rms_norm_eps"], .number(1e-6))
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(golden)/types.json")))
    let expected = try XCTUnwrap(json as? [String: [UInt32]])
    XCTAssertEqual(expected.count, 11)
    for (name, bits) in expected {
      let tensor = try XCTUnwrap(file.tensors[name], name)
      XCTAssertEqual(try tensor.values().map(\.bitPattern), bits, name)
    }
    XCTAssertEqual(file.tensors["f64"]?.type, .f64)
    XCTAssertEqual(["i32", "i64", "i8", "u8"].map { file.tensors[$0]!.type.name }, ["I32", "I64", "I8", "U8"])
    XCTAssertEqual(file.tensors["i32"].map { Array($0.bytes) }, [255, 255, 255, 255, 7, 0, 0, 0])
    XCTAssertEqual(file.tensors["q8.old"]?.type, .apr(.q8))
    // Rows of 30 start within blocks of 32.
    var row = [Float](repeating: 0, count: 30)
    try row.withUnsafeMutableBufferPointer { try file.tensors["q4"]!.read(rows: 1..<2, into: $0) }
    XCTAssertEqual(row.map(\.bitPattern), Array(expected["q4"]![30..<60]))
  }

  func testWhatIsWrittenIsRead() throws {
    try writer().write(to: folder.file("x.apr"))
    let file = try APRFile(path: folder.file("x.apr"))
    try file.verifyChecks()
    XCTAssertEqual(file.files, [folder.file("x.apr")])
    XCTAssertEqual(file.tensors.tensors.map(\.name), ["a", "b.weight", "c", "d"])
    for written in try tensors() {
      let read = try XCTUnwrap(file.tensors[written.name])
      XCTAssertEqual(read.type, written.type)
      XCTAssertEqual(read.shape, written.shape)
      XCTAssertEqual(Array(read.bytes), Array(written.bytes))
      XCTAssertEqual(read.offset % 64, 0)
    }
    XCTAssertEqual(try file.tensors["c"]!.values(), [0.5, 1, -0.5])
    XCTAssertEqual(try file.tensors["d"]!.values(), [0, 1, -1, 2, 7, -8])
    XCTAssertThrowsError(
      try {
        var writer = APRWriter()
        writer.tensors = [try Tensor(name: "q", type: .q8_0, shape: [32], bytes: [UInt8](repeating: 0, count: 34))]
        try writer.write(to: folder.file("y.apr"))
      }())
  }

  func testADamagedByteOfTheDataIsFoundByTheCheckOfTheFile() throws {
    try writer().write(to: folder.file("x.apr"))
    var bytes = try folder.bytes("x.apr")
    bytes[bytes.count - 10] ^= 1
    let file = try APRFile(storage: ByteStorage(copying: bytes), path: "x")
    XCTAssertThrowsError(try file.verifyChecks()) { XCTAssertTrue("\($0)".contains("it is damaged"), "\($0)") }
  }

  // MARK: Shards

  func testAnyShardOpensAll() throws {
    let paths = try writer().write(shards: 3, toFolder: folder.path)
    XCTAssertEqual(paths.map { $0.split(separator: "/").last! }.first, "model-00001-of-00003.apr")
    for path in paths {
      let file = try APRFile(path: path)
      XCTAssertEqual(file.files, paths)
      XCTAssertEqual(Set(file.tensors.tensors.map(\.name)), ["a", "b.weight", "c", "d"])
      try file.verifyChecks()
    }
    XCTAssertThrowsError(try APRFile(storage: ByteStorage(mapping: paths[0]), path: "x"))
    // Names that count from 0.
    for (index, path) in paths.enumerated() {
      try FileManager.default.moveItem(atPath: path, toPath: folder.file("model-0000\(index)-of-00003.apr"))
    }
    XCTAssertEqual(try APRFile(path: folder.file("model-00002-of-00003.apr")).tensors.tensors.count, 4)
  }

  func testShardsThatAreMissingOrContradictAreRefusedByName() throws {
    let paths = try writer().write(shards: 3, toFolder: folder.path)
    func reason(_ path: String) -> String {
      do {
        _ = try APRFile(path: path)
        return "accepted"
      } catch { return "\(error)" }
    }
    try FileManager.default.moveItem(atPath: paths[1], toPath: folder.file("kept"))
    XCTAssertTrue(reason(paths[0]).hasPrefix("\(paths[1]): shard 1 of the 3"), reason(paths[0]))
    XCTAssertTrue(reason(folder.file("kept")).contains("its name is not model-00002-of-00003.apr"))
    try FileManager.default.copyItem(atPath: paths[2], toPath: paths[1])
    XCTAssertTrue(reason(paths[0]).hasPrefix("\(paths[1]): its sharding is not shard_index 1 of 3"), reason(paths[0]))
    var writer = APRWriter()
    writer.flags = .sharded
    try writer.write(to: folder.file("x.apr"))
    XCTAssertTrue(reason(folder.file("x.apr")).contains("its metadata have no sharding"))
    for (json, part) in [
      (#"{"shard_count": 0, "shard_index": 0}"#, "shard_count"), (#"{"shard_count": 2}"#, "shard_index"),
      (#"{"shard_count": 2, "shard_index": 2}"#, "shard_index"),
      (#"{"shard_count": 2, "shard_index": 1, "pattern": "../m-{:05d}-of-{:05d}.apr"}"#, "pattern"),
      (#"{"shard_count": 2, "shard_index": 1, "pattern": "m-{}.apr"}"#, "pattern"),
    ] {
      writer.metadata = [("sharding", json)]
      try writer.write(to: folder.file("x.apr"))
      XCTAssertTrue(reason(folder.file("x.apr")).contains(part), reason(folder.file("x.apr")))
    }
  }

  // MARK: Models

  func testAModelIsThatOfTheGGUFFile() throws {
    let fixture = Qwen2Fixture(Qwen2Fixture.tiny)
    try fixture.writeGGUF(to: folder.file("m.gguf"))
    let paths = try fixture.writeAPR(toFolder: folder.file("apr"), shards: 2)
    let (gguf, apr) = (try LoadedModel(path: folder.file("m.gguf")), try LoadedModel(path: paths[1]))
    XCTAssertEqual(apr.files, paths)
    XCTAssertEqual(apr.architectureName, "qwen2")
    XCTAssertEqual(try apr.tokenizer()?.encode("Once upon"), try gguf.tokenizer()?.encode("Once upon"))
    for path in [ForwardPath.reference, .production] {
      let logits = try [gguf, apr].map { try $0.decoder(path: path, capacity: 3).forward([1, 2, 3], sink: nil) }
      XCTAssertEqual(logits[0].map(\.bitPattern), logits[1].map(\.bitPattern))
    }
    // Every byte is looked at before a model is run.
    var bytes = try folder.bytes("apr/model-00002-of-00002.apr")
    bytes[bytes.count - 100] ^= 1
    try Files.replace(paths[1], with: bytes)
    XCTAssertThrowsError(try LoadedModel(path: paths[0])) { XCTAssertTrue("\($0)".contains("it is damaged"), "\($0)") }
  }

  func testWhatTheMetadataSayIsUsedOrRefusedByName() throws {
    let fixture = Qwen2Fixture(Qwen2Fixture.tiny)
    let path = try fixture.writeAPR(toFolder: folder.path)[0]
    let file = try APRFile(path: path)
    func load(_ changes: [String: ConfigurationValue?]) throws -> LlamaModel {
      var changed = file
      for (key, value) in changes { changed.metadata[key] = value }
      return try LlamaModel(apr: changed, path: path)
    }
    func refusal(_ changes: [String: ConfigurationValue?]) -> String {
      do {
        _ = try load(changes)
        return "accepted"
      } catch { return "\(error)" }
    }
    XCTAssertEqual(try load([:]).configuration.pairing, .neox)
    XCTAssertEqual(try load(["rope_type": .null]).configuration.pairing, .neox)
    XCTAssertEqual(try load(["rope_type": .number(0)]).configuration.pairing, .norm)
    XCTAssertTrue(refusal(["rope_type": .number(1)]).contains("rope_type is 1"))
    XCTAssertEqual(try load(["architecture": .null]).configuration, try load([:]).configuration)
    XCTAssertTrue(refusal(["architecture": .null, "model_type": nil]).contains("neither architecture nor model_type"))
    XCTAssertTrue(refusal(["architecture": .text("phi")]).contains("phi"))
    XCTAssertTrue(refusal(["num_experts": .number(8)]).contains("num_experts"))
    XCTAssertEqual(refusal(["num_experts": .null, "tokenizer.model": .text("x"), "author": .text("x")]), "accepted")
    XCTAssertTrue(refusal(["anything": .number(8)]).contains("anything"))
    XCTAssertTrue(refusal(["num_heads": nil]).contains("num_attention_heads"))
    // Without a number of key/value heads there is one a query head, which these tensors do not have.
    XCTAssertTrue(refusal(["num_kv_heads": .null]).contains("shape"), refusal(["num_kv_heads": .null]))
    XCTAssertTrue(refusal(["architecture": .text("gemma3_text")]).contains("sliding_window is not in the metadata"))
  }

  // MARK: What is refused

  func testWhatIsNotReadIsRefusedByName() throws {
    for (flag, part) in [(1, "LZ4"), (2, "Zstandard"), (4, "encrypted"), (2048, "column-major"), (4096, "4096")] {
      var writer = try writer()
      writer.flags = .init(rawValue: UInt16(flag))
      try writer.write(to: folder.file("x.apr"))
      XCTAssertTrue(refusal(try folder.bytes("x.apr"))?.reason.contains(part) ?? false, part)
    }
    for flag in [8, 32, 64, 128, 256, 512] {
      var writer = try writer()
      writer.flags = .init(rawValue: UInt16(flag))
      try writer.write(to: folder.file("x.apr"))
      XCTAssertNil(refusal(try folder.bytes("x.apr")), "\(flag)")
    }
    try writer().write(to: folder.file("x.apr"))
    let good = try folder.bytes("x.apr")
    XCTAssertTrue(refusal(Array("APR1".utf8) + good[4...])!.reason.contains("older APR file (APR1)"))
    XCTAssertTrue(refusal(Array("APR2".utf8) + good[4...])!.reason.contains("older APR file (APR2)"))
    XCTAssertTrue(refusal(Array("GGUF".utf8) + good[4...])!.reason.contains("no APR file"))
  }

  func testHostileFilesNameTensorAndByte() throws {
    try writer().write(to: folder.file("x.apr"))
    let good = try folder.bytes("x.apr")
    let index = 64 + 64
    func expect(_ offset: Int, _ new: [UInt8], tensor: String? = nil, _ part: String, line: UInt = #line) {
      var bytes = good
      bytes.replaceSubrange(offset..<offset + new.count, with: new)
      let error = refusal(offset < 64 && part != "the check of the header" ? mended(bytes) : bytes)
      XCTAssertEqual(error?.tensor, tensor, line: line)
      XCTAssertNotNil(error?.byte, line: line)
      XCTAssertTrue(error?.reason.contains(part) ?? false, "\(error.map { "\($0)" } ?? "accepted")", line: line)
    }
    let huge: [UInt8] = [0xc0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
    expect(8, [9], "the check of the header")
    expect(4, [1], "version 1.0")
    expect(8, [0xff, 0xff, 0xff, 0xff], "do not fit in an index")
    expect(12, huge, "the metadata cannot start at")
    expect(12, [1], "the metadata cannot start at 1")
    expect(20, [0, 0, 0, 0xff], "metadata of")
    expect(20, [0xff], "do not follow each other")
    expect(24, huge, "the index cannot start at")
    expect(32, huge, "the data cannot start at")
    expect(32, [0x40, 0], "do not follow each other")
    expect(44, [1], "reserved")
    expect(64, [0x5b], "a comma or ] is expected")
    // The first entry: length, "a", type, dimensions, two sizes, offset, bytes.
    expect(index, [0xff, 0xff], "a name of 65535 bytes")
    expect(index + 2, [0xff], "not valid UTF-8")
    expect(index + 2, Array("z".utf8), tensor: "b.weight", "must be sorted")
    expect(index + 3, [2], tensor: "a", "type 2")
    expect(index + 4, [9], tensor: "a", "9 dimensions")
    expect(index + 5, huge, tensor: "a", "overflows")
    expect(index + 5, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], tensor: "a", "a dimension of")
    expect(index + 13, [0x81], tensor: "a", "whole number of Q4_K blocks")
    expect(index + 21, [1], tensor: "a", "multiple of 64")
    expect(index + 21, huge, tensor: "a", "do not lie in")
    expect(index + 21, [0xc0], tensor: "b.weight", "overlaps that of a")
    expect(index + 29, [1], tensor: "a", "a size of")
    // The same name twice.
    var twice = good
    twice[good.firstRange(of: [1, 0, UInt8(ascii: "d"), 128])!.lowerBound + 2] = UInt8(ascii: "c")
    XCTAssertTrue(refusal(twice)!.reason.contains("the name occurs twice"))
  }

  func testEveryTruncationAndEveryChangedByteIsReadOrRefused() throws {
    try writer().write(to: folder.file("x.apr"))
    let bytes = try folder.bytes("x.apr")
    let header = try APRFile(path: folder.file("x.apr")).tensors.tensors[0].offset
    var (refused, read) = (0, 0)
    for mutation in FileMutations(bytes: bytes, header: header) {
      // With a check that fits, so that what is behind it is reached.
      for mutation in mutation.count >= 64 ? [mutation, mended(mutation)] : [mutation] {
        do {
          let file = try APRFile(storage: ByteStorage(copying: mutation), path: "x")
          for tensor in file.tensors.tensors { _ = try tensor.values() }
          read += 1
        } catch is ModelFileError { refused += 1 }
      }
    }
    XCTAssertGreaterThan(refused, header)
    XCTAssertGreaterThan(read, 0)
  }
}
