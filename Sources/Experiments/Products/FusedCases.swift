import Measuring
import Kernels

/// A row of quantized activations, in either format.
protocol FusedActivations: QuantizedActivations, Sendable {
  /// One scale a block.
  var scales: [Float] { get }
  var values: [Int8] { get }
  var sums: [Int16] { get }
  init(scales: [Float], values: [Int8]) throws
  /// As the kernels quantize them.
  static func quantized(_ values: [Float]) throws -> Self
  /// The kernel that the claims on every type of blocks are about.
  static func blockProduct(_ call: ProductCall<Self>) throws -> [Float]
}

extension Q8K.Row: FusedActivations {
  static func quantized(_ values: [Float]) throws -> Self { try Q8K.quantizePublished(values) }
  static func blockProduct(_ call: ProductCall<Self>) throws -> [Float] { try ProductKernels.q8K(call) }
}

extension Q8_0.Row: FusedActivations {
  static func quantized(_ values: [Float]) throws -> Self { try Q8_0.quantize(values) }
  static func blockProduct(_ call: ProductCall<Self>) throws -> [Float] { try ProductKernels.q8_0(call) }
}

extension FusedActivations {
  /// Some blocks of the row.
  func part(_ blocks: Range<Int>) throws -> Self {
    let size = scales.isEmpty ? 0 : values.count / scales.count
    return try Self(
      scales: Array(scales[blocks]), values: Array(values[size * blocks.lowerBound..<size * blocks.upperBound]))
  }
}

/// Rows of weights with rows of activations of the same length.
struct FusedCases<Row: FusedActivations> {
  struct Pair: Sendable {
    let reading: ProductReading
    let weights: [UInt8]
    let activation: Row
  }

  let pairs: [Pair]
  private let generator: String
  private let seed: String

  /// Finite products without overflow: quantized units, any finite scales, those of activations from 2^-149 to 2^20, the
  /// largest sums there are.
  ///
  /// - Parameter blockCounts: around the accumulators and the rows of real models.
  static func finite(_ run: Recorder, _ readings: [ProductReading], blockCounts: [Int]) throws -> FusedCases {
    let domain =
      names(readings)
      + "\(blockCounts) blocks: quantized units, finite headers with scales 2^-20...2^20, 2^-149...2^-110, largest sums"
    var random = run.random("finite rows")
    var pairs: [Pair] = []
    for reading in readings {
      let size = reading.format.blockWeights
      for blocks in blockCounts {
        func add(_ weights: [UInt8], _ activation: Row) {
          pairs.append(Pair(reading: reading, weights: weights, activation: activation))
        }
        for _ in 0..<4 {
          add(reading.blocks(blocks, &random, .ordinary), try Row.quantized(random.units(size * blocks)))
          add(reading.blocks(blocks, &random, .finite), try row(blocks * size, blocks, &random, scales: -20...20))
        }
        add(reading.blocks(blocks, &random, .finite), try row(blocks * size, blocks, &random, scales: -149 ... -110))
        for extreme in reading.extremes {
          for value in [Int8.min, .max] {
            let weights = (0..<blocks).flatMap { _ in
              reading.block(extreme, scales: reading.scales(.ordinary, &random))
            }
            let scales = (0..<blocks).map { _ in random.scaled(exponents: -2...2) }
            add(weights, try Row(scales: scales, values: [Int8](repeating: value, count: size * blocks)))
          }
        }
      }
    }
    return FusedCases(pairs: pairs, generator: "finite rows: \(domain)", seed: random.seed)
  }

  /// What tells orders and special values apart: any header, any scale.
  static func adversarial(_ run: Recorder, _ readings: [ProductReading]) throws -> FusedCases {
    let domain =
      names(readings) + "0...20 blocks: finite, any and special headers; scales 2^-20...2^20 and of any bits"
    var random = run.random("adversarial rows")
    var pairs: [Pair] = []
    for reading in readings {
      let size = reading.format.blockWeights
      for blocks in 0...20 {
        func add(_ weights: [UInt8], _ activation: Row) {
          pairs.append(Pair(reading: reading, weights: weights, activation: activation))
        }
        for _ in 0..<4 {
          add(reading.blocks(blocks, &random, .ordinary), try row(blocks * size, blocks, &random, scales: -2...2))
        }
        add(reading.blocks(blocks, &random, .finite), try row(blocks * size, blocks, &random, scales: -20...20))
        for kind in [ScaleKind.any, .special] {
          let scales = (0..<blocks).map { _ in random.anyBits() }
          add(
            reading.blocks(blocks, &random, kind), try Row(scales: scales, values: anyValues(blocks * size, &random)))
        }
        // Special scales in one block only, so that the others count.
        var weights = reading.blocks(blocks, &random, .ordinary)
        if blocks > 0 {
          let first = Array(weights.prefix(reading.format.blockBytes))
          weights.replaceSubrange(
            0..<first.count, with: reading.block(first, scales: reading.scales(.special, &random)))
        }
        add(weights, try row(blocks * size, blocks, &random, scales: -2...2))
        for scales in reading.subnormalScales {
          // Large activations bring the smallest scales back among the ordinary numbers.
          let body = reading.blocks(blocks, &random, .ordinary)
          let weights = (0..<blocks).flatMap { index in
            let bytes = reading.format.blockBytes
            return reading.block(Array(body[bytes * index..<bytes * (index + 1)]), scales: scales)
          }
          add(weights, try row(blocks * size, blocks, &random, scales: 100...110))
        }
      }
    }
    return FusedCases(pairs: pairs, generator: "adversarial rows: \(domain)", seed: random.seed)
  }

  /// Records weights, scales and values as inputs, one pair after the other.
  func record(in run: Recorder) {
    let count = pairs.count
    run.input("weights", pairs.flatMap(\.weights.signed), generator: generator, seed: seed, cases: count)
    run.input("scales", pairs.flatMap(\.activation.scales), generator: generator, seed: seed, cases: count)
    run.input("values", pairs.flatMap(\.activation.values), generator: generator, seed: seed, cases: count)
  }

  /// What a domain begins with: the formats, where they are not Q4_K alone.
  static func names(_ readings: [ProductReading]) -> String {
    guard readings.map(\.format) != [.q4K] else { return "" }
    return readings.map(\.format.name).joined(separator: ", ") + "; "
  }

  private static func row(
    _ count: Int, _ blocks: Int, _ random: inout SeededGenerator, scales: ClosedRange<Int>
  ) throws -> Row {
    let scales = (0..<blocks).map { _ in random.scaled(exponents: scales) }
    return try Row(scales: scales, values: anyValues(count, &random))
  }

  private static func anyValues(_ count: Int, _ random: inout SeededGenerator) -> [Int8] {
    (0..<count).map { _ in Int8(truncatingIfNeeded: random.next() >> 56) }
  }
}

extension FusedCases<Q8K.Row> {
  /// Of Q4_K, for rows of 3,584 and 18,944 columns among others.
  static func finite(_ run: Recorder) throws -> FusedCases {
    try finite(run, [.q4K], blockCounts: [1, 2, 3, 4, 5, 7, 14, 33, 74])
  }

  static func adversarial(_ run: Recorder) throws -> FusedCases { try adversarial(run, [.q4K]) }
}
