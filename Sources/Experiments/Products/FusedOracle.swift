import Kernels
import Measuring

/// The product of weights in blocks and quantized activations, exactly, with what the error
/// bounds of each order are made of.
///
/// d and m are integers of 2^-24, or powers of two, with 11 significant bits; a sum, below 2^28, is split at 13 bits, so
/// that each part of d*S*s has at most 11 + 15 + 24 = 50 significant bits and is exact in binary64. The parts are added
/// with twice binary64's precision.
package struct FusedOracle {
  /// The exact sum, rounded to binary64.
  package let value: Double
  /// Sum over blocks of |d*s*S| + |m*s*M|.
  package let magnitude: Double
  /// Sum over groups of weights that share a factor of |d*s*sc*sum(q*q8)| + |dmin*s*m*sum(q8)|.
  let subBlockMagnitude: Double
  /// Sum over blocks of |S| + |M| + 2.
  let integers: Double
  let blockCount: Int

  /// The exact product of Q4_K and Q8_K.
  package init(_ weights: [UInt8], _ activation: Q8K.Row) { self.init(.q4K, weights, activation) }

  /// The exact product.
  ///
  /// - Precondition: the scales of weights and activation are finite.
  init(_ reading: ProductReading, _ weights: [UInt8], _ activation: some FusedActivations) {
    self.init(reading.blocks(weights), activation.scales, activation.values, isSuper: reading.isSuper)
  }

  private init(_ blocks: [ProductBlock], _ scales: [Float], _ values: [Int8], isSuper: Bool) {
    var sum = Oracle.WideSum()
    var (magnitude, subBlockMagnitude, integers) = (0.0, 0.0, 0.0)
    let size = isSuper ? 256 : 32
    for (index, block) in blocks.enumerated() {
      // Minimums are subtracted in blocks of 256 and added in those of 32.
      let (d, m) = (Double(block.d), Double(block.m ?? 0) * (isSuper ? -1 : 1))
      let scale = Double(scales[index])
      let sums = block.sums(values[size * index..<size * index + size])
      let (products, minimums) = (sums.reduce(0) { $0 + $1.products }, sums.reduce(0) { $0 + $1.minimums })
      for part in Self.parts(products) { sum.add(d * part * scale) }
      for part in Self.parts(minimums) { sum.add(m * part * scale) }
      magnitude += abs(d * scale * Double(products)) + abs(m * scale * Double(minimums))
      for part in sums {
        subBlockMagnitude += abs(d * scale * Double(part.products)) + abs(m * scale * Double(part.minimums))
      }
      integers += Double(abs(products) + abs(minimums) + 2)
    }
    value = sum.value
    blockCount = blocks.count
    (self.magnitude, self.subBlockMagnitude, self.integers) = (magnitude, subBlockMagnitude, integers)
  }

  private static func parts(_ integer: Int64) -> [Double] {
    let low = integer & 0x1fff
    return [Double(integer - low), Double(low)]
  }
}

extension [FusedOracle] {
  /// The arrays of the bounds `block_product` and `published_block_product`.
  package var bound: BoundArguments {
    [
      "blocks": map { Double($0.blockCount) }, "magnitude": map(\.magnitude), "integers": map(\.integers),
      "sub_block_magnitude": map(\.subBlockMagnitude),
    ]
  }
}
