import FalsifierKit
import Metrics
import Models
import Traces
import XCTest

/// Falsifiers of contracts/forward-parity-v1.yaml.
final class FalsifyForwardParity: FalsifierCase {
  private static let contract = "forward-parity-v1"

  private static let faults = [
    ParityKernel.mutant(.transposedHead, "the LM head is read as [hidden][vocabulary]"),
    ParityKernel.mutant(.swappedKHeads, "two key heads of layer 3 are exchanged"),
    ParityKernel.mutant(.ropePairing, "rotary pairs are neighbors in place of halves"),
    ParityKernel.mutant(.siluOnUp, "SiLU is applied to the up projection"),
    ParityKernel.mutant(.missingBias, "layer 1 has no QKV bias"),
    ParityKernel.mutant(.staleCacheSlot, "a slot of the cache of layer 2 keeps an earlier key"),
    ParityKernel.mutant(.blockScale, "a six-bit scale of one block is one off"),
  ]

  func testFalsifyPARITY001() throws {
    try falsify("FALSIFY-PARITY-001", in: Self.contract) { run in
      let parity = try ParityCase(TinyModel.tokens(run, count: 3)[0])
      let others = parity.others.flatMap { parity.reference[$0]!.values }
      try run.judge(ParityKernel.real, inOrder: ParityKernel.inOrder, mutants: Self.faults) { kernel, probe in
        let products = try parity.injected(kernel, at: parity.products)
        let rest = try parity.injected(kernel, at: parity.others)
        probe.output("products", products)
        probe.output("others", rest)
        try probe.countOutside("products", products, of: parity.expected.map(\.value), bound: parity.expected.bound)
        try probe.compare("others", rest, to: others, .bitsDiffering)
      }
    }
  }

  func testFalsifyPARITY002() throws {
    try falsify("FALSIFY-PARITY-002", in: Self.contract) { run in
      let drawn = TinyModel.tokens(run, count: 4, cases: 48)
      // The domain: prompts whose first logit is at least 1 above the second.
      let prompts = try drawn.map(ParityPrompt.init).filter { $0.margin >= 1 }
      XCTAssertGreaterThanOrEqual(prompts.count, 8, "too few prompts have a margin to say anything")
      let chosen = prompts.map { Int32(LlamaDecoder.argmax($0.logits)!) }
      let faults = Self.faults.filter { $0.name != "block_scale" }
      try run.judge(ParityKernel.real, inOrder: ParityKernel.inOrder, mutants: faults) { kernel, probe in
        let passes = try prompts.map { try kernel.pass($0.tokens) }
        probe.output("logits", passes.flatMap(\.logits), shape: [passes.count, passes[0].logits.count])
        try probe.compare(
          "argmax", passes.map { Int32(LlamaDecoder.argmax($0.logits) ?? -1) }, to: chosen, .bitsDiffering)
        let divergences = try zip(prompts, passes).map { try $0.divergence(of: $1.logits) }
        try probe.measure("kl", divergences, .max)
        for layer in passes[0].layers.indices {
          try probe.compare(
            "layer_\(layer)", passes.flatMap { $0.layers[layer] }, to: prompts.flatMap { $0.layers[layer] },
            .relativeL2)
          try probe.measure(
            "layer_\(layer)_positions", zip(prompts, passes).flatMap { $0.drift(of: $1.layers[layer], layer: layer) },
            .max)
        }
      }
    }
  }

  func testFalsifyPARITY003() throws {
    try falsify("FALSIFY-PARITY-003", in: Self.contract) { run in
      let tokens = TinyModel.tokens(run, count: 4)[0]
      // Where each fault is, in the order in which it is planted; no fault is the last.
      let faults = PlantedFault.allCases.map(Optional.some) + [nil]
      let expected = faults.map { $0.map { Self.code($0.point) } ?? -1 }
      let bisections = try faults.map { fault in
        try Bisection(
          TinyModel.decoder(.reference, capacity: 4), TinyModel.decoder(.production, capacity: 4, fault: fault),
          tokens: tokens)
      }
      try run.judge(BisectionKernels.real, mutants: BisectionMutants.all) { (kernel: BisectionKernel, probe) in
        let named = bisections.map { kernel($0).map(Self.code) ?? -1 }
        probe.output("named", named)
        try probe.compare(named, to: expected, .bitsDiffering)
      }
    }
  }

  /// A point as a number: layer and stage.
  private static func code(_ point: StagePoint) -> Int32 {
    Int32((point.layer ?? 99) * 100 + Stage.allCases.firstIndex(of: point.stage)!)
  }
}

/// A prompt with what the reference path makes of it.
private struct ParityPrompt {
  let tokens: [Int]
  let layers: [[Float]]
  let logits: [Float]

  init(_ tokens: [Int]) throws {
    let decoder = try TinyModel.decoder(.reference, capacity: tokens.count)
    let memory = StageMemory { $0.stage == .postFfnResidual }
    logits = try decoder.forward(tokens, sink: memory)
    layers = memory.points.map { memory[$0]!.values }
    self.tokens = tokens
  }

  /// How far the largest logit is above the second.
  var margin: Float {
    let sorted = logits.sorted(by: >)
    return sorted[0] - sorted[1]
  }

  /// How far the values at the end of a layer are from the reference's, at each position for itself.
  func drift(of values: [Float], layer: Int) -> [Double] {
    let shape = [tokens.count, values.count / tokens.count]
    return StageDifference(
      of: StageValues(shape: shape, values: values), from: StageValues(shape: shape, values: layers[layer])
    ).positions
  }

  /// KL(reference || other), in nats.
  func divergence(of other: [Float]) throws -> Double {
    guard case .real(let value) = try Metric.klDivergence.of(Sample(other), against: Sample(logits)) else {
      preconditionFailure("a divergence is a real number")
    }
    return value
  }
}
