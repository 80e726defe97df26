import Foundation
import XCTest

/// `pv fixture`, `trace`, `compare` and `bisect`, as a user runs them.
final class ModelCommandTests: XCTestCase {
  private var folder: URL!

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("pv-models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    XCTAssertEqual(try pv("fixture", "qwen2", "--tiny", "-o", "m.gguf").exitCode, 0)
  }

  override func tearDown() { try? FileManager.default.removeItem(at: folder) }

  private func pv(_ arguments: String...) throws -> PVProcess {
    try PVProcess(arguments: arguments, in: folder.path)
  }

  private func json(_ process: PVProcess) throws -> [String: Any] {
    try XCTUnwrap(JSONSerialization.jsonObject(with: Data(process.standardOutput.utf8)) as? [String: Any])
  }

  func testATraceIsWrittenAndVerified() throws {
    let trace = try pv("trace", "m.gguf", "--prompt", "Once upon", "--generate", "3", "-o", "t")
    XCTAssertEqual(trace.exitCode, 0, trace.standardError)
    XCTAssertTrue(trace.standardOutput.contains("layer-3/ffn_swigl"))
    XCTAssertEqual(try pv("trace", "--verify", "t/manifest.json", "--threads", "2").exitCode, 0)
    // A second trace never mixes with the first.
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1", "-o", "t").exitCode, 2)
    let path = folder.appendingPathComponent("t/layer-2/attn_out.bin")
    var bytes = try Data(contentsOf: path)
    bytes[12 + 4 * 300] ^= 1
    try bytes.write(to: path)
    let verified = try pv("trace", "--verify", "t/manifest.json")
    XCTAssertEqual(verified.exitCode, 1)
    // 256 values a position: element 300 is in the second one.
    XCTAssertTrue(
      verified.standardOutput.contains("layer-2/attn_out: position 1, element 300"), verified.standardOutput)
    XCTAssertTrue(verified.standardOutput.contains("1 ulps apart"), verified.standardOutput)
  }

  func testSizesAreThoseOfTheFormat() throws {
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1 2 3", "--layers", "0", "-o", "t").exitCode, 0)
    func size(_ name: String) throws -> Int { try Data(contentsOf: folder.appendingPathComponent("t/\(name)")).count }
    XCTAssertEqual(try size("layer-0/embedding.bin"), 12 + 4 * 3 * 256)
    XCTAssertEqual(try size("layer-0/qkv_matmul.bin"), 12 + 4 * 3 * (512 + 2 * 128))
    XCTAssertEqual(try size("layer-0/ffn_gate.bin"), 12 + 4 * 3 * 768)
    XCTAssertEqual(try size("lm_head.bin"), 12 + 4 * 384)
    XCTAssertThrowsError(try size("layer-1/ffn_gate.bin"))
  }

  func testModelsOfBothFormatsAreTheSame() throws {
    XCTAssertEqual(try pv("fixture", "qwen2-hf", "--tiny", "-o", "hf").exitCode, 0)
    let compared = try pv("compare", "m.gguf", "hf", "--identical", "--json")
    XCTAssertEqual(compared.exitCode, 0, compared.standardOutput)
    let result = try json(compared)
    XCTAssertEqual(result["identical"] as? Bool, true)
    XCTAssertEqual((result["pairs"] as? [Any])?.count, 3 + 4 * 12)
  }

  func testTracesThatDoNotFitAreAnError() throws {
    for (tokens, name) in [("1 2 3", "a"), ("1 2", "b"), ("1 2 4", "c")] {
      XCTAssertEqual(
        try pv("trace", "m.gguf", "--tokens", tokens, "--stages", "ffn_gate,lm_head", "-o", name).exitCode, 0)
    }
    let shapes = try pv("compare", "a", "b")
    XCTAssertEqual(shapes.exitCode, 1)
    XCTAssertTrue(shapes.standardOutput.contains("layer-0/ffn_gate: shape [3, 768] against [2, 768]"))
    XCTAssertEqual(try pv("compare", "a", "c").exitCode, 0)
    XCTAssertEqual(try pv("compare", "a", "c", "--identical").exitCode, 1)
    let layers = try pv("compare", "a/layer-0/ffn_gate.bin", "a/layer-1/ffn_gate.bin")
    XCTAssertEqual(layers.exitCode, 1)
    XCTAssertTrue(layers.standardOutput.contains("layer 0 against layer 1"), layers.standardOutput)
    let bisected = try pv("bisect", "a", "c")
    XCTAssertEqual(bisected.exitCode, 1)
    XCTAssertTrue(
      bisected.standardOutput.hasSuffix("first: layer-0/ffn_gate, of 5 that were compared\n"), bisected.standardOutput)
  }

