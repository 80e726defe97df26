import Models
import XCTest

@testable import Traces

final class ComparisonTests: XCTestCase {
  private func difference(_ a: [Float], _ b: [Float], limit: Int = 2) throws -> ValueDifference {
    try TensorComparison.compare(
      Tensor(name: "a", shape: [a.count], values: a), Tensor(name: "b", shape: [b.count], values: b), limit: limit)
  }

  func testEqualNaNsAndInfinitiesAreIdentical() throws {
    let values: [Float] = [.nan, .infinity, -.infinity, 1, 2, 3, 4, 5, 6]
    let same = try difference(values, values)
    XCTAssertTrue(same.isIdentical)
    XCTAssertEqual(same.maxAbsolute, 0)
    // One other element: the piece is no longer the same bytes, the infinities still are no difference.
    let other = try difference(values, values.dropLast() + [7])
    XCTAssertEqual(other.identical, 8)
    XCTAssertEqual(other.maxAbsolute, 1)
    XCTAssertEqual(other.worst, [.init(index: 8, a: 6, b: 7)])
  }

  func testIdenticalInfinitiesHaveNoDirection() throws {
    let masked: [Float] = [1, -.infinity, 2, -.infinity]
    let same = try difference(masked, masked)
    XCTAssertEqual([same.cosine, same.normRatio, same.rms, same.maxAbsolute], [1, 1, 0, 0])
    XCTAssertEqual(try difference([.nan, .infinity], [.nan, .infinity]).cosine, 1)
    // (1, 2) and (2, 1) beside the same infinities.
    let other = try difference(masked, [2, -.infinity, 1, -.infinity])
    XCTAssertEqual(other.cosine, 0.8, accuracy: 1e-15)
    XCTAssertEqual(other.normRatio, 1)
    // The sign of an infinity is a difference, and no number says how large.
    let opposite = try difference(masked, [1, .infinity, 2, -.infinity])
    XCTAssertTrue(opposite.cosine.isNaN && opposite.normRatio.isNaN)
    XCTAssertEqual(opposite.maxAbsolute, .infinity)
    XCTAssertEqual(StageStatistics.display(-Double.nan), "nan")
  }

  func testTiesAreCounted() throws {
    // 5,000 elements are 0.5 apart, over several pieces of the scan; two in the middle are 3 apart.
    let a = [Float](repeating: 1, count: 5000)
    var b = a.map { $0 + 0.5 }
    (b[2500], b[4000]) = (4, -2)
    let found = try difference(a, b, limit: 5)
    XCTAssertEqual(found.worst.map(\.index), [2500, 4000, 0, 1, 2])
    XCTAssertEqual(found.tied, 4998 - 3)
    XCTAssertEqual(try difference(a, b, limit: 2).tied, 0)
    XCTAssertEqual(try difference(a, b, limit: 1).tied, 1)
    XCTAssertEqual(try difference(a, b, limit: 0).tied, 0)
    // Over parts that are compared side by side.
    let count = (1 << 20) + 3
    let large = [Float](repeating: 0, count: count)
    XCTAssertEqual(try difference(large, large.map { $0 - 1 }, limit: 5).tied, count - 5)
    XCTAssertEqual(try difference(a, a.map { _ in .nan }, limit: 5).tied, 4995)
  }

  func testStoredAlikeIsTheSame() throws {
    func tensor(_ bytes: [UInt8]) throws -> Tensor { try Tensor(name: "t", type: .f16, shape: [3], bytes: bytes) }
    let (a, b) = (try tensor([0, 0x3c, 1, 0x7e, 0, 0]), try tensor([0, 0x3c, 1, 0x7e, 1, 0]))
    let same = try TensorComparison.compare(a, a, limit: 1)
    XCTAssertTrue(same.isIdentical)
    XCTAssertEqual([same.rms, same.cosine, same.normRatio, same.maxAbsolute], [0, 1, 1, 0])
    XCTAssertEqual(try TensorComparison.compare(a, b, limit: 1).identical, 2)
  }

  func testANaNIsNeverAPass() throws {
    var values = [Float](repeating: 1, count: 20)
    values[3] = .nan
    let found = try difference([Float](repeating: 1, count: 20), values)
    XCTAssertTrue(found.maxAbsolute.isNaN)
    XCTAssertEqual(found.maxULPs, .max)
    XCTAssertEqual(found.worst.first?.index, 3)
    XCTAssertEqual(found.identical, 19)
  }

