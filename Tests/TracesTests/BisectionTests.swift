import Kernels
import ModelFixtures
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
    XCTAssertNil(try self.bisection(nil, .production).first, "quantized activations are allowed")
  }

  /// A bias behind a quantized product is no fault of it, and a missing one is.
  func testABiasOfAProductIsAllowedFor() throws {
    var model = try Self.model.get()
    let hidden = model.configuration.hiddenSize
    model.layers[1].outputBias = (0..<hidden).map { Float($0 % 5) - 2 }
    model.layers[2].downBias = (0..<hidden).map { Float($0 % 3) / 7 }
    func bisection(_ suspect: LlamaModel) throws -> Bisection {
      try Bisection(
        LlamaDecoder(model, path: .reference, capacity: tokens.count),
        LlamaDecoder(suspect, path: .production, capacity: tokens.count), tokens: tokens)
    }
    XCTAssertNil(try bisection(model).first)
    var faulty = model
    faulty.layers[2].downBias = []
    XCTAssertEqual(try bisection(faulty).first, StagePoint(.ffnOut, layer: 2))
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

  func testEachFaultIsNamedInAModelOfMixedTypes() throws {
    var model = try Qwen2Fixture(Qwen2Fixture.tiny, isMixed: true).model()
    // Beside Q4_K and Q6_K one matrix that both paths multiply as binary32.
    let value = model.layers[1].value
    model.layers[1].value = try Tensor(name: value.name, shape: value.shape, values: value.values())
    func bisection(_ fault: PlantedFault?) throws -> Bisection {
      let (faulty, changes) = try fault?.plant(in: model) ?? (model, LlamaChanges())
      return try Bisection(
        LlamaDecoder(model, path: .reference, capacity: tokens.count),
        LlamaDecoder(faulty, path: .production, capacity: tokens.count, threads: 2, changes: changes), tokens: tokens)
    }
    let healthy = try bisection(nil)
    XCTAssertNil(healthy.first)
    XCTAssertEqual(healthy.verdict, "no stage exceeds its contract")
    func allowance(_ stage: Stage, _ layer: Int?) -> String? {
      healthy.stages.first { $0.point == StagePoint(stage, layer: layer) }?.allowance.description
    }
    XCTAssertEqual(allowance(.qkvMatmul, 1), "q/k: quantized activations; v: same bits")
    // Of layer 2 value and down projection are Q6_K, and so is the head.
    XCTAssertEqual(model.layers[2].value.type, .block(.q6K))
    XCTAssertEqual(allowance(.qkvMatmul, 2), "quantized activations")
    XCTAssertEqual(allowance(.ffnOut, 2), "quantized activations")
    XCTAssertEqual(allowance(.lmHead, nil), "quantized activations")
    XCTAssertEqual(allowance(.attnNorm, 1), "same bits")
    for fault in PlantedFault.allCases { XCTAssertEqual(try bisection(fault).first, fault.point, "\(fault)") }
  }

  /// Every format that production multiplies by quantized activations is held to its bound, and one wrong weight shows.
  func testEveryFormatWithAProductIsBounded() throws {
    let model = try Self.model.get()
    let formats = BlockFormat.allCases.filter { $0.activationFormat != nil }
    XCTAssertEqual(formats.count, 13)
    for format in formats {
      // Bytes of all kinds, and finite scales of moderate size: binary16, in MXFP4 a power of two.
      let (rows, columns) = (model.layers[1].up.rows, model.layers[1].up.columns)
      var bytes = (0..<rows * columns / format.blockWeights * format.blockBytes).map { UInt8(($0 * 167 + 29) % 251) }
      for start in stride(from: 0, to: bytes.count, by: format.blockBytes) {
        for place in Self.scales[format]! { bytes[start + place] = format == .mxfp4 ? 122 : 0x1c }
      }
      var trusted = model
      trusted.layers[1].up = try Tensor(
        name: "blk.1.ffn_up.weight", type: .block(format), shape: [rows, columns], bytes: bytes)
      var suspected = trusted
      func blame() throws -> StagePoint? {
        try Bisection(
          LlamaDecoder(trusted, path: .reference, capacity: tokens.count),
          LlamaDecoder(suspected, path: .production, capacity: tokens.count), tokens: tokens
        ).first
      }
      XCTAssertNil(try blame(), format.name)
      bytes[bytes.count / 2 / format.blockBytes * format.blockBytes + format.blockBytes / 2] ^= 0x11
      suspected.layers[1].up = try Tensor(
        name: "blk.1.ffn_up.weight", type: .block(format), shape: [rows, columns], bytes: bytes)
      XCTAssertEqual(try blame(), StagePoint(.ffnUp, layer: 1), format.name)
    }
  }

  /// The upper bytes of the scales of each format.
  private static let scales: [BlockFormat: [Int]] = [
    .q4_0: [1], .q4_1: [1, 3], .q5_0: [1], .q5_1: [1, 3], .q8_0: [1], .q2K: [81, 83], .q3K: [109], .q4K: [1, 3],
    .q5K: [1, 3], .q6K: [209], .iq4NL: [1], .iq4XS: [1], .mxfp4: [0],
  ]

  /// A folder of dequantized weights against the file that they come from.
  func testTheSameWeightsInAnotherFormAreNoFault() throws {
    let model = try Self.model.get()
    var plain = model
    func dequantized(_ tensor: Tensor, changing index: Int? = nil) throws -> Tensor {
      var values = try tensor.values()
      if let index { values[index] = values[index].nextUp }
      return try Tensor(name: tensor.name, shape: tensor.shape, values: values)
    }
    for layer in plain.layers.indices {
      plain.layers[layer].up = try dequantized(model.layers[layer].up)
      plain.layers[layer].key = try dequantized(model.layers[layer].key)
    }
    func bisection() throws -> Bisection {
      try Bisection(
        LlamaDecoder(plain, path: .reference, capacity: tokens.count),
        LlamaDecoder(model, path: .production, capacity: tokens.count), tokens: tokens)
    }
    XCTAssertNil(try bisection().first)
    // One weight that is another: its matrix is held to the same bits.
    plain.layers[2].up = try dequantized(model.layers[2].up, changing: 5)
    let other = try bisection()
    XCTAssertEqual(other.first, StagePoint(.ffnUp, layer: 2))
    XCTAssertEqual(other.stages.first { $0.point == other.first }?.allowance.description, "same bits")
  }

  func testABlockScaleCanBeWrongInEveryTypeThatHasOne() throws {
    var planted = 0
    for format in BlockFormat.allCases {
      let type = TensorType.block(format)
      let shape = [3, 512]
      let bytes = [UInt8](repeating: 0x11, count: 3 * 512 / type.blockWeights * type.blockBytes)
      let matrix = try Tensor(name: "m", type: type, shape: shape, bytes: bytes)
      guard let faulty = try? BlockScaleFault.plant(in: matrix) else { continue }
      planted += 1
      let differing = zip(try matrix.values(), try faulty.values()).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
      XCTAssertFalse(differing.isEmpty, type.name)
      XCTAssertTrue(differing.allSatisfy { (512..<512 + type.blockWeights).contains($0) }, type.name)
      XCTAssertTrue(try faulty.values().allSatisfy(\.isFinite), type.name)
    }
    XCTAssertGreaterThanOrEqual(planted, 7, "Q4_0 to Q5_1, Q8_0, Q4_K and Q6_K at least")
  }

  func testDifferencesAreOfEachPosition() {
    let base = StageValues(shape: [4, 2], values: [4900, 0, 1, 0, 0, 2, 0, 0])
    let values = StageValues(shape: [4, 2], values: [4900, 1, 1.5, 0, 0, 2, 0, 0])
    let difference = StageDifference(of: values, from: base)
    XCTAssertEqual(difference.positions, [1 / 4900, 0.5, 0, 0])
    XCTAssertEqual(difference.worst, 0.5)
    XCTAssertEqual(difference.worstPosition, 1)
    XCTAssertEqual(difference.median, 1 / 4900)
    XCTAssertLessThan(difference.whole, 0.0003, "the first position hides the second")
    let broken = StageDifference(
      of: StageValues(shape: [3, 1], values: [.nan, 1, .infinity]),
      from: StageValues(shape: [3, 1], values: [1, 0, 1]))
    XCTAssertTrue(broken.worst.isNaN && broken.whole.isNaN)
    XCTAssertEqual(broken.worstPosition, 0)
    XCTAssertEqual(broken.median, .infinity)
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
