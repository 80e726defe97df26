import Measuring
import Kernels

/// What falsifiers measure for contracts/gqa-attention-v1.yaml: that every way to compute attention is the same.
package enum AttentionPathsExperiments {
  private static let contract = "gqa-attention-v1"

  package static var gqa006: Experiment {
    Experiment("FALSIFY-GQA-006", in: contract) { run in
      let cases = AttentionCases.adversarial(run)
      cases.record(in: run)
      @Sendable func decode(_ path: Implementation) throws -> [Float] {
        try cases.all.flatMap { each in
          let cache = try each.cache()
          let workspace = try Attention.Workspace(queryHeads: each.queryHeads, capacity: cache.capacity)
          let nothing = [Float](repeating: .nan, count: each.query.count)
          return try Placement.guarded.with(each.query, nothing) { query, out in
            try Attention.decode(
              query: UnsafeBufferPointer(query), cache: cache, queryHeads: each.queryHeads, into: out,
              workspace: workspace, implementation: path)
            return Array(out)
          }
        }
      }
      let reference = try decode(.scalar)
      let steps = try cases.all.flatMap(AttentionSteps().decode)
      try run.judge(
        AttentionKernels.real,
        mutants: [
          AttentionSteps.sequentialScores, AttentionSteps.scaleBeforeDot, AttentionSteps.softmaxByDivision,
          AttentionSteps.valuesUnfused, AttentionSteps.positionsDescending,
        ]
      ) { kernel, probe in
        let outputs = try cases.all.flatMap(kernel)
        probe.output("attention", outputs)
        try probe.compare(outputs, to: reference, .bitsDiffering)
        // The mutants hold one fault alone: their steps without it are the kernel.
        try probe.compare("steps", outputs, to: steps, .bitsDiffering)
      }
      // The scores as captures show them, where NaN is canonical too, go with what is made of them.
      @Sendable func scores(_ path: Implementation) throws -> [Float] {
        try cases.all.flatMap {
          try Attention.scores(query: $0.query, cache: $0.cache(), queryHeads: $0.queryHeads, implementation: path)
        }
      }
      let captured = try scores(.scalar)
      let paths: Paths<Float> = { try Attention.implementations.map { try decode($0) + scores($0) } }
      try run.judgePaths(
        paths, differingFrom: reference + captured,
        mutants: [
          .lastPath("path_tail", "the last element of a head is left out of the scores", of: paths) {
            try cases.all.flatMap(AttentionMutants.lastDimensionDropped.kernel) + captured
          }
        ])
    }
  }

  package static var gqa007: Experiment {
    Experiment("FALSIFY-GQA-007", in: contract) { run in
      let shapes: [AttentionCases.Shape] = [(28, 4, 128, 37), (6, 2, 96, 65), (8, 1, 80, 20), (5, 5, 33, 9)]
      let cases = AttentionCases.random(run, shapes: shapes)
      cases.record(in: run)
      let threads = [1, 2, 3, 4, 5, 7, 8, 14, 16, 28, 64]
      run.input("threads", threads.map(Int32.init), generator: "numbers of threads")
      let single = try cases.all.flatMap(AttentionKernels.real)
      try run.judge(
        ThreadedKernels.real,
        mutants: [ThreadMutants.kvHeadFromRun, ThreadMutants.positionsShared, ThreadMutants.restDropped]
      ) { kernel, probe in
        let outputs = try threads.flatMap { count in try cases.all.flatMap { try kernel($0, count) } }
        probe.output("attention", outputs)
        try probe.compare(outputs, to: threads.flatMap { _ in single }, .bitsDiffering)
      }
    }
  }

  package static var gqa008: Experiment {
    Experiment("FALSIFY-GQA-008", in: contract) { run in
      let domain = "40 tokens of 6/2 heads of 40, units, queries times 4; drafts after the first 3"
      var random = run.random("token sequence")
      let sequence = TokenSequence.random(&random)
      for (name, values) in [
        ("queries", sequence.tokens.query), ("keys", sequence.tokens.keys), ("values", sequence.tokens.values),
        ("draft keys", sequence.drafts.keys), ("draft values", sequence.drafts.values),
      ] {
        run.input(name, values, generator: domain, seed: random.seed, cases: sequence.count)
      }
      let expected = try SequenceKernels.fresh(sequence)
      try run.judge(
        SequenceKernels.decode,
        mutants: [
          SequenceMutants.staleSlot, SequenceMutants.staleValue, SequenceMutants.appendedAfter,
          SequenceMutants.draftsVisible,
        ]
      ) { kernel, probe in
        let outputs = try kernel(sequence)
        probe.output("decode", outputs)
        try probe.compare("decode", outputs, to: expected, .bitsDiffering)
      }
      try run.judge(
        SequenceKernels.prefill, mutants: [SequenceMutants.prefillSeesFuture, SequenceMutants.prefillMissesItself]
      ) { kernel, probe in
        let outputs = try kernel(sequence)
        probe.output("prefill", outputs)
        try probe.compare("prefill", outputs, to: expected, .bitsDiffering)
      }
    }
  }

  package static var gqa009: Experiment {
    Experiment("FALSIFY-GQA-009", in: contract) { run in
      let clean = AttentionNaN.clean(run)
      let cases = AttentionNaN.cases(clean)
      let cleanOutput = try AttentionKernels.real(clean)
      try run.judge(
        AttentionKernels.real,
        mutants: [
          AttentionSteps.nanScoreMasked, AttentionSteps.nanValueSkipped, AttentionSteps.infiniteScoreClamped,
          AttentionSteps.nanSignOfProcessor,
        ]
      ) { kernel, probe in
        let outputs = try cases.flatMap { try kernel($0.attention) }
        probe.output("attention", outputs, shape: [4, 28, 128])
        try probe.compare(outputs, to: cases.flatMap { $0.expected(cleanOutput) }, .bitsDiffering)
        try probe.measure(outputs, .nanCount)
      }
    }
  }

  /// - Parameter peer: the product of an implementation that is not ours.
  package static func gqa010(beside peer: @escaping PeerMatVec) -> Experiment {
    Experiment("FALSIFY-GQA-010", in: contract) { run in
      let cases = AttentionCases.random(run)
      cases.record(in: run)
      let scales = cases.all.flatMap { c in
        [Double](repeating: 1 / Double(c.headDim).squareRoot(), count: c.queryHeads * c.positions)
      }
      let oracle = cases.all.map(AttentionOracle.scores)
      let exact = oracle.flatMap(\.value)
      let bound: BoundArguments = [
        "dimension": oracle.flatMap(\.dimension), "dot": oracle.flatMap(\.dot),
        "magnitude": oracle.flatMap(\.magnitude),
      ]
      let openBLAS = zip(cases.all.flatMap { PeerScores.dots($0, peer) }, scales).map { Double($0) * $1 }
      try run.judge(
        ScoresKernels.real, inOrder: ScoresKernels.inOrder,
        mutants: [ScoreMutants.keyMapModulo, ScoreMutants.lastDimensionDropped, ScoreMutants.positionsOffByOne]
      ) { kernel, probe in
        let scores = try cases.all.flatMap(kernel)
        probe.output("scores", scores)
        try probe.countOutside("binary64", scores, of: exact, bound: bound)
      }
      // A mutant that is far outside almost everywhere: how many scores are must not depend on OpenBLAS's bits.
      try run.judge(ScoresKernels.real, mutants: [ScoreMutants.noScale]) { kernel, probe in
        let scores = try cases.all.flatMap(kernel)
        probe.output("scores beside OpenBLAS's", scores)
        try probe.countOutside("openblas", scores, of: openBLAS, bound: bound, isPortable: false)
      }
      // OpenBLAS's bits depend on the processor, so the distance itself is no evidence.
      let real = try cases.all.flatMap(ScoresKernels.real)
      run.note("largest_difference_from_openblas", zip(real, openBLAS).map { abs(Double($0) - $1) }.max() ?? 0)
    }
  }
}
