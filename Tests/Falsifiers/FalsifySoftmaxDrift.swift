import FalsifierKit
import Kernels
import XCTest

/// The published drift of softmax: FALSIFY-FFN-GGUF-011 of contracts/softmax-v1.yaml.
final class FalsifySoftmaxDrift: FalsifierCase {
  func testFalsifyFFNGGUF011() throws {
    try falsify("FALSIFY-FFN-GGUF-011", in: "softmax-v1") { run in
      let (logits, raised) = (PublishedDrift.logits, PublishedDrift.raised)
      run.input("logits", logits, generator: "published recipe, section 5")
      run.input("raised", raised, generator: "published recipe, section 5")
      let inputShift = PublishedDrift.shift(from: logits.map(Double.init), to: raised.map(Double.init))

      try run.measure { probe in
        try probe.compare("input", raised, to: logits, .relativeL1)
        let (x, y) = (PublishedDrift.wideLogits, PublishedDrift.wideRaised)
        let (before, after) = (SoftmaxOracle.softmax(x), SoftmaxOracle.softmax(y))
        try probe.compare("exact", after, to: before, .relativeL1)
        try probe.compare("exact_tail", PublishedDrift.tail(after), to: PublishedDrift.tail(before), .maxRelError)
        try Self.ratio("exact_ratio", input: PublishedDrift.shift(from: x, to: y), before, after, probe)
        // The same logits, all lowered by 10: the same probabilities, another sum of magnitudes.
        let translated = PublishedDrift.shift(from: x.map { $0 - 10 }, to: y.map { $0 - 10 })
        try Self.ratio("translated_ratio", input: translated, before, after, probe)
      }
      // The published figures, in the published order.
      try run.judge(
        DriftKernels.published, mutants: [DriftMutants.wide, DriftMutants.halfRounded]
      ) { kernel, probe in
        let (before, after) = (try kernel(logits), try kernel(raised))
        probe.output("published before", before)
        probe.output("published after", after)
        try probe.compare("published", after, to: before, .relativeL1)
        try Self.ratio("published_ratio", input: inputShift, before, after, probe)
      }
      // The same of the real kernel.
      try run.judge(
        SoftmaxKernels.real,
        mutants: [SoftmaxMutants.temperature, SoftmaxSteps.baseTwo, SoftmaxSteps.naturalLogRemainder]
      ) { kernel, probe in
        let (before, after) = (try kernel(logits), try kernel(raised))
        probe.output("before", before)
        probe.output("after", after)
        try probe.compare("kernel", after, to: before, .relativeL1)
        try probe.compare("kernel_tail", PublishedDrift.tail(after), to: PublishedDrift.tail(before), .maxRelError)
      }
    }
  }

  /// The output drift over the input drift, as the L1 norm of one shift over that of the other.
  private static func ratio(
    _ subject: String, input: [Double], _ before: [Double], _ after: [Double], _ probe: Probe
  ) throws {
    let output = PublishedDrift.shift(from: before, to: after)
    try probe.compare(subject, zip(input, output).map { $0 + $1 }, to: input, .relativeL1)
  }
}
