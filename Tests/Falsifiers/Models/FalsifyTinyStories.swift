import FalsifierKit
import Foundation
import Models
import XCTest

/// The falsifier of contracts/tinystories-1m-v1.yaml, on weights that are given.
///
/// `PV_LIVE=tinystories-1m swift test --filter FalsifyTinyStories`, where the folder tinystories-1m among the weights
/// holds the published pytorch_model.bin, config.json and tokenizer.json, and model.safetensors as
/// scripts/golden/convert-checkpoint.py makes it of the first.
final class FalsifyTinyStories: FalsifierCase {
  func testFalsifyTINYSTORIES001() throws {
    try falsify("FALSIFY-TINYSTORIES-001", in: "tinystories-1m-v1") { run in
      let checkpoint = URL(
        fileURLWithPath: try run.weights("tinystories-1m", file: "tinystories-1m/pytorch_model.bin"))
      let folder = checkpoint.deletingLastPathComponent().path
      let missing = try LiveModel.tensors(of: folder, missingIn: Data(contentsOf: checkpoint))
      XCTAssertEqual(missing, [], "tensors of model.safetensors that the checkpoint does not hold")
      let prompt: [Int32] = [7454, 2402, 257, 640]
      let greedy: [Int32] = [11, 612, 373]
      let largest: [Int32] = [373, 547, 5615, 11, 318]
      let logits = [19.3264, 15.4883, 14.7227, 11.5574, 11.2361]
      try run.judge(LiveModel.real, mutants: LiveModel.mutants) { (kernel: LiveKernel, probe) in
        let result = try kernel(folder, "Once upon a time", 3)
        let ids = LiveModel.padded(result.prompt, 4)
        let found = result.logits.indices.sorted { (result.logits[$0], $1) > (result.logits[$1], $0) }.prefix(5)
        probe.output("logits", result.logits)
        probe.output("prompt", ids)
        try probe.compare("prompt", ids, to: prompt, .bitsDiffering)
        try probe.compare("greedy", result.greedy.map(Int32.init), to: greedy, .bitsDiffering)
        try probe.compare("largest", found.map(Int32.init), to: largest, .bitsDiffering)
        try probe.compare("logits", largest.map { result.logits[Int($0)] }, to: logits, .maxAbsError)
      }
    }
  }
}
