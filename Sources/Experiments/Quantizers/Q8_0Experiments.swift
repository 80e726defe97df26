import Measuring
import Kernels

/// What falsifiers measure for contracts/q8_0-quantize-v1.yaml.
package enum Q8_0Experiments {
  private static let contract = "q8_0-quantize-v1"

  package static var q80001: Experiment {
    Experiment("FALSIFY-Q80-001", in: contract) { run in
      let values = Self.adversarial(run)
      let expected = Q8_0Oracle().quantize(values)
      try run.judge(
        QuantizeKernels.q8_0,
        mutants: [
          Q8_0Mutants.halvesToEven, Q8_0Mutants.truncated, Q8_0Mutants.dividedByScale, Q8_0Mutants.inverseOfStored,
          Q8_0Mutants.scaledBy128, Q8_0Mutants.scaleKept, Q8_0Mutants.scaleTruncated, Q8_0Mutants.scaleHalvesAway,
          Q8_0Mutants.scaleFlushed, Q8_0Mutants.signedExtreme, Q8_0Mutants.sumsOfNeighbor, Q8_0Mutants.poisonIgnored,
          Q8_0Mutants.tinyBlocksUndefined,
        ]
      ) { kernel, probe in try probe.compareQuantized(try kernel(values), to: expected) }
    }
  }

  package static var q80002: Experiment {
    Experiment("FALSIFY-Q80-002", in: contract) { run in
      let domain = "finite blocks whose scale is a normal binary16 number; ties, near ties, equal extremes"
      var random = run.random("activations")
      let values = QuantizerCases(size: 32, exponents: stride(from: -2, through: 21, by: 1)).finite(&random)
      let blocks = values.count / 32
      run.input("values", values, generator: domain, seed: random.seed, cases: blocks, shape: [blocks, 32])
      let scales = stride(from: 0, to: values.count, by: 32).map { start in
        Double(Q8_0Oracle.scale(of: Array(values[start..<start + 32])))
      }
      try run.judge(
        QuantizeKernels.q8_0,
        mutants: [
          Q8_0Mutants.truncated, Q8_0Mutants.scaledBy128, Q8_0Mutants.scaleTruncated, Q8_0Mutants.scaleSignLost,
        ]
      ) { kernel, probe in
        let row = try kernel(values)
        probe.output("dequantized", row.dequantized)
        try probe.countOutside(
          row.dequantized, of: values, bound: ["scale": values.indices.map { scales[$0 / 32] }])
      }
    }
  }

  package static var q80003: Experiment {
    Experiment("FALSIFY-Q80-003", in: contract) { run in
      let golden = try Q8_0Fixture.load(run)
      run.input(
        "values", golden.values, generator: "Tests/Falsifiers/Fixtures/make-q8_0-blocks.py",
        cases: golden.values.count / 32, shape: [golden.values.count / 32, 32])
      try run.judge(
        QuantizeKernels.q8_0,
        mutants: [
          Q8_0Mutants.halvesToEven, Q8_0Mutants.truncated, Q8_0Mutants.inverseOfStored, Q8_0Mutants.scaledBy128,
          Q8_0Mutants.scaleHalvesAway, Q8_0Mutants.scaleFlushed, Q8_0Mutants.packedAcrossLanes,
          Q8_0Mutants.sumsOfNeighbor,
        ]
      ) { kernel, probe in try probe.compareQuantized(try kernel(golden.values), to: golden.quantized) }
    }
  }

  package static var q80004: Experiment {
    Experiment("FALSIFY-Q80-004", in: contract) { run in
      let values = Self.adversarial(run)
      let reference = QuantizedValues(try Q8_0.quantize(values, implementation: .scalar)).words
      try run.judge(
        QuantizeKernels.q8_0,
        mutants: [Q8_0Mutants.packedAcrossLanes, Q8_0Mutants.halvesToEven, Q8_0Mutants.poisonIgnored]
      ) { kernel, probe in
        let row = try kernel(values)
        probe.output("words", row.words)
        try probe.compare(row.words, to: reference, .bitsDiffering)
      }
      let paths: Paths<Int32> = {
        try Q8_0.implementations.flatMap { path in
          try Placement.everywhere(0..<16).enumerated().map { index, place in
            // One that has been used: nothing of what it held may be left.
            var row = try Q8_0.quantize(values.reversed(), implementation: path)
            try place.with(values) {
              try Q8_0.quantize(
                UnsafeBufferPointer($0), into: &row, threads: [1, 3, 100][index % 3], implementation: path)
            }
            return QuantizedValues(row).words
          }
        }
      }
      try run.judgePaths(
        paths, differingFrom: reference,
        mutants: [
          .lastPath("path_packed", "groups of 8 bytes come out as packs of 128-bit lanes leave them", of: paths) {
            try Q8_0Mutants.packedAcrossLanes.kernel(values).words
          }
        ])
    }
  }

  // MARK: Parts

  private static func adversarial(_ run: Recorder) -> [Float] {
    let domain =
      "finite blocks, scales at and around the edges of binary16, subnormals, the largest numbers, zeros, NaN, infinities"
    var random = run.random("adversarial activations")
    let values = QuantizerCases(size: 32).adversarial(&random) + scaleEdges(&random)
    run.input(
      "values", values, generator: domain, seed: random.seed, cases: values.count / 32, shape: [values.count / 32, 32])
    return values
  }

  /// Blocks whose d is exact and lies on, between and next to binary16 numbers: normal, subnormal, and at both ends.
  private static func scaleEdges(_ random: inout SeededGenerator) -> [Float] {
    let fractions: [Float] = [0, 1, 2, 511, 512, 1022, 1023]
    let units: [Float] = [0x1p-24, 0x1p-20, 0x1p-14, 0x1p-10, 0x1p0, 0x1p5]
    let middles = fractions.flatMap { fraction -> [Float] in
      units.map { (1024.5 + fraction) * $0 } + [(fraction + 0.5) * 0x1p-24]
    }
    let ends: [Float] = [0x1p-25, 0x1p-24, 0x1p-14, 65504, 65519, 65520, 65536, 0x1p100]
    return (middles + ends).flatMap { d in
      [d.nextDown, d, d.nextUp].flatMap { scale -> [Float] in
        var block = (0..<32).map { _ in Float(random.integer(in: -126..<127)) * scale }
        block[random.integer(in: 0..<32)] = random.next() >> 63 == 0 ? 127 * scale : -127 * scale
        return block
      }
    }
  }
}
