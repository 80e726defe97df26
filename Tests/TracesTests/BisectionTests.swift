import Models
import XCTest

@testable import Traces

/// Blame of each planted fault, where both sides run the reference path: then every difference is the fault's.
final class BisectionTests: XCTestCase {
  private static let model = Result { try Qwen2Fixture(Qwen2Fixture.tiny).model() }
  private let tokens = [7, 300, 41, 9]

  private func bisection(
    _ fault: PlantedFault?, _ path: ForwardPath = .reference
  ) throws -> Bisection {
    let model = try Self.model.get()
    let (faulty, changes) = try fault?.plant(in: model) ?? (model, LlamaChanges())
    return try Bisection(
      LlamaDecoder(model, path: .reference, capacity: tokens.count),
      LlamaDecoder(faulty, path: path, capacity: tokens.count, changes: changes), tokens: tokens)
  }

  func testTheSameModelIsBlamedForNothing() throws {
    let bisection = try bisection(nil)
    XCTAssertNil(bisection.first)
    XCTAssertTrue(bisection.stages.allSatisfy { $0.total.worst == 0 && $0.local.worst == 0 && $0.amplification == nil })
    XCTAssertNil(try self.bisection(nil, .production).first, "quantised activations are allowed")
  }

  func testEachFaultIsLocalWhereItWasPlantedAndInheritedBehind() throws {
    let places: [(fault: PlantedFault, points: [String])] = [
      (.transposedHead, ["lm_head"]), (.swappedKHeads, ["layer-3/qkv_matmul"]),
      (.ropePairing, (0..<4).flatMap { ["layer-\($0)/q_post_rope", "layer-\($0)/k_post_rope"] }),
      (.siluOnUp, (0..<4).flatMap { ["layer-\($0)/ffn_silu", "layer-\($0)/ffn_swigl"] }),
      (.missingBias, ["layer-1/qkv_bias"]),
      (.staleCacheSlot, ["layer-2/attn_scores", "layer-2/attn_softmax", "layer-2/attention"]),
      (.blockScale, ["layer-1/ffn_up"]),
    ]
    XCTAssertEqual(places.map(\.fault), PlantedFault.allCases)
    for (fault, points) in places {
      let bisection = try bisection(fault)
      XCTAssertEqual(bisection.stages.filter { $0.local.worst > 0 }.map { "\($0.point)" }, points, "\(fault)")
      XCTAssertEqual(bisection.first, fault.point)
      let first = bisection.stages.firstIndex { $0.point == fault.point }!
      XCTAssertTrue(bisection.stages[..<first].allSatisfy { $0.total.worst == 0 }, "\(fault)")
      XCTAssertTrue(
        bisection.stages[first...].allSatisfy { $0.local.worst > 0 || $0.total.positions == $0.inherited.positions },
        "\(fault)")
      XCTAssertTrue(bisection.svg.contains("fill=\"#d00\"><title>\(fault.point)</title>"))
      XCTAssertTrue(bisection.verdict.hasPrefix("first: \(fault.point): "), bisection.verdict)
      XCTAssertEqual(bisection.json["first"]?.string, "\(fault.point)")
    }
  }

  func testPlantingNeedsWhatItChanges() throws {
    var configuration = Qwen2Fixture.tiny
    configuration.layers = 1
    let one = try Qwen2Fixture(configuration).model(type: .f32)
    XCTAssertThrowsError(try PlantedFault.swappedKHeads.plant(in: one)) {
      XCTAssertTrue("\($0)".contains("swapped-k-heads is planted in layer 3, and it has 1"), "\($0)")
    }
    configuration.layers = 4
    let plain = try Qwen2Fixture(configuration).model(type: .f32)
    XCTAssertThrowsError(try PlantedFault.blockScale.plant(in: plain)) {
      XCTAssertTrue("\($0)".contains("it is F32"), "\($0)")
    }
    XCTAssertNoThrow(try PlantedFault.transposedHead.plant(in: one))
  }
}
