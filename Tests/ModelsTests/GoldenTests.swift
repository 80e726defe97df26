import Foundation
import XCTest

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
    try decoder.rewind(to: 0)
    XCTAssertEqual(try decoder.greedy(tokens, count: continuation.count), continuation)
  }

  func testQwen2AgainstTransformers() throws { try check("qwen2", stages: 3 + 3 * 17) }
  func testGPTNeoAgainstTransformers() throws { try check("gpt-neo", stages: 3 + 4 * 12) }

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
