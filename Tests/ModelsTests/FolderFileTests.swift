import Base
import Foundation
import ModelFixtures
import XCTest

@testable import Models

final class FolderFileTests: XCTestCase {
  /// A cache entry as the hub's client makes it: blobs, and a snapshot of links to them.
  private func cache(of files: [String], from source: String, in folder: TemporaryFolder) throws -> String {
    let entry = folder.file("models--a--b")
    try Files.makeFolder("\(entry)/blobs")
    let snapshot = "\(entry)/snapshots/0123abc"
    try Files.makeFolder(snapshot)
    for (index, name) in files.enumerated() {
      try FileManager.default.moveItem(atPath: "\(source)/\(name)", toPath: "\(entry)/blobs/\(index)")
      try link("\(snapshot)/\(name)", to: "../../blobs/\(index)")
    }
    return snapshot
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  private func refusal(_ path: String) -> String {
    do {
      _ = try LoadedModel(path: path)
      return "accepted"
    } catch { return "\(error)" }
  }

  func testASnapshotOfLinksIsTheModel() throws {
    let folder = try TemporaryFolder()
    try Files.makeFolder(folder.file("plain"))
    try GPTNeoFixture().write(to: folder.file("plain"))
    let tokens = try LoadedModel(path: folder.file("plain")).tokenizer()!.encode("Once upon")
    let snapshot = try cache(
      of: ["config.json", "model.safetensors", "tokenizer.json"], from: folder.file("plain"), in: folder)
    let model = try LoadedModel(path: snapshot)
    XCTAssertEqual(model.files, ["\(snapshot)/config.json", "\(snapshot)/model.safetensors"])
    XCTAssertEqual(try model.tokenizer()?.encode("Once upon"), tokens)
    XCTAssertFalse(try model.decoder(path: .reference, capacity: 2).forward([1, 2], sink: nil).isEmpty)
    // The snapshot itself may be reached through a link, too.
    try link(folder.file("models--a--b/snapshots/main"), to: "0123abc")
    XCTAssertEqual(try ModelTensors.open(folder.file("models--a--b/snapshots/main")).tensors.count, 56)
  }

  func testShardsMayBeLinks() throws {
    let folder = try TemporaryFolder()
    let tensors = try ["a", "b", "c"].map { try Tensor(name: $0, shape: [1], values: [1]) }
    try Files.makeFolder(folder.file("plain"))
    try SafetensorsWriter.write(tensors, shards: 2, toFolder: folder.file("plain"))
    let names = try Files.names(in: folder.file("plain"))
    let snapshot = try cache(of: names, from: folder.file("plain"), in: folder)
    XCTAssertEqual(try ModelTensors.open(snapshot).tensors.map(\.name), ["a", "b", "c"])
    XCTAssertEqual(try ModelTensors.open("\(snapshot)/model.safetensors.index.json").tensors.count, 3)
    XCTAssertEqual(try ModelTensors.inFolder(snapshot).files.count, 3)
    // A file that the index does not list is no part of the model.
    try SafetensorsWriter.write([tensors[0]], to: "\(snapshot)/consolidated.safetensors")
    XCTAssertEqual(try ModelTensors.inFolder(snapshot).files.count, 3)
  }

  func testLinksThatLeadOutAreRefusedByName() throws {
    let folder = try TemporaryFolder()
    try Files.makeFolder(folder.file("plain"))
    try GPTNeoFixture().write(to: folder.file("plain"))
    let names = ["config.json", "model.safetensors", "tokenizer.json"]
    let snapshot = try cache(of: names, from: folder.file("plain"), in: folder)
    for name in names {
      let copy = folder.file("\(name).copy")
      try FileManager.default.copyItem(
        atPath: folder.file("models--a--b/blobs/\(names.firstIndex(of: name)!)"), toPath: copy)
      try FileManager.default.removeItem(atPath: "\(snapshot)/\(name)")
      try link("\(snapshot)/\(name)", to: copy)
      let message: String
      if name == "tokenizer.json" {
        do {
          _ = try LoadedModel(path: snapshot).tokenizer()
          message = "accepted"
        } catch { message = "\(error)" }
      } else {
        message = refusal(snapshot)
      }
      XCTAssertTrue(message.hasPrefix("\(snapshot)/\(name): it is a link to "), message)
      XCTAssertTrue(message.contains("models--a--b"), message)
      try FileManager.default.removeItem(atPath: "\(snapshot)/\(name)")
      try link("\(snapshot)/\(name)", to: "../../blobs/\(names.firstIndex(of: name)!)")
    }
    XCTAssertEqual(refusal(snapshot), "accepted")
    // A folder called snapshots without blobs beside it is no cache.
    try FileManager.default.moveItem(
      atPath: folder.file("models--a--b/blobs"), toPath: folder.file("models--a--b/elsewhere"))
    try FileManager.default.removeItem(atPath: "\(snapshot)/config.json")
    try link("\(snapshot)/config.json", to: "../../elsewhere/0")
    try FileManager.default.removeItem(atPath: "\(snapshot)/model.safetensors")
    try link("\(snapshot)/model.safetensors", to: "../../elsewhere/1")
    XCTAssertTrue(refusal(snapshot).contains("outside of"), refusal(snapshot))
  }

  func testALinkToNothingSaysSo() throws {
    let folder = try TemporaryFolder()
    try link(folder.file("model.safetensors"), to: "blobs/0")
    try Files.replace(folder.file("config.json"), with: Array(#"{"model_type": "qwen2"}"#.utf8))
    XCTAssertTrue(refusal(folder.path).contains("model.safetensors: it is a link to a file that is not there"))
  }

  func testAFileThatTheUserNamesMayBeALinkToAnywhere() throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    var writer = GGUFWriter()
    writer.tensors = [try Tensor(name: "a", shape: [1], values: [1])]
    try writer.write(to: other.file("x.gguf"))
    try link(folder.file("m.gguf"), to: other.file("x.gguf"))
    XCTAssertEqual(try ModelTensors.open(folder.file("m.gguf")).tensors.count, 1)
    // A folder without weights that are read names what it has.
    XCTAssertThrowsError(try ModelTensors.open(folder.path)) { XCTAssertTrue("\($0)".contains("m.gguf"), "\($0)") }
  }
}
