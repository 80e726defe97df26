import Measuring
import Kernels

/// What falsifiers measure for contracts/f32-dot-v1.yaml.
package enum DotExperiments {
  private static let contract = "f32-dot-v1"

  // MARK: Bounds

  package static var dot001: Experiment {
    Experiment("FALSIFY-DOT-001", in: contract) { run in
      try run.judge(
        over: DotCase.finite, cases: 340, DotKernels.real, inOrder: DotKernels.inOrder,
        mutants: [
          DotMutants.tailDropped, DotMutants.lastLaneDropped, DotMutants.firstElementTwice, DotMutants.f16Accumulator,
        ],
        expecting: { (value: Oracle.dot($0.a, $0.b), magnitude: Oracle.absoluteDot($0.a, $0.b)) }
      ) { kernel, cases, exact, probe in
        let results = try cases.map { try kernel($0.a, $0.b) }
        probe.output("dot", results)
        try probe.countOutside(
          results, of: exact.map(\.value),
          bound: ["count": cases.map { Double($0.a.count) }, "magnitude": exact.map(\.magnitude)])
      }
    }
  }

  /// - Parameter peer: the dot product of an implementation that is not ours.
  package static func dot003(beside peer: @escaping ([Float], [Float]) -> Float) -> Experiment {
    Experiment("FALSIFY-DOT-003", in: contract) { run in
      let cases = DotCases.finite(run)
      cases.record(in: run)
      let oracle = cases.pairs.map { peer($0.a, $0.b) }
      let bound: BoundArguments = [
        "count": cases.pairs.map { Double($0.a.count) },
        "magnitude": cases.pairs.map { Oracle.absoluteDot($0.a, $0.b) },
      ]
      try run.judge(
        DotKernels.real, mutants: [DotMutants.strideTwo, DotMutants.lastBlockDropped]
      ) { kernel, probe in
        let results = try cases.pairs.map { try kernel($0.a, $0.b) }
        probe.output("dot", results)
        try probe.countOutside(results, of: oracle, bound: bound, isPortable: false)
      }
      // OpenBLAS's bits depend on the processor, so the distance itself is no evidence.
      let ours = try cases.pairs.map { try Dot.f32($0.a, $0.b) }
      run.note("largest_difference_from_openblas", zip(ours, oracle).map { abs($0 - $1) }.max() ?? 0)
    }
  }

  // MARK: Order

  package static var dot002: Experiment {
    Experiment("FALSIFY-DOT-002", in: contract) { run in
      let cases = DotCases.adversarial(run)
      cases.record(in: run)
      let reference = try cases.pairs.map { try Dot.f32($0.a, $0.b, implementation: .scalar) }
      // The order of the statement, written a second time.
      let steps = cases.pairs.map { DotMutants.lanes64($0.a, $0.b, fused: true, foldAdjacent: false) }
      try run.judge(
        DotKernels.real,
        mutants: [
          DotMutants.sequentialOrder, DotMutants.eightLanes, DotMutants.unfused, DotMutants.foldAdjacent,
        ]
      ) { kernel, probe in
        let results = try cases.pairs.map { try kernel($0.a, $0.b) }
        probe.output("dot", results)
        try probe.compare(results, to: reference, .bitsDiffering)
        try probe.compare("steps", results, to: steps, .bitsDiffering)
      }
      // Each path by name, each case at another offset within a 64-byte line.
      let paths = try Dot.implementations.flatMap { path in
        try Placement.each.map { place in
          try cases.pairs.enumerated().map { index, pair in
            try place(index).with(pair.a, pair.b) { a, b in
              try Dot.f32(UnsafeBufferPointer(a), UnsafeBufferPointer(b), implementation: path)
            }
          }
        }
      }
      try run.judgePaths(
        { paths }, differingFrom: reference,
        mutants: [
          .lastPath("path_tail_dropped", "the last element of a tail is not read", of: { paths }) {
            try cases.pairs.map { try DotMutants.lastOfTailDropped($0.a, $0.b) }
          },
          .lastPath("path_negative_nan", "NaN has its sign set, as x86 makes it", of: { paths }) {
            reference.map { $0.isNaN ? Float(bitPattern: 0xFFC0_0000) : $0 }
          },
        ])
    }
  }

  // MARK: Published

  package static var ffngguf006: Experiment {
    Experiment("FALSIFY-FFN-GGUF-006", in: contract) { run in
      let (a, b) = Recipes.publishedDot
      run.input("a", a, generator: "published recipe, section 2")
      run.input("b", b, generator: "published recipe, section 2")
      try run.judge(
        DotKernels.sequential, mutants: [PublishedDotMutants.wideAccumulator, PublishedDotMutants.lastElementDropped]
      ) { kernel, probe in
        let result = try kernel(a, b)
        probe.output("sequential", [result])
        probe.bits("sequential", result)
      }
      try run.judge(
        DotKernels.lane8, mutants: [PublishedDotMutants.otherPairing, PublishedDotMutants.tailDroppedLane8]
      ) { kernel, probe in
        let result = try kernel(a, b)
        probe.output("lane8", [result])
        probe.bits("lane8", result)
      }
      // What this input shows, and what it hides: another input hides less.
      try run.judge(
        PublishedDotRecipes.published, mutants: [PublishedDotRecipes.offset63, PublishedDotRecipes.modulus7]
      ) { (recipe: PublishedDotRecipe, probe) in
        let (a, b) = recipe()
        probe.output("recipe", a + b)
        probe.bits("a_0", a[0])
        probe.bits("a_127", a[127])
        probe.bits("b_127", b[127])
        probe.bits("exact", Float(Oracle.dot(a, b)))
        probe.bits("other_pairing", try PublishedDotMutants.otherPairing.kernel(a, b))
        let sequential = try Dot.sequential(a, b)
        try probe.compare(
          "blind", PublishedDotMutants.unseenOrders.map { $0(a, b) },
          to: PublishedDotMutants.unseenOrders.map { _ in sequential }, .bitsDiffering)
      }
    }
  }

  package static var dot004: Experiment {
    Experiment("FALSIFY-DOT-004", in: contract) { run in
      var random = run.random("units")
      let pairs = (0..<1024).map { _ in (a: random.units(128), b: random.units(128)) }
      run.input(
        "a", pairs.flatMap(\.a), generator: "units in [-1, 1)", seed: random.seed, cases: 1024, shape: [1024, 128])
      run.input(
        "b", pairs.flatMap(\.b), generator: "units in [-1, 1)", seed: random.seed, cases: 1024, shape: [1024, 128])
      let sequential = try pairs.map { try Dot.sequential($0.a, $0.b) }
      let itself = Mutant<DotKernel>(
        "compared_with_itself", "the second path is the first again", DotKernels.sequential)
      try run.judge(DotKernels.lane8, mutants: [itself]) { kernel, probe in
        let results = try pairs.map { try kernel($0.a, $0.b) }
        probe.output("lane8", results)
        try probe.compare(results, to: sequential, .bitsDiffering)
      }
    }
  }
}
