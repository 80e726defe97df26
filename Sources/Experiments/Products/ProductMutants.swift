import Measuring
import Kernels

/// A product of a row of weights and a row of activations.
typealias ProductKernel<Row: FusedActivations> = @Sendable (FusedCases<Row>.Pair) throws -> Float

/// Wrong products of any format, and the right one.
enum ProductMutants<Row: FusedActivations> {
  typealias Kernel = ProductKernel<Row>
  typealias Pair = FusedCases<Row>.Pair

  static var real: Kernel { { try Row.blockProduct(ProductCall($0))[0] } }

  static func inOrder(_ order: SummationOrder) -> Kernel {
    { FusedOrder.inOrder(order, $0.reading, $0.weights, $0.activation) }
  }

  // MARK: Blocks read wrongly

  /// One format whose blocks are read with something changed; the others are right.
  static func reading(
    _ format: BlockFormat, _ name: String, _ fault: String, _ change: @escaping @Sendable (inout ProductReading) -> Void
  ) -> Mutant<Kernel> {
    let prefix = format.name.lowercased().replacing("_", with: "")
    return Mutant("\(prefix)_\(name)", "\(format.name): \(fault)") { pair in
      guard pair.reading.format == format else { return try real(pair) }
      return product(pair.reading.changed(change), pair)
    }
  }

  /// All formats read with something changed.
  static func reading(
    _ name: String, _ fault: String, _ change: @escaping @Sendable (inout ProductReading) -> Void
  ) -> Mutant<Kernel> {
    Mutant(name, fault) { product($0.reading.changed(change), $0) }
  }

  /// - Parameter distance: how far apart the weights are that share a byte.
  static func codesExchanged(_ distance: @escaping @Sendable (BlockFormat) -> Int) -> Mutant<Kernel> {
    reading("codes_of_a_byte_exchanged", "codes that share a byte stand in each other's place") { wrong in
      let (code, distance) = (wrong.code, distance(wrong.format))
      wrong.code = { bits, i in code(bits, i ^ distance) }
    }
  }

  static var factorsOfNeighbor: Mutant<Kernel> {
    reading("factors_of_neighbor", "two neighboring groups have each other's scale") { wrong in
      let (factor, group) = (wrong.factor, wrong.group)
      wrong.factor = { bits, i in factor(bits, i ^ group) }
    }
  }

  static var minimumsDropped: Mutant<Kernel> {
    reading("minimums_dropped", "the minimums do not count") { $0.m = nil }
  }

  static var minimumSign: Mutant<Kernel> {
    reading("minimum_sign", "minimums are added where they are subtracted, or the reverse") { wrong in
      let minimum = wrong.minimum
      wrong.minimum = { bits, i in -minimum(bits, i) }
    }
  }

  static var scaleMinimumExchanged: Mutant<Kernel> {
    reading("scale_minimum_exchanged", "the two binary16 numbers of a block are read in the other order") { wrong in
      guard let m = wrong.m else { return }
      (wrong.d, wrong.m) = (m, wrong.d)
    }
  }

  // MARK: Activations read wrongly

  static var firstScaleForAll: Mutant<Kernel> {
    Mutant("first_scale_for_all", "every block is given the activation scale of the first") { pair in
      let scales = pair.activation.scales
      let first = [Float](repeating: scales.first ?? 0, count: scales.count)
      return try real(pair.with(try Row(scales: first, values: pair.activation.values)))
    }
  }

  /// - Parameter group: of so many values the sum is taken.
  static func sumsOfNeighbor(_ group: Int) -> Mutant<Kernel> {
    Mutant("sums_of_neighbor", "the minimums are multiplied by the sums of the neighboring \(group) activations") {
      pair in
      // The products alone, and the minimums alone with the values of each two groups exchanged.
      let products = product(pair.reading.changed { $0.m = nil }, pair)
      guard pair.reading.m != nil else { return products }
      let values = pair.activation.values
      let exchanged = values.indices.map { values[($0 ^ group) < values.count ? $0 ^ group : $0] }
      let minimums = pair.reading.changed { $0.code = { _, _ in 0 } }
      return products + product(minimums, pair.with(try Row(scales: pair.activation.scales, values: exchanged)))
    }
  }

