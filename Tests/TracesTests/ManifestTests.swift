import Base
import Foundation
import ModelFixtures
import Models
import XCTest

@testable import Traces

/// What `--verify` makes of manifests that say something else than the run gives.
final class ManifestTests: XCTestCase {
  private var folder = ""
  private var path: String { "\(folder)/trace/manifest.json" }
  private var trace: String { "\(folder)/trace" }

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("manifest-\(UUID().uuidString)").path
    try Qwen2Fixture(Qwen2Fixture.tiny).writeSafetensors(to: "\(folder)/model")
    let model = try LoadedModel(path: "\(folder)/model")
    let prompt = Prompt("Once upon")
    var request = TraceRun.Request(
      prompt: prompt, encoded: try model.encode(prompt),
      selection: try StageSelection(stages: "embedding,attn_softmax,lm_head", layers: "1"), generated: 2)
    request.environment = .init(toolchain: "Swift", containerImage: nil)
    _ = try TraceRun.write(request, of: model, to: trace)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  private func verified(_ manifest: JSON, model: String? = nil) throws -> TraceVerification {
    try Files.replace(path, with: manifest.canonicalBytes)
    return try TraceVerification.run(manifest: path, model: model)
  }

  private func manifest() throws -> JSON { try JSON(reading: Files.read(path)) }

  func testEveryDamageIsFoundAndWhatTheRunGivesIsNamed() throws {
    let good = try manifest()
    XCTAssertEqual(try verified(good).differences, [])
    // What a run is given, and cannot find: an edit is found, if not always under its own name.
    let given = ["version", "prompt", "tokens_in", "tokens_out[", "forward_path", "stages_selected", "layers_selected"]
    let places = ["schema", "model", "sources", "tokenizer"]
    var random = Counter(state: 20261130)
    for damage in ManifestDamage.each(of: good, &random) {
      do {
        let found = try verified(damage.manifest)
        guard !damage.path.hasPrefix("environment.") || damage.path == "environment.more" else {
          // Shown only, unless it is gone.
          if damage.manifest["environment"]?.object?.count == 2 { XCTAssertEqual(found.differences, [], damage.path) }
          continue
        }
        XCTAssertFalse(found.differences.isEmpty, "\(damage.path) was accepted")
        if !(given + places).contains(where: damage.path.hasPrefix) {
          XCTAssertTrue(found.differences.contains { $0.member == damage.path }, "\(damage.path): \(found.text)")
        }
      } catch let error as ModelFileError {
        let isNamed = "\(error)".contains(damage.path)
        XCTAssertTrue(isNamed || (given + places).contains(where: damage.path.hasPrefix), "\(damage.path): \(error)")
      } catch let error where error is FileError || error is SelectionError || error is DecoderError {
        // The model is not where the manifest says, or has no such layer or token.
        XCTAssertTrue((given + places).contains(where: damage.path.hasPrefix), "\(damage.path): \(error)")
      }
    }
  }

  func testAForgedLogitIsNamedWithWhatItShouldBe() throws {
    let good = try manifest()
    guard case .object(var members) = good, case .object(var logit)? = members["top_logits"]?.array?.first else {
      return XCTFail("no logits")
    }
    let shown = logit["rounded_display"]
    logit["rounded_display"] = .string("7")
    members["top_logits"] = .array([.object(logit)] + good["top_logits"]!.array!.dropFirst())
    XCTAssertEqual(
      try verified(.object(members)).differences,
      [.field(.init(path: "top_logits[0].rounded_display", recorded: .string("7"), expected: shown))])
  }

