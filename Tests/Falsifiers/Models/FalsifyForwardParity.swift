import FalsifierKit
import Models
import Traces
import XCTest

/// Falsifiers of contracts/forward-parity-v1.yaml.
final class FalsifyForwardParity: FalsifierCase {
  private static let contract = "forward-parity-v1"

  private static let faults = [
    ParityKernels.mutant(.transposedHead, "the LM head is read as [hidden][vocabulary]"),
    ParityKernels.mutant(.swappedKHeads, "two key heads of layer 3 are exchanged"),
    ParityKernels.mutant(.ropePairing, "rotary pairs are neighbours in place of halves"),
    ParityKernels.mutant(.siluOnUp, "SiLU is applied to the up projection"),
    ParityKernels.mutant(.missingBias, "layer 1 has no QKV bias"),
    ParityKernels.mutant(.staleCacheSlot, "a slot of the cache of layer 2 keeps an earlier key"),
    ParityKernels.mutant(.blockScale, "a six-bit scale of one block is one off"),
  ]

  func testFalsifyPARITY001() throws {
    try falsify("FALSIFY-PARITY-001", in: Self.contract) { run in
      let parity = try ParityCase(TinyModel.tokens(run, count: 3)[0])
      let others = parity.others.flatMap { parity.reference[$0]!.values }
      try run.judge(ParityKernels.real, mutants: Self.faults) { (kernel: ParityKernel, probe) in
        let decoder = try kernel(parity.tokens.count)
        let products = try parity.injected(decoder, at: parity.products)
        let rest = try parity.injected(decoder, at: parity.others)
        probe.output("products", products)
        probe.output("others", rest)
        try probe.countOutside("products", products, of: parity.expected, bound: parity.bound)
        try probe.compare("others", rest, to: others, .bitsDiffering)
      }
    }
  }

  func testFalsifyPARITY002() throws {
    try falsify("FALSIFY-PARITY-002", in: Self.contract) { run in
      let drawn = TinyModel.tokens(run, count: 4, cases: 48)
      let reference = try drawn.map { try TinyModel.decoder(.reference, capacity: 4).forward($0, sink: nil) }
      // The domain: prompts whose first logit is at least 1 above the second.
      let chosen = drawn.indices.filter { LogitPair.margin(reference[$0]) >= 1 }
      let first = chosen.map { Int32(Qwen2Decoder.argmax(reference[$0])!) }
      try run.judge(ParityKernels.real, mutants: Self.faults.filter { $0.name != "q4k_block_scale" }) {
        (kernel: ParityKernel, probe) in
        let logits = try chosen.map { try kernel(4).forward(drawn[$0], sink: nil) }
        probe.output("logits", logits.flatMap { $0 }, shape: [chosen.count, logits[0].count])
        try probe.compare("argmax", logits.map { Int32(Qwen2Decoder.argmax($0) ?? -1) }, to: first, .bitsDiffering)
        let divergences = zip(chosen, logits).map { LogitPair(reference: reference[$0], other: $1).divergence }
        try probe.measure("kl", divergences, .max)
        try probe.measure("prompts", first, .count)
      }
      // The drift by layer: what is inherited and what is added, for the record.
      try run.measure { probe in
        let bisection = try Bisection(
          TinyModel.decoder(.reference, capacity: 4), TinyModel.decoder(.production, capacity: 4), tokens: drawn[0])
        probe.output("drift by stage", bisection.stages.map(\.total))
        try probe.measure("drift", bisection.stages.map(\.total), .max)
      }
    }
  }

  func testFalsifyPARITY003() throws {
    try falsify("FALSIFY-PARITY-003", in: Self.contract) { run in
      let tokens = TinyModel.tokens(run, count: 4)[0]
      // Where each fault is, in the order in which it is planted; no fault is the last.
      let faults = PlantedFault.allCases.map(Optional.some) + [nil]
      let expected = faults.map { $0.map { Self.code($0.point) } ?? -1 }
      try run.judge(BisectionKernels.real, mutants: BisectionMutants.all) { (kernel: BisectionKernel, probe) in
        let named = try faults.map { fault -> Int32 in
          let bisection = try Bisection(
            TinyModel.decoder(.reference, capacity: 4), TinyModel.decoder(.production, capacity: 4, fault: fault),
            tokens: tokens)
          return kernel(bisection).map(Self.code) ?? -1
        }
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