  func testBisectionNamesPlantedFaultsAndDrawsThem() throws {
    XCTAssertEqual(try pv("bisect", "m.gguf", "--tokens", "1 2 3").exitCode, 0)
    let faults = [
      ("transposed-lm-head", "lm_head"), ("swapped-k-heads", "layer-3/qkv_matmul"),
      ("rope-pairing", "layer-0/q_post_rope"), ("silu-on-up", "layer-0/ffn_silu"),
      ("missing-qkv-bias", "layer-1/qkv_bias"), ("stale-cache-slot", "layer-2/attn_scores"),
      ("block-scale", "layer-1/ffn_up"),
    ]
    for (fault, point) in faults {
      let result = try pv(
        "bisect", "m.gguf", "--tokens", "1 2 3", "--plant", fault, "--json", "--picture", "\(fault).svg")
      XCTAssertEqual(result.exitCode, 1)
      XCTAssertEqual(try json(result)["first"] as? String, point)
      let picture = try String(contentsOf: folder.appendingPathComponent("\(fault).svg"), encoding: .utf8)
      XCTAssertTrue(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
      XCTAssertTrue(picture.contains("fill=\"#d00\"><title>\(point)</title>"), "the fault is red")
    }
  }

  func testAFileOfMixedTypesIsBlamedForNothing() throws {
    XCTAssertEqual(try pv("fixture", "qwen2", "--tiny", "--mixed", "-o", "mixed.gguf").exitCode, 0)
    let healthy = try pv("bisect", "mixed.gguf", "--tokens", "1 2 3 4 5")
    XCTAssertEqual(healthy.exitCode, 0, healthy.standardOutput)
    XCTAssertTrue(healthy.standardOutput.hasSuffix("no stage exceeds its contract\n"), healthy.standardOutput)
    XCTAssertFalse(healthy.standardOutput.contains("v: same bits"), "Q6_K is multiplied as it is stored, as Q4_K is")
    let faulty = try pv("bisect", "mixed.gguf", "--tokens", "1 2 3", "--plant", "swapped-k-heads", "--threads", "1")
    XCTAssertEqual(faulty.exitCode, 1)
    XCTAssertTrue(faulty.standardOutput.contains("\nfirst: layer-3/qkv_matmul: "), faulty.standardOutput)
    XCTAssertEqual(try pv("bisect", "mixed.gguf", "--tokens", "1 2", "--threads", "0").exitCode, 64)
  }

  func testFlagsChangeWhatIsMade() throws {
    XCTAssertEqual(try pv("fixture", "qwen2", "--tiny", "--output", "same.gguf").exitCode, 0)
    XCTAssertEqual(try pv("fixture", "qwen2", "--tiny", "--seed", "1", "--output", "other.gguf").exitCode, 0)
    XCTAssertEqual(try data("same.gguf"), try data("m.gguf"))
    XCTAssertNotEqual(try data("other.gguf"), try data("m.gguf"))
    for path in ["reference", "production"] {
      let arguments = ["trace", "m.gguf", "--tokens", "1 2 3", "--path", path, "--output", path]
      XCTAssertEqual(try PVProcess(arguments: arguments, in: folder.path).exitCode, 0)
    }
    XCTAssertNotEqual(try data("reference/lm_head.bin"), try data("production/lm_head.bin"))
    // The embedding is read in the same way by both.
    XCTAssertEqual(try data("reference/layer-0/embedding.bin"), try data("production/layer-0/embedding.bin"))
    func lines(_ limit: String) throws -> Int {
      try pv("compare", "reference", "production", "--limit", limit).standardOutput.split(separator: "\n").count
    }
    let (none, two) = (try lines("0"), try lines("2"))
    XCTAssertGreaterThan(two, none + 2 * 50, "two elements of most of 71 stages")
  }

  func testFlagsChangeWhatIsBlamed() throws {
    let production = try pv("bisect", "m.gguf", "--tokens", "1 2 3")
    let reference = try pv("bisect", "m.gguf", "--tokens", "1 2 3", "--path", "reference")
    XCTAssertTrue(production.standardOutput.contains("quantized activations"))
    XCTAssertFalse(reference.standardOutput.contains("quantized activations"))
    for path in ["reference", "production"] {
      XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1 2 3", "--path", path, "-o", path).exitCode, 0)
    }
    // The norm of the difference is a few per cent of the norm of the values.
    XCTAssertEqual(try pv("bisect", "reference", "production").exitCode, 1)
    XCTAssertEqual(try pv("bisect", "reference", "production", "--accept", "0.5").exitCode, 0)
    XCTAssertEqual(try pv("bisect", "reference", "production", "--accept", "1e-9").exitCode, 1)
  }

  private func data(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }

  func testRefusals() throws {
    XCTAssertEqual(try pv("trace", "m.gguf", "--prompt", "a", "--tokens", "1", "-o", "t").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1,x", "-o", "t").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1", "--chat", "-o", "t").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--prompt", "a", "--system", "b", "-o", "t").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--prompt", "a", "--chat", "--special", "-o", "t").exitCode, 64)
    // The fixture has no chat template.
    XCTAssertEqual(try pv("trace", "m.gguf", "--prompt", "a", "--chat", "-o", "t").exitCode, 1)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1", "--stages", "ffn", "-o", "t").exitCode, 64)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "1", "--layers", "4", "-o", "t").exitCode, 1)
    XCTAssertEqual(try pv("trace", "m.gguf", "--tokens", "384", "-o", "t").exitCode, 1)
    XCTAssertEqual(try pv("trace", "nowhere", "--tokens", "1", "-o", "t").exitCode, 2)
    XCTAssertEqual(try pv("compare", "m.gguf", "nowhere").exitCode, 2)
    XCTAssertEqual(try pv("fixture", "qwen2", "-o", "m.gguf").exitCode, 2)
    XCTAssertFalse(FileManager.default.fileExists(atPath: folder.appendingPathComponent("t/manifest.json").path))
  }
}
