import Measuring
import Kernels

/// Falsifiers of the published experiments in contracts/q4k-q8k-dot-v1.yaml: dequantized weights
/// against quantized activations.
package enum QuantizedPathsExperiments {
  private static let contract = "q4k-q8k-dot-v1"

  // MARK: One block

  package static var ffngguf008: Experiment {
    Experiment("FALSIFY-FFN-GGUF-008", in: contract) { run in
      let block = Recipes.fixBlock([0x00, 0x3c, 0x00, 0xb4])
      let activation = Recipes.activation()
      run.input(bytes: block, "block", generator: "FIX(00,3C,00,B4), published results, section 1")
      run.input("activation", activation, generator: "ACT, published results, section 1")
      let row = try Q8K.quantizePublished(activation)
      let weights = Q4KOracle.weights(block)
      let product = FusedOracle(block, row)
      // What rounding alone can do to each path, around the exact value that it approximates.
      let bound: BoundArguments = [
        "count": [256], "magnitude": [Oracle.absoluteDot(weights, activation)],
        "term_magnitude": [Oracle.absoluteDot(weights, row.dequantized())],
        "blocks": [1], "sub_block_magnitude": [product.subBlockMagnitude],
      ]
      try run.judge(
        PublishedPaths.real,
        mutants: [
          PublishedPathMutants.dminSign, PublishedPathMutants.lane8, PublishedPathMutants.notQuantized,
          PublishedPathMutants.truncated, PublishedPathMutants.scaledBy128, PublishedPathMutants.minimumsDropped,
          PublishedPathMutants.ablationNotQuantized,
        ]
      ) { paths, probe in
        let (a, b) = (try paths.pathA(block, activation), try paths.pathB(block, activation))
        let third = try paths.ablation(block, activation)
        probe.output("paths", [a, b, third])
        probe.bits("path_a", a)
        probe.bits("path_b", b)
        probe.bits("ablation", third)
        try probe.compare("b_from_a", [b], to: [a], .relativeL2, .bitsDiffering)
        // Fusion alone: path B and the third arm differ by no more than rounding explains.
        try probe.countOutside("fusion", [b], of: [third], bound: bound)
        // Quantization alone: the third arm and path A differ by more than rounding explains.
        try probe.countOutside("quantization", [third], of: [a], bound: bound)
      }
      // The kernel's own order, on the same row.
      try run.judge(FusedKernels.real, mutants: [FusedMutants.nibblesSwapped]) { kernel, probe in
        let result = try kernel(block, row)
        probe.output("own_order", [result])
        try probe.countOutside("own_order", [result], of: [product.value], bound: [product].bound)
      }
    }
  }

  package static var ffngguf010: Experiment {
    Experiment("FALSIFY-FFN-GGUF-010", in: contract) { run in
      let activation = Recipes.activation()
      let blocks = Self.scales.map { Recipes.fixBlock($0.bytes + [0, 0]) }
      run.input(
        "blocks", blocks.flatMap(\.signed), generator: "FIX(d, 00, 00) for seven d, published results, section 3",
        cases: 7, shape: [7, 144])
      run.input("activation", activation, generator: "ACT, published results, section 1")
      try run.judge(
        PublishedPaths.real,
        mutants: [
          PublishedPathMutants.notQuantized, PublishedPathMutants.truncated, PublishedPathMutants.scaledBy128,
          PublishedPathMutants.fixedPointTotal,
        ]
      ) { paths, probe in
        let a = try blocks.map { try paths.pathA($0, activation) }
        let b = try blocks.map { try paths.pathB($0, activation) }
        probe.output("path_a", a)
        probe.output("path_b", b)
        for (index, scale) in Self.scales.enumerated() {
          try probe.compare(scale.subject, [b[index]], to: [a[index]], .relativeL2)
        }
        let differences = zip(a, b).map { abs(Double($1) - Double($0)) / abs(Double($0)) }
        try probe.measure("relative_difference", differences, .maxRatio)
      }
      try run.judge(
        DequantizeKernels.real, mutants: [Self.nearestToLabel]
      ) { kernel, probe in
        // Weight 0 is 3d: what the bytes labeled 0.05 really hold.
        let weights = try kernel(blocks[2])
        probe.output("labeled_0_05", weights)
        probe.bits("labeled_0_05", weights[0])
      }
    }
  }

  private static let scales: [(subject: String, bytes: [UInt8])] = [
    ("d_0_001", [0x10, 0x14]), ("d_0_01", [0x1f, 0x21]), ("d_0_05", [0x33, 0x29]), ("d_0_1", [0x66, 0x2e]),
    ("d_0_5", [0x00, 0x38]), ("d_1", [0x00, 0x3c]), ("d_10", [0x00, 0x49]),
  ]

  private static let nearestToLabel = Mutant<DequantizeKernel>(
    "nearest_to_label", "d is the binary16 number nearest to its label, 0.05"
  ) {
    try Q4K.dequantize([0x66, 0x2a] + $0.dropFirst(2))
  }

  // MARK: Chains

  package static var ffngguf009: Experiment {
    Experiment("FALSIFY-FFN-GGUF-009", in: contract) { run in
      let start = Recipes.activation()
      Self.recordLayers(in: run)
      run.input("activation", start, generator: "ACT, published results, section 1")
      try run.judge(
        PublishedPaths.real,
        mutants: [
          PublishedPathMutants.notNormalized, PublishedPathMutants.activationShared, PublishedPathMutants.firstWeights,
          PublishedPathMutants.truncated, PublishedPathMutants.minimumsDropped, PublishedPathMutants.notQuantized,
        ]
      ) { paths, probe in
        let depths = try paths.chain(from: start, PublishedPaths.layers)
        for (index, depth) in depths.enumerated() {
          probe.output("a_\(index + 1)", depth.a)
          probe.output("b_\(index + 1)", depth.b)
          try probe.compare("depth_\(index + 1)", depth.b, to: depth.a, .relativeL2)
        }
        let drifts = depths.enumerated().map { Drift("depth_\($0 + 1)", of: $1.b, from: $1.a) }
        try probe.ratio("growth", of: drifts[4], to: drifts[0], .relativeL2)
        // Growth with every layer would make this larger than 1.
        try probe.ratio("last_layer", of: drifts[4], to: drifts[3], .relativeL2)
      }
    }
  }

  package static var ffngguf013: Experiment {
    Experiment("FALSIFY-FFN-GGUF-013", in: contract) { run in
      let starts = (0..<7).map { Recipes.activation(token: $0) }
      Self.recordLayers(in: run)
      run.input(
        "activations", starts.flatMap { $0 }, generator: "ACT with tok = 0...6, published results, section 3",
        cases: 7, shape: [7, 256])
      try run.judge(
        PublishedPaths.real,
        mutants: [
          PublishedPathMutants.activationShared, PublishedPathMutants.firstWeights, PublishedPathMutants.scaledBy128,
          PublishedPathMutants.notNormalized,
        ]
      ) { paths, probe in
        for (token, start) in starts.enumerated() {
          let last = try paths.chain(from: start, PublishedPaths.layers)[4]
          probe.output("a_\(token)", last.a)
          probe.output("b_\(token)", last.b)
          try probe.compare("token_\(token)", last.b, to: last.a, .relativeL2)
        }
      }
    }
  }

  private static func recordLayers(in run: Recorder) {
    run.input(
      "weights", PublishedPaths.layers.flatMap { $0 }.flatMap(\.signed),
      generator: "chain of 009, published results, section 3", cases: 5, shape: [5, 256, 144])
  }
}
