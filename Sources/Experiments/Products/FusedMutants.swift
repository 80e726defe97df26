import Measuring
import Kernels

/// A product of a row of weights and a row of activations.
typealias FusedKernel = @Sendable ([UInt8], Q8K.Row) throws -> Float

/// The kernels that the claims are about.
enum FusedKernels {
  @TaskLocal static var real: FusedKernel = { try Q4KQ8K.dot($0, $1) }
  static let publishedOrder: FusedKernel = { try Q4KQ8K.dotPublishedOrder($0, $1) }
}

/// Wrong fused products.
enum FusedMutants {
  // MARK: The real kernel, given what a faulty one would read

  static let nibblesSwapped = Mutant<FusedKernel>("nibbles_swapped", "high nibbles come first") {
    try Q4KQ8K.dot(Q4KBytes.nibblesSwapped($0), $1)
  }

  static let scaleHighBitsDropped = Mutant<FusedKernel>(
    "scale_high_bits_dropped", "the top two bits of scales 4...7 are not read"
  ) {
    try Q4KQ8K.dot(Q4KBytes.scaleHighBitsDropped($0), $1)
  }

  static let minimumsDropped = Mutant<FusedKernel>("minimums_dropped", "the minimums are not subtracted") {
    try Q4KQ8K.dot(Q4KBytes.minimumsDropped($0), $1)
  }

  static let dminSign = Mutant<FusedKernel>("dmin_sign", "the minimums are added instead of subtracted") {
    try Q4KQ8K.dot(Q4KBytes.dminNegated($0), $1)
  }

  static let lastBlockDropped = Mutant<FusedKernel>("last_block_dropped", "the last super-block is not read") {
    let blocks = max($1.blockCount - 1, 0)
    return try Q4KQ8K.dot(Array($0.prefix(144 * blocks)), $1.part(0..<blocks))
  }

  static let firstScaleForAll = Mutant<FusedKernel>(
    "first_scale_for_all", "every block is given the activation scale of the first"
  ) {
    let scales = [Float](repeating: $1.scales.first ?? 0, count: $1.blockCount)
    return try Q4KQ8K.dot($0, Q8K.Row(scales: scales, values: $1.values))
  }

  static let sumsOfNeighbor = Mutant<FusedKernel>(
    "sums_of_neighbor", "the minimums are multiplied by the sums of the neighboring sub-block"
  ) { weights, row in
    let products = try Q4KQ8K.dot(Q4KBytes.minimumsDropped(weights), row)
    // d is dropped by a scale of zero; the values of each pair of sub-blocks change places.
    let minimumsAlone = Q4KBytes.repacked(weights) { $0.map { Q4K.SubBlock(scale: 0, minimum: $0.minimum) } }
    let values = row.values
    let exchanged = try Q8K.Row(scales: row.scales, values: values.indices.map { values[$0 ^ 32] })
    return products + (try Q4KQ8K.dot(minimumsAlone, exchanged))
  }

  static let sixteenBitProducts = Mutant<FusedKernel>(
    "sixteen_bit_products", "scale times the sum of two products wraps in 16 bits"
  ) { weights, row in
    let (scales, values) = (row.scales, row.values)
    var result = try Q4KQ8K.dot(weights, row)
    for (index, block) in Q4KOracle.blocks(weights).enumerated() {
      var excess: Int64 = 0
      for i in stride(from: 0, to: 256, by: 2) {
        let pair = (i..<i + 2).reduce(0) { $0 + block.nibbles[$1] * Int64(values[256 * index + $1]) }
        let product = block.scales[i / 32] * pair
        excess += Int64(Int16(truncatingIfNeeded: product)) - product
      }
      let d = Float(block.d.signedUnits ?? 0) * 0x1p-24
      result += d * scales[index] * Float(excess)
    }
    return result
  }

  static let narrowTotal = Mutant<FusedKernel>(
    "narrow_total", "the total keeps 11 significant bits after each block"
  ) { weights, row in
    try (0..<row.blockCount).reduce(0) { total, index in
      let block = Array(weights[144 * index..<144 * index + 144])
      let sum = total + (try Q4KQ8K.dot(block, row.part(index..<index + 1)))
      return Float(bitPattern: sum.bitPattern & 0xffff_e000)
    }
  }

  // MARK: Faults of order alone

  static let oneAccumulator = Mutant<FusedKernel>("one_accumulator", "one accumulator a sum, not two in turns") {
    FusedOrder(lanes: 1).dot($0, $1)
  }

  static let fourAccumulators = Mutant<FusedKernel>("four_accumulators", "four accumulators a sum, not two") {
    FusedOrder(lanes: 4).dot($0, $1)
  }

  static let unfused = Mutant<FusedKernel>("unfused", "products are rounded before they are added") {
    FusedOrder(isFused: false).dot($0, $1)
  }

  static let subtractedPerBlock = Mutant<FusedKernel>(
    "subtracted_per_block", "each block's minimum is subtracted at once, not at the end"
  ) {
    FusedOrder(subtractsPerBlock: true).dot($0, $1)
  }

  static let publishedOrder = Mutant<FusedKernel>("published_order", "sub-block by sub-block, as published") {
    try Q4KQ8K.dotPublishedOrder($0, $1)
  }

  static let nanSign = Mutant<FusedKernel>("nan_sign", "NaN is left as x86 makes it, with the sign bit set") {
    let result = try Q4KQ8K.dot($0, $1)
    return result.isNaN ? Float(bitPattern: 0xffc0_0000) : result
  }

  // MARK: Of the published order

  static let sumsPerBlock = Mutant<FusedKernel>(
    "sums_per_block", "a block's eight differences are added up before they are added to the total"
  ) {
    FusedOrder.published($0, $1, sumsPerBlock: true)
  }

  static let ownOrder = Mutant<FusedKernel>("own_order", "the kernel's own order instead of the published one") {
    try Q4KQ8K.dot($0, $1)
  }

  static let publishedMinimumsDropped = Mutant<FusedKernel>(
    "published_minimums_dropped", "the minimums are not subtracted"
  ) {
    try Q4KQ8K.dotPublishedOrder(Q4KBytes.minimumsDropped($0), $1)
  }

  static let publishedNibblesSwapped = Mutant<FusedKernel>("published_nibbles_swapped", "high nibbles come first") {
    try Q4KQ8K.dotPublishedOrder(Q4KBytes.nibblesSwapped($0), $1)
  }
}
