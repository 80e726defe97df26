import Kernels
import ModelFixtures
import XCTest

@testable import Models

final class DecoderTests: XCTestCase {
  private static let qwen2 = Result { try Qwen2Fixture(Qwen2Fixture.tiny).model() }
  private let tokens = [1, 300, 77, 12, 383, 0, 45, 45, 9, 200, 31]

  private func qwen2(_ path: ForwardPath, threads: Int = 1, _ implementation: Implementation = .preferred) throws
    -> LlamaDecoder
  {
    try LlamaDecoder(
      Self.qwen2.get(), path: path, capacity: 16, threads: threads, implementation: implementation)
  }

  /// All captured bits of a run in the given pieces, joined by position.
  private func capture(_ decoder: any Decoder, pieces: [Int]) throws -> [StagePoint: [UInt32]] {
    var result: [StagePoint: [UInt32]] = [:]
    var start = 0
    for count in pieces {
      // Scores have a row as long as the cache; their bits are compared through attention.
      let memory = StageMemory { $0.stage != .attnScores && $0.stage != .attnSoftmax }
      _ = try decoder.forward(Array(tokens[start..<start + count]), sink: memory)
      for point in memory.points {
        let bits = memory[point]!.values.map(\.bitPattern)
        if point.stage == .lmHead { result[point] = bits } else { result[point, default: []] += bits }
      }
      start += count
    }
    return result
  }

  func testCachedAndUncachedRunsGiveTheSameBits() throws {
    for path in ForwardPath.allCases {
      let whole = try capture(qwen2(path), pieces: [tokens.count])
      XCTAssertEqual(whole, try capture(qwen2(path), pieces: tokens.map { _ in 1 }), "\(path)")
      XCTAssertEqual(whole, try capture(qwen2(path), pieces: [4, 1, 6]), "\(path)")
    }
    let model = try GPTNeoFixture().model()
    let whole = try capture(GPTNeoDecoder(model, capacity: 16), pieces: [tokens.count])
    XCTAssertEqual(whole, try capture(GPTNeoDecoder(model, capacity: 16), pieces: [3, 1, 1, 6]))
  }

  func testThreadsAndInstructionSetsChangeNoBit() throws {
    for path in ForwardPath.allCases {
      let expected = try capture(qwen2(path), pieces: [tokens.count])
      XCTAssertEqual(expected, try capture(qwen2(path, threads: 3), pieces: [tokens.count]))
      for implementation in Implementation.available {
        XCTAssertEqual(expected, try capture(qwen2(path, implementation), pieces: [tokens.count]), "\(implementation)")
      }
    }
  }

  func testAPassThatNobodySeesGivesTheBitsOfOneThatIsSeen() throws {
    // Fewer than go through the layers together, as many, and more, with a rest of one position and of several.
    for (count, threads) in [(1, 1), (2, 1), (256, 2), (257, 1), (257, 3), (600, 2)] {
      let ids = (0..<count).map { $0 * 37 % 384 }
      let results = try [StageMemory { _ in false }, nil].map { sink in
        let decoder = try LlamaDecoder(
          Self.qwen2.get(), path: .production, capacity: count + 1, threads: sink == nil ? threads : 1)
        return try [ids, [5]].map { try decoder.forward($0, sink: sink).map(\.bitPattern) }
      }
      XCTAssertEqual(results[0], results[1], "\(count) positions, \(threads) threads")
    }
  }

  func testAStageAloneGivesTheBitsOfThePass() throws {
    for path in ForwardPath.allCases {
      let (decoder, memory) = (try qwen2(path), StageMemory())
      _ = try decoder.forward(tokens, sink: memory)
      XCTAssertEqual(memory.points.count, 3 + 17 * decoder.layerCount)
      for point in memory.points {
        let alone = try decoder.output(of: point, tokens: tokens) { memory[$0]! }
        XCTAssertEqual(alone.shape, memory[point]!.shape, "\(point)")
        XCTAssertEqual(alone.values.map(\.bitPattern), memory[point]!.values.map(\.bitPattern), "\(point)")
      }
    }
  }

  func testGreedyRunsAgainAfterRewinding() throws {
    let decoder = try qwen2(.production)
    let chosen = try decoder.greedy([5, 6], count: 4)
    XCTAssertEqual(decoder.position, 5)
    try decoder.rewind(to: 0)
    XCTAssertEqual(try decoder.greedy([5, 6], count: 4), chosen)
    try decoder.rewind(to: 2)
    XCTAssertEqual(try decoder.greedy([chosen[0]], count: 3), Array(chosen[1...]))
  }

  func testWhatDoesNotFitIsRefusedAndTheCacheStays() throws {
    let decoder = try qwen2(.reference)
    XCTAssertThrowsError(try decoder.forward([], sink: nil))
    XCTAssertThrowsError(try decoder.forward([384], sink: nil))
    XCTAssertThrowsError(try decoder.forward([-1], sink: nil))
    XCTAssertThrowsError(try decoder.forward(.init(repeating: 1, count: 17), sink: nil))
    XCTAssertEqual(decoder.position, 0)
  }

  func testFilesOfBothFormatsAreTheSameModel() throws {
    let (folder, fixture) = (try TemporaryFolder(), Qwen2Fixture(Qwen2Fixture.tiny))
    try fixture.writeGGUF(to: folder.file("m.gguf"))
    try fixture.writeSafetensors(to: folder.file("hf"), roundedTo: .q4K, shards: 3)
    let captures = try [folder.file("m.gguf"), folder.file("hf")].map { path in
      let model = try LoadedModel(path: path)
      XCTAssertEqual(
        try model.tokenizer()!.encode("Once upon a time"), try model.tokenizer()!.encode("Once upon a time"))
      return try capture(model.decoder(path: .reference, capacity: 16), pieces: [tokens.count])
    }
    XCTAssertEqual(captures[0], captures[1])
  }
}
