import Foundation
import Kernels
import XCTest

@testable import ModelFixtures
@testable import Models

/// Against what independent judges computed; Golden/README.md says how.
final class GoldenTests: XCTestCase {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Golden"
  ).path

  /// The elements of an F64 tensor.
  private func doubles(_ tensor: Tensor) -> [Double] {
    stride(from: 0, to: tensor.byteCount, by: 8).map {
      Double(bitPattern: tensor.bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
    }
  }

  /// Every stage within four times the error of torch's own float32, and the greedy continuation.
  private func check(_ name: String, stages count: Int) throws {
    let folder = "\(Self.folder)/\(name)"
    let golden = try SafetensorsFile(path: "\(folder)/golden.safetensors").tensors
    let ids = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(folder)/golden.json")))
        as? [String: Any])
    let (tokens, continuation) = (ids["tokens_in"] as! [Int], ids["tokens_out"] as! [Int])
    let decoder = try LoadedModel(path: folder).decoder(path: .reference, capacity: 32)
    let memory = StageMemory()
    _ = try decoder.forward(tokens, sink: memory)
    XCTAssertEqual(memory.points.count, count)
    XCTAssertEqual(golden.tensors.count, 2 * count)
    for point in memory.points {
      let (values, expected) = (memory[point]!, try XCTUnwrap(golden["\(point)"], "\(point)"))
      XCTAssertEqual(values.shape, expected.shape, "\(point)")
      let bound = 4 * doubles(try XCTUnwrap(golden["\(point).error"]))[0]
      var worst = 0.0
      for (ours, exact) in zip(values.values, doubles(expected)) where Double(ours) != exact {
        let error = abs(Double(ours) - exact)
        worst = worst.isNaN || error.isNaN ? .nan : max(worst, error)
      }
      XCTAssertTrue(worst <= bound, "\(name) \(point): \(worst) above \(bound)")
    }
    guard name != "qwen2-dynamic" else { return try checkWithoutCache(decoder, tokens, continuation) }
    try decoder.rewind(to: 0)
    XCTAssertEqual(try decoder.greedy(tokens, count: continuation.count), continuation)
  }

  /// The greedy continuation with all positions in each pass.
  private func checkWithoutCache(_ decoder: any Decoder, _ tokens: [Int], _ continuation: [Int]) throws {
    var ids = tokens
    for _ in continuation {
      try decoder.rewind(to: 0)
      ids.append(try XCTUnwrap(LlamaDecoder.argmax(decoder.forward(ids, sink: nil))))
    }
    XCTAssertEqual(Array(ids[tokens.count...]), continuation)
  }

  func testQwen2AgainstTransformers() throws { try check("qwen2", stages: 3 + 3 * 17) }
  func testGPTNeoAgainstTransformers() throws { try check("gpt-neo", stages: 3 + 4 * 12) }
  /// With biases everywhere and the scaling of Llama 3.1.
  func testLlamaAgainstTransformers() throws { try check("llama", stages: 3 + 2 * 17) }
  /// All layers with a window of four positions.
  func testMistralAgainstTransformers() throws { try check("mistral", stages: 3 + 2 * 16) }
  /// Tied, with YaRN.
  func testQwen3AgainstTransformers() throws { try check("qwen3", stages: 3 + 2 * 18) }
  /// Windows in two layers of three, the third with linear scaling.
  func testGemma3AgainstTransformers() throws { try check("gemma3", stages: 3 + 3 * 20) }
  /// More positions than the model was made for.
  func testDynamicScalingAgainstTransformers() throws { try check("qwen2-dynamic", stages: 3 + 2 * 17) }

  /// A pass from the first position on is what transformers computes; one with turned keys before it is refused.
  func testDynamicScalingBeyondTheModelTakesOnePass() throws {
    let decoder = try LoadedModel(path: "\(Self.folder)/qwen2-dynamic").decoder(path: .reference, capacity: 8)
    let short = try decoder.forward([1, 2, 3], sink: nil)
    XCTAssertThrowsError(try decoder.forward([4, 5], sink: nil)) {
      XCTAssertEqual($0 as? DecoderError, .dynamicScaling(positions: 5, stable: 4))
    }
    XCTAssertEqual(decoder.position, 3)
    _ = try decoder.forward([4], sink: nil)
    try decoder.rewind(to: 0)
    let long = try decoder.forward([1, 2, 3, 4, 5], sink: nil)
    // What is left of a long pass has the angles of its length.
    try decoder.rewind(to: 2)
    XCTAssertThrowsError(try decoder.forward([3], sink: nil))
    try decoder.rewind(to: 0)
    XCTAssertEqual(try decoder.forward([1, 2, 3], sink: nil), short)
    try decoder.rewind(to: 0)
    XCTAssertEqual(try decoder.forward([1, 2, 3, 4, 5], sink: nil), long)
  }

  /// What transformers makes of configurations whose keys are missing, old, or contradict.
  func testConfigurationsAgainstTransformers() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/configs.json"))
    let golden = try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let configurations = try XCTUnwrap(JSONTree.read("\(Self.folder)/configs.json")["cases"]?.array)
    var accepted = 0
    for (entry, tree) in zip(golden["cases"] as! [[String: Any]], configurations) {
      let (keys, expected) = (entry["config"] as! [String: Any], entry["expected"] as! [String: Any])
      let config = ModelConfiguration(
        path: "config.json", values: ConfigurationValue.values(of: try XCTUnwrap(tree["config"]?.members)))
      guard expected["error"] == nil else {
        XCTAssertThrowsError(try LlamaConfiguration(config), "\(keys)")
        continue
      }
      let c: LlamaConfiguration
      do { c = try LlamaConfiguration(config) } catch {
        // Four query heads with the class's 8 or 32 key heads; angles that Gemma does not read.
        let isKnown = ["do not fit together", "rope_parameters.rope_t"].contains { "\(error)".contains($0) }
        XCTAssertTrue(isKnown, "\(error)")
        continue
      }
      accepted += 1
      XCTAssertEqual(c.kvHeads, expected["kv_heads"] as? Int, "\(keys)")
      XCTAssertEqual(c.headDim, expected["head_dim"] as? Int, "\(keys)")
      XCTAssertEqual(c.epsilon, Float(expected["epsilon"] as! Double), "\(keys)")
      XCTAssertEqual(c.contextLength, expected["positions"] as? Int, "\(keys)")
      XCTAssertEqual(c.window, expected["window"] as? Int, "\(keys)")
      let isLocal = (0..<c.layers).map { c.window(ofLayer: $0) != nil }
      XCTAssertEqual(isLocal, expected["local"] as? [Bool], "\(keys)")
      XCTAssertEqual(c.ropeScaling.magnitude, expected["magnitude"] as! Double, accuracy: 1e-15, "\(keys)")
      XCTAssertEqual(c.attentionScale, (expected["scale"] as? Double).map { Float($0) }, "\(keys)")
      let seen = entry["seen"] as? Int ?? 1
      func check(_ name: String, _ base: Double, _ scaling: RoPE.Scaling) {
        guard let frequencies = expected[name] as? [Double] else { return }
        let ours = scaling.frequencies(headDim: c.headDim, base: base, length: seen)
        XCTAssertEqual(ours.count, frequencies.count)
        for (a, b) in zip(ours, frequencies) { XCTAssertEqual(a / b, 1, accuracy: 1e-14, "\(name) of \(keys)") }
      }
      check("frequencies", c.ropeBase, c.ropeScaling)
      if let base = c.localRopeBase { check("local_frequencies", base, .none) }
    }
    XCTAssertGreaterThan(accepted, 70)
  }

  func testTokensAgainstTheTokenizersPackage() throws {
    let (folder, path) = (try TemporaryFolder(), "\(Self.folder)/tokens.json")
    let golden = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
    let samples = golden["samples"] as! [[String: Any]]
    XCTAssertGreaterThan(samples.count, 10)
    try Qwen2Fixture(Qwen2Fixture.tiny).writeGGUF(to: folder.file("m.gguf"))
    for (kind, words) in [("qwen2-hf", PreTokenizer.qwen2), ("gpt-neo", .gpt2)] {
      try Data(FixtureTokenizer(words).json).write(to: URL(fileURLWithPath: folder.file("tokenizer.json")))
      let tokenizer = try Tokenizer(json: folder.file("tokenizer.json"))
      for sample in samples {
        XCTAssertEqual(
          try tokenizer.encode(sample["text"] as! String), sample[kind] as! [Int], "\(kind): \(sample["text"]!)")
      }
    }
    let gguf = try XCTUnwrap(LoadedModel(path: folder.file("m.gguf")).tokenizer())
    for sample in samples { XCTAssertEqual(try gguf.encode(sample["text"] as! String), sample["qwen2-hf"] as! [Int]) }
  }
}
