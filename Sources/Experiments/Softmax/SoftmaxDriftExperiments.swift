import Measuring
import Kernels

/// The published drift of softmax: FALSIFY-FFN-GGUF-011 of contracts/softmax-v1.yaml.
package enum SoftmaxDriftExperiments {
  package static var ffngguf011: Experiment {
    Experiment("FALSIFY-FFN-GGUF-011", in: "softmax-v1") { run in
      let (logits, raised) = (PublishedDrift.logits, PublishedDrift.raised)
      run.input("logits", logits, generator: "published recipe, section 5")
      run.input("raised", raised, generator: "published recipe, section 5")

      // The recipe itself, and what follows from it exactly.
      try run.judge(
        RaisedLogits.published, mutants: [RaisedLogits.raisedByMore, RaisedLogits.raisedElsewhere]
      ) { raised, probe in
        probe.output("raised logits", raised.narrow)
        try probe.compare("input", raised.narrow, to: logits, .relativeL1)
        let (x, y) = (PublishedDrift.wideLogits, raised.wide)
        let (before, after) = (SoftmaxOracle.softmax(x), SoftmaxOracle.softmax(y))
        try probe.compare("exact", after, to: before, .relativeL1)
        try probe.compare("exact_tail", PublishedDrift.tail(after), to: PublishedDrift.tail(before), .maxRelError)
        let output = Drift("exact", of: after, from: before)
        try probe.ratio("exact", of: output, to: Drift("wide_input", of: y, from: x), .relativeL1)
        // The same logits, all lowered by 10: the same probabilities, another sum of magnitudes.
        let translated = Drift("lowered_input", of: y.map { $0 - 10 }, from: x.map { $0 - 10 })
        try probe.ratio("translated", of: output, to: translated, .relativeL1)
      }
      // The published figures, in the published order.
      try run.judge(
        DriftKernels.published, mutants: [DriftMutants.wide, DriftMutants.halfRounded]
      ) { kernel, probe in
        let (before, after) = (try kernel(logits), try kernel(raised))
        probe.output("published before", before)
        probe.output("published after", after)
        try probe.compare("published", after, to: before, .relativeL1)
        try probe.ratio(
          "published", of: Drift("published", of: after, from: before),
          to: Drift("input", of: raised, from: logits), .relativeL1)
      }
      // The same of the real kernel.
      try run.judge(
        SoftmaxKernels.real, inOrder: SoftmaxSteps.inOrder,
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
}
