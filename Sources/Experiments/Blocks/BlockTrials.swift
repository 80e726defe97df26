import Measuring
import Kernels

extension Recorder {
  /// Finite blocks of one format against the reading of its bits, to the bit.
  func judgeBlocks(_ reading: BlockReading, mutants: [Mutant<DequantizeKernel>]) throws {
    let real: DequantizeKernel = { try BlockKernels.dequantize(reading.format, $0) }
    try judge(
      over: BlockCase.finite(reading), cases: 256, real, mutants: mutants,
      expecting: { reading.weights($0.bytes) }
    ) { kernel, cases, exact, probe in
      let weights = try cases.flatMap { try kernel($0.bytes) }
      probe.output(
        "weights", weights, shape: [weights.count / reading.format.blockWeights, reading.format.blockWeights])
      try probe.compare(weights, to: exact.flatMap { $0 }, .bitsDiffering)
      try probe.measure(weights, .nonFiniteCount)
    }
  }

  /// Every pattern of the binary16 numbers of some formats, infinities, NaNs, subnormals and signed zeros among them.
  func judgeHeaders(_ readings: [BlockReading]) throws {
    let blocks = readings.map { reading in
      let (name, size) = (reading.format.name, reading.format.blockBytes)
      var random = random("\(name) bodies")
      let bodies = (0..<64).map { _ in (0..<size).map { _ in Q4KCases.byte(&random) } }
      input(
        "\(name) bodies", bodies.flatMap(\.signed),
        generator:
          "bodies; block i has i as its scale and 40503 i + 12345 mod 2^16 as its second number; then specials",
        seed: random.seed, cases: BlockHeaders.headers.count, shape: [64, size])
      return BlockHeaders(reading, bodies: bodies)
    }
    let exact = blocks.flatMap { $0.chosen(by: $0.reading) }
    try judge(HeaderKernels.real, mutants: HeaderKernels.mutants) { kernel, probe in
      let weights = try blocks.flatMap(kernel)
      probe.output("weights", weights, shape: [readings.count, BlockHeaders.headers.count, BlockHeaders.looks])
      try probe.compare(weights, to: exact, .bitsDiffering)
    }
  }

  /// Blocks of some formats in every place of memory.
  func judgePlaces(_ readings: [BlockReading]) throws {
    let blocks = readings.map { reading in
      let (name, size) = (reading.format.name, reading.format.blockBytes)
      var random = random("\(name) blocks")
      let bytes = (0..<4 * size).map { _ in Q4KCases.byte(&random) }
      input("\(name) blocks", bytes.signed, generator: "uniform bytes", seed: random.seed, cases: 4, shape: [4, size])
      return (format: reading.format, bytes: bytes)
    }
    let reference = zip(readings, blocks).flatMap { $0.weights($1.bytes) }
    let placed: Paths<Float> = {
      try Placement.everywhere(0..<64).map { place in
        try blocks.flatMap { try Self.dequantize($0.format, $0.bytes, place) }
      }
    }
    try judgePaths(
      placed, differingFrom: reference,
      // One for each format: each has a claim of its own.
      mutants: blocks.map { wrong in
        .lastPath(
          "path_offset_\(wrong.format.name.lowercased())",
          "a block of \(wrong.format.name) is decoded with the first two bytes of the block before", of: placed
        ) {
          try blocks.flatMap { format, bytes in
            guard format == wrong.format else { return try format.dequantize(bytes) }
            let size = format.blockBytes
            return try format.dequantize(
              bytes.indices.map { $0 % size < 2 && $0 >= size ? bytes[$0 - size] : bytes[$0] })
          }
        }
      })
  }

  /// Dequantizes from a place, counted in bytes, to the same one, counted in elements.
  private static func dequantize(_ format: BlockFormat, _ bytes: [UInt8], _ place: Placement) throws -> [Float] {
    let count = bytes.count / format.blockBytes * format.blockWeights
    return try place.with(bytes, [Float](repeating: 0, count: count)) { source, values in
      try format.dequantize(UnsafeRawBufferPointer(source), into: values)
      return Array(values)
    }
  }
}
