import Foundation
import Kernels
import ModelFixtures
import XCTest

@testable import Models

/// The architectures beside each other, from files of both formats and on both paths.
final class ArchitectureTests: XCTestCase {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Golden"
  ).path
  private let tokens = [1, 300, 77, 12, 383, 0, 45, 45, 9]

  private func bits(_ memory: StageMemory, _ point: StagePoint) -> [UInt32] { memory[point]!.values.map(\.bitPattern) }

  func testAStageAloneGivesTheBitsOfThePass() throws {
    for family in LlamaFamily.allCases {
      let model = try Qwen2Fixture(Qwen2Fixture.tiny(family)).model()
      for path in ForwardPath.allCases {
        let (decoder, memory) = (try LlamaDecoder(model, path: path, capacity: 16), StageMemory())
        _ = try decoder.forward(tokens, sink: memory)
        let stages = decoder.stages.filter { !$0.isWholeModel }.count
        XCTAssertEqual(memory.points.count, 3 + stages * decoder.layerCount, "\(family)")
        for point in memory.points {
          for input in decoder.inputs(of: point) { XCTAssertNotNil(memory[input], "\(family) \(point): \(input)") }
          let alone = try decoder.output(of: point, tokens: tokens) { memory[$0]! }
          XCTAssertEqual(alone.shape, memory[point]!.shape, "\(family) \(path) \(point)")
          XCTAssertEqual(alone.values.map(\.bitPattern), bits(memory, point), "\(family) \(path) \(point)")
        }
      }
    }
  }

  func testPiecesThreadsAndInstructionSetsChangeNoBit() throws {
    for family in LlamaFamily.allCases {
      let model = try Qwen2Fixture(Qwen2Fixture.tiny(family)).model()
      func logits(_ pieces: [Int], threads: Int = 1, _ implementation: Implementation = .preferred) throws -> [UInt32] {
        let decoder = try LlamaDecoder(
          model, path: .production, capacity: 16, threads: threads, implementation: implementation)
        var (start, last) = (0, [Float]())
        for count in pieces {
          last = try decoder.forward(Array(tokens[start..<start + count]), sink: nil)
          start += count
        }
        return last.map(\.bitPattern)
      }
      let whole = try logits([tokens.count])
      XCTAssertEqual(whole, try logits(tokens.map { _ in 1 }), "\(family)")
      XCTAssertEqual(whole, try logits([2, 5, 2]), "\(family)")
      XCTAssertEqual(whole, try logits([tokens.count], threads: 3), "\(family)")
      for implementation in Implementation.available {
        XCTAssertEqual(whole, try logits([tokens.count], implementation))
      }
    }
  }

  func testFixturesComeBackFromTheirFiles() throws {
    let folder = try TemporaryFolder()
    for family in LlamaFamily.allCases {
      let fixture = Qwen2Fixture(Qwen2Fixture.tiny(family))
      try fixture.writeGGUF(to: folder.file("\(family).gguf"))
      let loaded = try LoadedModel(path: folder.file("\(family).gguf"))
      XCTAssertEqual(loaded.architectureName, family.rawValue)
      XCTAssertEqual(loaded.llama.configuration, fixture.configuration)
    }
  }

  /// PV_GGUF_OUT names a folder that keeps the files, for scripts/golden/judge-architectures.py.
  func testGGUFOfAFolderIsTheSameModel() throws {
    let temporary = try TemporaryFolder()
    let out = ProcessInfo.processInfo.environment["PV_GGUF_OUT"] ?? temporary.path
    for name in ["qwen2", "llama", "qwen3", "gemma3"] {
      let folder = "\(Self.golden)/\(name)"
      let golden = try SafetensorsFile(path: "\(folder)/golden.safetensors").tensors
      let ids = try XCTUnwrap(
        JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: "\(folder)/golden.json")))
          as? [String: Any])
      let (tokens, continuation) = (ids["tokens_in"] as! [Int], ids["tokens_out"] as! [Int])
      try GGUFConversion.write(LoadedModel(path: folder).llama, to: "\(out)/\(name).gguf")
      let model = try LlamaModel(gguf: GGUFFile(path: "\(out)/\(name).gguf"), path: "\(name).gguf")
      let decoder = try LlamaDecoder(model, path: .reference, capacity: 32)
      let memory = StageMemory()
      _ = try decoder.forward(tokens, sink: memory)
      // Heads of llama stand in another order; what comes behind them does not. A rounding more in the norm of Gemma's
      // queries and in the divisors of llama's angles: twice the bound of the folder.
      for point in memory.points where [.attnOut, .postFfnResidual, .finalNorm, .lmHead].contains(point.stage) {
        let (values, expected) = (memory[point]!.values, try XCTUnwrap(golden["\(point)"]).values())
        let bound = 8 * (try XCTUnwrap(golden["\(point).error"]).values()[0])
        let worst = zip(values, expected).map { abs($0 - $1) }.max()!
        XCTAssertLessThanOrEqual(worst, bound, "\(name) \(point)")
      }
      try decoder.rewind(to: 0)
      XCTAssertEqual(try decoder.greedy(tokens, count: continuation.count), continuation, name)
    }
  }
}