  func testFilesBesideTheManifest() throws {
    let run = { try TraceVerification.run(manifest: self.path, captures: $0).differences }
    try Files.replace("\(trace)/layer-1/ffn_up.bin", with: APRT.header(layer: 1, count: 0))
    XCTAssertEqual(try run(true), [.file(.unlisted("layer-1/ffn_up.bin"))])
    try FileManager.default.removeItem(atPath: "\(trace)/layer-1/ffn_up.bin")
    let beside = "\(trace)/layer-1/attn_softmax.json"
    let text = String(decoding: try Files.read(beside), as: UTF8.self)
    try Files.replace(beside, with: Array(text.replacingOccurrences(of: "\"nan\": 0", with: "\"nan\": 1").utf8))
    XCTAssertEqual(
      try run(true).map(\.description), ["layer-1/attn_softmax.json: statistics.nan: recorded 1, should be 0"])
    try Files.replace(beside, with: Array("{".utf8))
    XCTAssertTrue(try run(true)[0].description.hasPrefix("layer-1/attn_softmax.json: "))
    try FileManager.default.removeItem(atPath: "\(trace)/layer-1")
    XCTAssertEqual(
      try run(true).map(\.description),
      ["bin", "json"].map { "layer-1/attn_softmax.\($0) is missing: the run captures it" })
    XCTAssertEqual(try run(false), [])
  }

  func testAnOlderManifestSaysWhatCannotBeJudged() throws {
    guard case .object(var members) = try manifest() else { return XCTFail("no object") }
    members["version"] = .integer(2)
    members["run_hash"] = nil
    members["environment"] = nil
    let old = try verified(.object(members))
    XCTAssertEqual(old.differences, [])
    XCTAssertNil(old.recordedRun)
    XCTAssertTrue(old.text.contains("not judged: version 2 has no run hash"), old.text)
    members["configuration"] = .object([:])
    XCTAssertFalse(try verified(.object(members)).differences.isEmpty)
    for (version, words) in [(1, "trace again"), (4, "needs a newer pv"), (0, "needs another pv")] {
      members["version"] = .integer(version)
      XCTAssertThrowsError(try verified(.object(members))) { XCTAssertTrue("\($0)".contains(words), "\($0)") }
    }
  }

  func testAModelThatWasMovedIsTheSame() throws {
    let good = try manifest()
    try FileManager.default.moveItem(atPath: "\(folder)/model", toPath: "\(folder)/other")
    let moved = try verified(good, model: "\(folder)/other")
    XCTAssertEqual(moved.differences, [])
    XCTAssertTrue(moved.shownOnly.contains("sources[].path"))
    try Files.replace("\(folder)/other/tokenizer.json", with: Files.read("\(folder)/other/tokenizer.json") + [10])
    XCTAssertEqual(try verified(good, model: "\(folder)/other").differences.map(\.member), ["tokenizer.sha256"])
  }

  /// The test vector of docs/traces.md.
  func testRunHash() throws {
    let digest = Digest(of: Array("abc".utf8))
    let (a, b) = ([Float](arrayLiteral: 1, 2), [StagePoint(.embedding), StagePoint(.attnNorm, layer: 10)])
    let writer = TraceWriter(folder: "\(folder)/vector", selection: .all)
    try a.withUnsafeBufferPointer {
      for point in b { try writer.take(point, shape: [1, 2], $0) }
      try writer.take(StagePoint(.attnNorm, layer: 2), shape: [2, 1], $0)
    }
    let file = TraceManifest.Source(path: "m.gguf", bytes: 3, sha256: digest)
    var manifest = TraceManifest(
      model: "m.gguf", architecture: "qwen2", sources: [file], tokenizer: file,
      configuration: ["layers": .integer(11), "epsilon_bits": .string("0x358637bd")], path: .reference,
      selection: StageSelection(stages: [.embedding, .attnNorm]), prompt: "Grüße, \"pv\"", tokensIn: [1, 2],
      tokensOut: [3], topLogits: [], stages: writer.stages)
    let vector = "2987f001f64d94db7b10f497f3b69f756193034d2e7d46d32bc5464eb93aa78a"
    XCTAssertEqual(manifest.runHash.description, vector)
    manifest.model = "elsewhere"
    manifest.environment = .init(toolchain: "another", containerImage: "another")
    manifest.topLogits = [.init(id: 1, value: 2)]
    XCTAssertEqual(manifest.runHash.description, vector)
    manifest.tokensOut = []
    XCTAssertNotEqual(manifest.runHash.description, vector)
  }
}
