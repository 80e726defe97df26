import FalsifierKit
import Foundation
import Kernels
import ModelFixtures
import Models
import Traces

/// The small Qwen2-shaped model that falsifiers run: made from a seed, in memory.
enum TinyModel {
  /// Matrices in Q4_K, none of them square.
  static let quantized = Result { try Qwen2Fixture(Qwen2Fixture.tiny).model() }

  /// Token ids of the tiny model's vocabulary.
  static func tokens(_ run: Recorder, count: Int, cases: Int = 1) -> [[Int]] {
    let domain = "\(cases) times \(count) ids below \(Qwen2Fixture.tiny.vocabularySize)"
    var random = run.random("token ids")
    let ids = (0..<cases).map { _ in
      (0..<count).map { _ in random.integer(in: 0..<Qwen2Fixture.tiny.vocabularySize) }
    }
    run.input(
      "tokens", ids.flatMap { $0.map(Int32.init) }, generator: "token ids: \(domain)",
      parameters: ["model": "Qwen2Fixture.tiny, seed 0"], seed: random.seed, cases: cases)
    return ids
  }

  static func decoder(
    _ path: ForwardPath, capacity: Int, threads: Int = 1, implementation: Implementation = .preferred,
    fault: PlantedFault? = nil
  ) throws -> LlamaDecoder {
    let model = try quantized.get()
    let (faulty, changes) = try fault?.plant(in: model) ?? (model, LlamaChanges())
    return try LlamaDecoder(
      faulty, path: path, capacity: capacity, threads: threads, implementation: implementation, changes: changes)
  }

  /// Everything that a pass captures, in the order of the pass, and the logits.
  static func capture(_ decoder: any Decoder, _ tokens: [Int]) throws -> [Float] {
    let memory = StageMemory()
    let logits = try decoder.forward(tokens, sink: memory)
    return memory.points.flatMap { memory[$0]!.values } + logits
  }
}

/// A folder of its own, removed when the value goes away.
final class ScratchFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("falsifier-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: file(name)))) }
}
