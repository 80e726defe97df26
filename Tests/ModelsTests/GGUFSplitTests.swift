import Base
import Foundation
import XCTest

@testable import Models

final class GGUFSplitTests: XCTestCase {
  private var folder: TemporaryFolder!

  override func setUpWithError() throws { folder = try TemporaryFolder() }
  // XCTest keeps every test case to the end, and with it what its properties hold.
  override func tearDown() { folder = nil }

  private func writer() throws -> GGUFWriter {
    var writer = GGUFWriter()
    writer.metadata = [("general.architecture", .string("test")), ("test.a", .u32(7))]
    writer.tensors = try ["a", "b", "c", "d", "e"].enumerated().map {
      try Tensor(name: $1, shape: [1], values: [Float($0)])
    }
    return writer
  }

  private func part(_ number: Int, of count: Int = 3) -> String { folder.file("m\(GGUFSplit.ending(number, count))") }

  private func refusal(_ path: String) -> ModelFileError? {
    do {
      _ = try GGUFFile(path: path)
      return nil
    } catch { return error as? ModelFileError }
  }

  /// Writes one part anew with other metadata or tensors.
  private func rewrite(_ number: Int, _ change: (inout GGUFWriter) throws -> Void) throws {
    let file = try GGUFFile(part: ByteStorage(mapping: part(number)), path: "x")
    var writer = GGUFWriter()
    writer.metadata = file.metadata.map { ($0.key, $0.value) }
    // Copies: the file is mapped, and written over.
    writer.tensors = try file.tensors.tensors.map {
      try Tensor(name: $0.name, type: $0.type, shape: $0.shape, bytes: Array($0.bytes))
    }
    try change(&writer)
    try writer.write(to: part(number))
  }

  func testAnyPartOpensAll() throws {
    let paths = try writer().write(parts: 3, to: folder.file("m.gguf"))
    XCTAssertEqual(paths, (0..<3).map { part($0) })
    for path in paths {
      let file = try GGUFFile(path: path)
      XCTAssertEqual(file.files, paths)
      XCTAssertEqual(file.metadata["test.a"]?.integer, 7)
      XCTAssertEqual(file.tensors.tensors.map(\.name), ["a", "b", "c", "d", "e"])
      XCTAssertEqual(try file.tensors.tensors.flatMap { try $0.values() }, [0, 1, 2, 3, 4])
    }
    XCTAssertThrowsError(try GGUFFile(storage: ByteStorage(mapping: paths[0]), path: "x")) {
      XCTAssertTrue("\($0)".contains("a part of a split file"))
    }
  }

  func testAMergedFileIsNoPart() throws {
    for count: UInt16 in [0, 1] {
      var writer = try writer()
      writer.metadata.append(("split.count", .u16(count)))
      try writer.write(to: folder.file("merged.gguf"))
      XCTAssertEqual(try GGUFFile(path: folder.file("merged.gguf")).tensors.tensors.count, 5)
    }
  }

  func testPartsMayBeLinksOfACacheAndALinkOfAnotherName() throws {
    let paths = try writer().write(parts: 2, to: folder.file("m.gguf"))
    try Files.makeFolder(folder.file("c/blobs"))
    try Files.makeFolder(folder.file("c/snapshots/1"))
    for (index, path) in paths.enumerated() {
      try FileManager.default.moveItem(atPath: path, toPath: folder.file("c/blobs/\(index)"))
      try FileManager.default.createSymbolicLink(
        atPath: folder.file("c/snapshots/1/m\(GGUFSplit.ending(index, 2))"), withDestinationPath: "../../blobs/\(index)"
      )
    }
    let first = folder.file("c/snapshots/1/m\(GGUFSplit.ending(0, 2))")
    XCTAssertEqual(try GGUFFile(path: first).tensors.tensors.count, 5)
    try writer().write(parts: 2, to: folder.file("m.gguf"))
    try FileManager.default.createSymbolicLink(atPath: folder.file("short.gguf"), withDestinationPath: part(1, of: 2))
    XCTAssertEqual(try GGUFFile(path: folder.file("short.gguf")).tensors.tensors.count, 5)
    XCTAssertTrue(refusal(folder.file("c/blobs/0"))!.reason.contains("its name does not end in -00001-of-00002.gguf"))
  }

  func testWhatIsMissingOrContradictsIsRefusedByName() throws {
    func start() throws { try writer().write(parts: 3, to: folder.file("m.gguf")) }
    try start()
    try FileManager.default.removeItem(atPath: part(1))
    XCTAssertEqual(refusal(part(0))?.path, part(1))
    XCTAssertTrue(refusal(part(2))!.reason.contains("part 2 of the 3"), "\(refusal(part(2))!)")
    // Another part under the name of the missing one.
    try FileManager.default.copyItem(atPath: part(2), toPath: part(1))
    XCTAssertTrue(refusal(part(0))!.reason.contains("split.no is 2; by its name it is 1"), "\(refusal(part(0))!)")
    try start()
    try rewrite(1) { $0.metadata = $0.metadata.map { $0.key == "split.count" ? ($0.key, .u16(4)) : $0 } }
    XCTAssertTrue(refusal(part(0))!.reason.contains("split.count"), "\(refusal(part(0))!)")
    XCTAssertEqual(refusal(part(0))?.path, part(1))
    try start()
    try rewrite(2) { $0.tensors.append(try Tensor(name: "a", shape: [1], values: [9])) }
    XCTAssertEqual(refusal(part(0))?.tensor, "a")
    XCTAssertTrue(refusal(part(0))!.reason.contains("it stands in \(part(0)), too"))
    try start()
    try rewrite(2) { $0.tensors.removeLast() }
    XCTAssertTrue(refusal(part(0))!.reason.contains("the 3 parts have 4 tensors"), "\(refusal(part(0))!)")
    try start()
    try rewrite(1) { $0.metadata.append(("test.a", .u32(8))) }
    XCTAssertTrue(refusal(part(0))!.reason.contains("test.a is not what the first part has"), "\(refusal(part(0))!)")
    try start()
    try rewrite(0) { $0.metadata.removeAll { $0.key == "split.tensors.count" } }
    XCTAssertTrue(refusal(part(0))!.reason.contains("split.tensors.count is missing"))
    try start()
    try rewrite(0) { $0.metadata = $0.metadata.map { $0.key == "split.count" ? ($0.key, .u64(1 << 60)) : $0 } }
    XCTAssertTrue(refusal(part(0))!.reason.contains("five digits"))
    try start()
    try rewrite(0) { $0.metadata.removeAll { $0.key == "split.no" } }
    XCTAssertTrue(refusal(part(0))!.reason.contains("split.no is missing"))
  }
}
