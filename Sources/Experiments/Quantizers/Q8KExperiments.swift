import Measuring
import Kernels

/// What falsifiers measure for contracts/q8k-quantize-v1.yaml.
package enum Q8KExperiments {
  private static let contract = "q8k-quantize-v1"

  // MARK: Recipes

  package static var q8k001: Experiment {
    Experiment("FALSIFY-Q8K-001", in: contract) { run in
      let values = Self.adversarial(run)
      let expected = Q8KOracle.published(values)
      try run.judge(
        QuantizeKernels.published,
        mutants: [
          Q8KMutants.halfToEven, Q8KMutants.truncated, Q8KMutants.dividedByScale, Q8KMutants.scaledBy128,
          Q8KMutants.signedExtreme, Q8KMutants.noFloor, Q8KMutants.sumsOfNeighbor, Q8KMutants.poisonIgnored,
        ]
      ) { kernel, probe in try probe.compareQuantized(try kernel(values), to: expected) }
    }
  }

  package static var q8k002: Experiment {
    Experiment("FALSIFY-Q8K-002", in: contract) { run in
      let values = Self.adversarial(run)
      let expected = Q8KOracle.ggml(values)
      try run.judge(
        QuantizeKernels.ggml,
        mutants: [
          Q8KMutants.halfAwayFromZero, Q8KMutants.truncatedGGML, Q8KMutants.unsignedExtreme, Q8KMutants.lastExtreme,
          Q8KMutants.quotientScale, Q8KMutants.poisonIgnoredGGML,
          Q8KMutants.overflowUnguarded,
        ]
      ) { kernel, probe in try probe.compareQuantized(try kernel(values), to: expected) }
    }
  }

  // MARK: Error

  package static var q8k003: Experiment {
    Experiment("FALSIFY-Q8K-003", in: contract) { run in
      let domain = "finite blocks with largest magnitudes from 2^-30 to 2^100; ties, near ties, equal extremes"
      var random = run.random("activations")
      let values = QuantizerCases().finite(&random)
      run.input(
        "values", values, generator: domain, seed: random.seed, cases: values.count / 256,
        shape: [values.count / 256, 256])
      func measure(_ subject: String, _ row: QuantizedValues, _ probe: Probe) throws {
        probe.output(subject, row.dequantized)
        try probe.countOutside(
          subject, row.dequantized, of: values,
          bound: ["scale": values.indices.map { Double(row.scales[$0 / 256]) }])
      }
      try run.judge(
        QuantizeKernels.published, mutants: [Q8KMutants.truncated, Q8KMutants.scaledBy128]
      ) { kernel, probe in try measure("published", try kernel(values), probe) }
      try run.judge(
        QuantizeKernels.ggml,
        mutants: [Q8KMutants.truncatedGGML, Q8KMutants.scaleSignLost]
      ) { kernel, probe in try measure("ggml", try kernel(values), probe) }
    }
  }

  // MARK: Paths

  package static var q8k004: Experiment {
    Experiment("FALSIFY-Q8K-004", in: contract) { run in
      let values = Self.adversarial(run)
      let published = QuantizedValues(try Q8K.quantizePublished(values, implementation: .scalar))
      let ggml = QuantizedValues(try Q8K.quantizeGGML(values, implementation: .scalar))
      try run.judge(
        QuantizeKernels.published,
        mutants: [Q8KMutants.packedAcrossLanes, Q8KMutants.sumsOfNeighbor, Q8KMutants.poisonIgnored]
      ) { kernel, probe in
        let row = try kernel(values)
        probe.output("published", row.words)
        try probe.compare("published", row.words, to: published.words, .bitsDiffering)
      }
      try run.judge(
        QuantizeKernels.ggml, mutants: [Q8KMutants.lastExtreme]
      ) { kernel, probe in
        let row = try kernel(values)
        probe.output("ggml", row.words)
        try probe.compare("ggml", row.words, to: ggml.words, .bitsDiffering)
      }
      let publishedPaths: Paths<Int32> = {
        try Q8K.implementations.flatMap { path in
          try Self.everywhere(values) { try Q8K.quantizePublished($0, into: &$1, implementation: path) }
        }
      }
      try run.judgePaths(
        "published", publishedPaths, differingFrom: published.words,
        mutants: [
          .lastPath(
            "path_packed", "groups of 8 bytes come out as packs of 128-bit lanes leave them", of: publishedPaths
          ) {
            try Q8KMutants.packedAcrossLanes.kernel(values).words
          }
        ])
      let ggmlPaths: Paths<Int32> = {
        try Q8K.implementations.flatMap { path in
          try [1, 3, 100].flatMap { threads in
            try Self.everywhere(values) {
              try Q8K.quantizeGGML($0, into: &$1, threads: threads, implementation: path)
            }
          }
        }
      }
      try run.judgePaths(
        "ggml", ggmlPaths, differingFrom: ggml.words,
        mutants: [
          .lastPath("path_last_extreme", "of two extremes of one magnitude the last decides the sign", of: ggmlPaths) {
            try Q8KMutants.lastExtreme.kernel(values).words
          }
        ])
    }
  }

  // MARK: Two recipes

  package static var q8k005: Experiment {
    Experiment("FALSIFY-Q8K-005", in: contract) { run in
      var random = run.random("ties")
      let negative = (0..<16).flatMap { _ in
        // With the extreme -127 first, both recipes have scale +1, and only the rounding of ties differs.
        [-127] + QuantizerCases().ties(0, &random).dropFirst()
      }
      let positive = negative.map { -$0 }
      run.input("negative_extreme", negative, generator: "ties", seed: random.seed, cases: 16, shape: [16, 256])
      run.input(
        "positive_extreme", positive, generator: "ties, negated", seed: random.seed, cases: 16, shape: [16, 256])
      let one = Mutant<QuantizeKernel>(
        "one_recipe_for_both", "ggml's quantizer is the published one under another name"
      ) {
        QuantizedValues(try Q8K.quantizePublished($0))
      }
      try run.judge(
        QuantizeKernels.ggml, mutants: [one, Q8KMutants.halfAwayFromZero, Q8KMutants.extremeBecomes127]
      ) { kernel, probe in
        let (rounding, sign) = (try kernel(negative), try kernel(positive))
        probe.output("negative_extreme", rounding.values)
        probe.output("positive_extreme", sign.scales)
        try probe.compare(
          "rounding", rounding.values, to: try Q8K.quantizePublished(negative).values, .bitsDiffering)
        try probe.compare("same_scale", rounding.scales, to: try Q8K.quantizePublished(negative).scales, .bitsDiffering)
        try probe.compare("sign", sign.scales, to: try Q8K.quantizePublished(positive).scales, .bitsDiffering)
      }
    }
  }

  // MARK: Parts

  private static func adversarial(_ run: Recorder) -> [Float] {
    let domain = "finite blocks, both floors, subnormals, the largest numbers, zeros, NaN and infinities"
    var random = run.random("adversarial activations")
    let values = QuantizerCases().adversarial(&random)
    run.input(
      "values", values, generator: domain, seed: random.seed, cases: values.count / 256,
      shape: [values.count / 256, 256])
    return values
  }

  /// The quantized values by where they are read: at each offset within a 64-byte line, and in front of a page that
  /// may not be touched.
  private static func everywhere(
    _ values: [Float], _ quantize: (UnsafeBufferPointer<Float>, inout Q8K.Row) throws -> Void
  ) throws -> [[Int32]] {
    try Placement.everywhere(0..<16).map { place in
      // One that has been used: nothing of what it held may be left.
      var row = try Q8K.quantizePublished(values.reversed())
      try place.with(values) { try quantize(UnsafeBufferPointer($0), &row) }
      return QuantizedValues(row).words
    }
  }
}