  func testPartsAreAddedUpInOrder() throws {
    // Beyond one part of 2^20 elements, so that threads share it.
    let count = (1 << 20) + 12345
    let a = (0..<count).map { Float($0 % 1000) }
    var b = a
    b[count - 1] += 1
    b[5] -= 2
    let found = try difference(a, b)
    XCTAssertEqual(found.count, count)
    XCTAssertEqual(found.identical, count - 2)
    XCTAssertEqual(found.worst.map(\.index), [5, count - 1])
  }

  func testATransposedMatrixIsFound() throws {
    let a = try Tensor(name: "a", shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    let b = try Tensor(name: "b", shape: [3, 2], values: [1, 4, 2, 5, 3, 6])
    XCTAssertTrue(try TensorComparison.compareTransposed(a, b, limit: 1).isIdentical)
    XCTAssertThrowsError(try TensorComparison.compareTransposed(a, a, limit: 1))
    XCTAssertEqual(Coordinates.of(5, [2, 3]), [1, 2])
  }

  func testStatistics() {
    let values: [Float] = [.nan, 1, 2, 4, 0, -.infinity]
    let s = values.withUnsafeBufferPointer { StageStatistics($0) }
    XCTAssertEqual([s.count, s.nan, s.infinite, s.zero], [6, 1, 1, 1])
    XCTAssertEqual([s.min, s.max], [0, 4])
    XCTAssertEqual(s.mean, 1.75)
    // Squares of -0.75, 0.25, 2.25, -1.75 sum to 8.75; over n - 1 = 3.
    XCTAssertEqual(s.deviation, (8.75 / 3).squareRoot())
    let none = [Float.nan].withUnsafeBufferPointer { StageStatistics($0) }
    XCTAssertNil(none.min)
    XCTAssertNil(none.deviation)
  }

  func testSelectionsAreParsedOrRefused() throws {
    XCTAssertEqual(try StageSelection(stages: "all", layers: "all"), .all)
    XCTAssertEqual(
      try StageSelection(stages: "layer_output,ffn_gate", layers: "1-3"),
      StageSelection(stages: [.postFfnResidual, .ffnGate], layers: 1...3))
    for (stages, layers) in [("", "all"), ("ffn", "all"), ("all,", "all"), ("all", "3-1"), ("all", "-1"), ("all", "x")]
    {
      XCTAssertThrowsError(try StageSelection(stages: stages, layers: layers), "\(stages) \(layers)")
    }
  }

  func testNamesOfBothFormats() {
    XCTAssertEqual(TensorNames.canonical("model.layers.7.mlp.down_proj.weight"), "blk.7.ffn_down.weight")
    XCTAssertEqual(TensorNames.canonical("model.layers.0.self_attn.q_proj.bias"), "blk.0.attn_q.bias")
    XCTAssertEqual(TensorNames.canonical("lm_head.weight"), "output.weight")
    XCTAssertEqual(TensorNames.canonical("blk.7.ffn_down.weight"), "blk.7.ffn_down.weight")
    XCTAssertEqual(TensorNames.canonical("anything.else"), "anything.else")
  }

  func testNamesOfLayersWithFourNormsAndWithOtherPrefixes() {
    XCTAssertEqual(TensorNames.canonical("layers.2.self_attn.q_norm.weight"), "blk.2.attn_q_norm.weight")
    XCTAssertEqual(TensorNames.canonical("language_model.model.embed_tokens.weight"), "token_embd.weight")
    XCTAssertEqual(TensorNames.canonical("model.layers.0.post_attention_layernorm.weight"), "blk.0.ffn_norm.weight")
    XCTAssertEqual(
      TensorNames.canonical("model.layers.0.post_attention_layernorm.weight", hasFourNorms: true),
      "blk.0.post_attention_norm.weight")
    XCTAssertTrue(TensorNames.haveFourNorms(["model.layers.0.pre_feedforward_layernorm.weight"]))
    XCTAssertFalse(TensorNames.haveFourNorms(["model.layers.0.post_attention_layernorm.weight"]))
  }
}