  static var lastBlockDropped: Mutant<Kernel> {
    Mutant("last_block_dropped", "the last block is not read") { pair in
      let blocks = max(pair.activation.scales.count - 1, 0)
      return try real(
        Pair(
          reading: pair.reading, weights: Array(pair.weights.prefix(pair.reading.format.blockBytes * blocks)),
          activation: pair.activation.part(0..<blocks)))
    }
  }

  // MARK: Sums too narrow

  static var sixteenBitProducts: Mutant<Kernel> {
    integers("sixteen_bit_products", "scale times the sum of two products wraps in 16 bits") { codes, values in
      stride(from: 0, to: codes.count, by: 2).reduce(0) { sum, i in
        let pair = codes[i] * values[i] + codes[i + 1] * values[i + 1]
        return sum + Int64(Int16(truncatingIfNeeded: pair))
      }
    }
  }

  static var pairsSaturated: Mutant<Kernel> {
    integers("pairs_saturated", "the sum of two products saturates in 16 bits") { codes, values in
      stride(from: 0, to: codes.count, by: 2).reduce(0) { sum, i in
        sum + max(-32768, min(32767, codes[i] * values[i] + codes[i + 1] * values[i + 1]))
      }
    }
  }

  static var leastValueNegated: Mutant<Kernel> {
    integers(
      "least_value_negated", "signs move from the weights to the activations, where -(-128) stays -128 in 8 bits"
    ) { codes, values in
      zip(codes, values).reduce(0) { $0 + abs($1.0) * Int64(Int8(truncatingIfNeeded: $1.0.signum() * $1.1)) }
    }
  }

  static var narrowTotal: Mutant<Kernel> {
    Mutant("narrow_total", "the total keeps 11 significant bits after each block") { pair in
      let size = pair.reading.format.blockBytes
      return try pair.activation.scales.indices.reduce(0) { total, index in
        let block = Pair(
          reading: pair.reading, weights: Array(pair.weights[size * index..<size * index + size]),
          activation: try pair.activation.part(index..<index + 1))
        return Float(bitPattern: (total + (try real(block))).bitPattern & 0xffff_e000)
      }
    }
  }

  // MARK: Faults of order alone

  static func order(_ name: String, _ fault: String, _ order: FusedOrder) -> Mutant<Kernel> {
    Mutant(name, fault) { order.dot($0.reading, $0.weights, $0.activation) }
  }

  static var oneAccumulator: Mutant<Kernel> {
    order("one_accumulator", "one accumulator a sum, not several in turns", FusedOrder(lanes: 1))
  }

  static var unfused: Mutant<Kernel> {
    order("unfused", "products are rounded before they are added", FusedOrder(isFused: false))
  }

  static var scaledLast: Mutant<Kernel> {
    order(
      "scaled_last", "the integer is multiplied by the weights' scale first, and by that of the activations last",
      FusedOrder(scalesLast: true))
  }

  static var addedPerBlock: Mutant<Kernel> {
    order(
      "added_per_block", "each block's minimum goes into the accumulators of the products",
      FusedOrder(subtractsPerBlock: true))
  }

  static var nanSign: Mutant<Kernel> {
    Mutant("nan_sign", "NaN is left as x86 makes it, with the sign bit set") { pair in
      let result = try real(pair)
      return result.isNaN ? Float(bitPattern: 0xffc0_0000) : result
    }
  }

  // MARK: Parts

  private static func product(_ reading: ProductReading, _ pair: Pair) -> Float {
    FusedOrder().dot(reading, pair.weights, pair.activation)
  }

  /// The real kernel with another sum of codes times values in each block.
  private static func integers(
    _ name: String, _ fault: String, _ sum: @escaping @Sendable ([Int64], [Int64]) -> Int64
  ) -> Mutant<Kernel> {
    Mutant(name, fault) { pair in
      let (scales, values) = (pair.activation.scales, pair.activation.values.map { Int64($0) })
      let size = pair.reading.format.blockWeights
      var result = try real(pair)
      for (index, block) in pair.reading.blocks(pair.weights).enumerated() {
        let own = Array(values[size * index..<size * index + size])
        let excess = sum(block.codes, own) - zip(block.codes, own).reduce(0) { $0 + $1.0 * $1.1 }
        if excess != 0 { result += block.d * scales[index] * Float(excess) }
      }
      return result
    }
  }
}

extension FusedCases.Pair {
  /// The same weights with another activation.
  func with(_ activation: Row) -> Self { Self(reading: reading, weights: weights, activation: activation) }
}
