import Measuring
import Kernels

/// What falsifiers measure for contracts/q4k-dequant-v1.yaml.
package enum Q4KExperiments {
  private static let contract = "q4k-dequant-v1"

  // MARK: Published

  package static var ffngguf007: Experiment {
    Experiment("FALSIFY-FFN-GGUF-007", in: contract) { run in
      let block = Recipes.fixBlock([0x00, 0x3c, 0x00, 0xb4])
      run.input(bytes: block, "block", generator: "FIX(00,3C,00,B4), published results, section 1")
      try run.judge(
        DequantizeKernels.real,
        mutants: [
          Q4KMutants.nibblesSwapped, Q4KMutants.subBlocksSwapped, Q4KMutants.dminSign, Q4KMutants.scaleOffByOne,
        ]
      ) { kernel, probe in
        let weights = try kernel(block)
        probe.output("weights", weights)
        for i in [0, 1, 31, 32, 64, 255] { probe.bits("x_\(i)", weights[i]) }
      }
      let paths: Paths<Float> = {
        try Q4K.implementations.map { try Q4K.dequantize(block, implementation: $0) }
      }
      try run.judgePaths(
        paths, differingFrom: try Q4K.dequantize(block, implementation: .scalar),
        mutants: [
          .lastPath("path_nibbles", "high nibbles come first", of: paths) {
            try Q4KMutants.nibblesSwapped.kernel(block)
          }
        ])
    }
  }

  // MARK: Exactness

  package static var q4k001: Experiment {
    Experiment("FALSIFY-Q4K-001", in: contract) { run in
      try run.judge(
        over: Q4KCase.finite, cases: 256, DequantizeKernels.real,
        mutants: [
          Q4KMutants.nibblesSwapped, Q4KMutants.interleavedNibbles, Q4KMutants.subBlocksSwapped,
          Q4KMutants.scaleOffByOne, Q4KMutants.scaleHighBitsDropped, Q4KMutants.minimumHighBitsDropped,
          Q4KMutants.highBitsExchanged, Q4KMutants.dminSign, Q4KMutants.narrowScales, Q4KMutants.binary16Range,
          Q4KMutants.subnormalsFlushed,
        ],
        expecting: { Q4KOracle.weights($0.bytes) }
      ) { kernel, cases, exact, probe in
        let weights = try cases.flatMap { try kernel($0.bytes) }
        probe.output("weights", weights, shape: [weights.count / 256, 256])
        try probe.compare(weights, to: exact.flatMap { $0 }, .bitsDiffering)
        try probe.measure(weights, .nonFiniteCount)
      }
    }
  }

  package static var q4k003: Experiment {
    Experiment("FALSIFY-Q4K-003", in: contract) { run in
      var random = run.random("bodies")
      let bodies = (0..<64).map { _ in (0..<140).map { _ in Q4KCases.byte(&random) } }
      run.input(
        "bodies", bodies.flatMap(\.signed), generator: "bodies; header i is d = i, dmin = 40503 i + 12345 mod 2^16",
        seed: random.seed, cases: 65536, shape: [64, 140])
      let blocks = Q4KCases.everyHeader(bodies: bodies)
      // One weight of each sub-block, at another place from block to block.
      func place(_ block: Int, _ j: Int) -> Int { 32 * j + (block / 64 + 5 * j) % 32 }
      let exact = Q4KOracle.blocks(blocks).enumerated().flatMap { index, block in
        (0..<8).map { block.weight(place(index, $0)) }
      }
      try run.judge(
        DequantizeKernels.real,
        mutants: [
          Q4KMutants.subnormalsFlushed, Q4KMutants.infinityAsNumber, Q4KMutants.negativeZeroLost, Q4KMutants.nanSign,
        ]
      ) { kernel, probe in
        let weights = try kernel(blocks)
        let chosen = (0..<65536).flatMap { index in (0..<8).map { weights[256 * index + place(index, $0)] } }
        probe.output("weights", chosen, shape: [65536, 8])
        try probe.compare(chosen, to: exact, .bitsDiffering)
      }
    }
  }

  // MARK: Paths

  package static var q4k002: Experiment {
    Experiment("FALSIFY-Q4K-002", in: contract) { run in
      let domain = "128 super-blocks each with finite, any and special d and dmin, and two in which 0 meets infinity"
      var random = run.random("adversarial super-blocks")
      let blocks =
        Q4KCases.blocks(128, &random, header: Q4KCases.finiteHeader)
        + Q4KCases.blocks(128, &random, header: Q4KCases.anyHeader)
        + Q4KCases.blocks(128, &random, header: Q4KCases.specialHeader) + Q4KCases.zeroTimesInfinity(&random)
      run.input("blocks", blocks.signed, generator: domain, seed: random.seed, cases: 386, shape: [386, 144])
      let reference = try Q4K.dequantize(blocks, implementation: .scalar)
      try run.judge(
        DequantizeKernels.real,
        mutants: [
          Q4KMutants.unmaskedShift, Q4KMutants.previousBlockScales, Q4KMutants.negativeZeroLost, Q4KMutants.nanSign,
        ]
      ) { kernel, probe in
        let weights = try kernel(blocks)
        probe.output("weights", weights, shape: [386, 256])
        try probe.compare(weights, to: reference, .bitsDiffering)
      }
      let paths: Paths<Float> = {
        try Q4K.implementations.map { try Q4K.dequantize(blocks, implementation: $0) }
      }
      try run.judgePaths(
        paths, differingFrom: reference,
        mutants: [
          .lastPath("path_shift", "high nibbles are shifted out of 16-bit lanes without a mask", of: paths) {
            try Q4KMutants.unmaskedShift.kernel(blocks)
          }
        ])
      // Four blocks of each kind, in every place.
      let few = [0, 128, 256].flatMap { blocks[144 * $0..<144 * ($0 + 4)] }
      let placed: Paths<Float> = {
        try Q4K.implementations.flatMap { path in
          try Placement.everywhere(0..<64).map { try Self.dequantize(few, $0, path) }
        }
      }
      try run.judgePaths(
        "offsets", placed, differingFrom: [0, 128, 256].flatMap { reference[256 * $0..<256 * ($0 + 4)] },
        mutants: [
          .lastPath("path_offset", "a block is decoded with the packed scales of the block before", of: placed) {
            try Q4KMutants.previousBlockScales.kernel(few)
          }
        ])
    }
  }

  /// Dequantizes from a place, counted in bytes, to the same one, counted in elements.
  private static func dequantize(_ bytes: [UInt8], _ place: Placement, _ path: Implementation) throws -> [Float] {
    try place.with(bytes, [Float](repeating: 0, count: bytes.count / 144 * 256)) { source, values in
      try Q4K.dequantize(UnsafeRawBufferPointer(source), into: values, implementation: path)
      return Array(values)
    }
  }
}
