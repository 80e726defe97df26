import Kernels

/// The product of Q4_K weights and Q8_K activations, exactly; with the error bounds of both orders.
///
/// The integer sums come from `Q4KOracle`. d and dmin are integers of 2^-24 with 11 significant bits;
/// a sum is split at 13 bits, so that each part of d*S*s has at most 11 + 13 + 24 = 48 significant
/// bits and is exact in binary64. The parts are added with twice binary64's precision.
struct FusedOracle {
  /// The exact sum, rounded to binary64.
  let value: Double
  /// Sum over blocks of |d*s*S| + |dmin*s*M|.
  let magnitude: Double
  /// Sum over sub-blocks of |d*s*sc*sum(q4*q8)| + |dmin*s*m*sum(q8)|.
  let subBlockMagnitude: Double
  /// Sum over blocks of |S| + |M| + 2.
  let integers: Double
  let blockCount: Int

  /// The exact product.
  ///
  /// - Precondition: `d`, `dmin` and the scales of the activation are finite.
  init(_ weights: [UInt8], _ activation: Q8K.Row) {
    var sum = Oracle.WideSum()
    var (magnitude, subBlockMagnitude, integers) = (0.0, 0.0, 0.0)
    let (scales, values) = (activation.scales, activation.values)
    let blocks = Q4KOracle.blocks(weights)
    for (index, block) in blocks.enumerated() {
      let (d, dmin) = (Double(block.d.signedUnits!) * 0x1p-24, Double(block.dmin.signedUnits!) * 0x1p-24)
      let scale = Double(scales[index])
      let sums = Self.integerSums(block, values[256 * index..<256 * index + 256])
      let (products, minimums) = (sums.reduce(0) { $0 + $1.products }, sums.reduce(0) { $0 + $1.minimums })
      for part in Self.parts(products) { sum.add(d * part * scale) }
      for part in Self.parts(minimums) { sum.add(-(dmin * part * scale)) }
      magnitude += abs(d * scale * Double(products)) + abs(dmin * scale * Double(minimums))
      for part in sums {
        subBlockMagnitude += abs(d * scale * Double(part.products)) + abs(dmin * scale * Double(part.minimums))
      }
      integers += Double(abs(products) + abs(minimums) + 2)
    }
    value = sum.value
    blockCount = blocks.count
    (self.magnitude, self.subBlockMagnitude, self.integers) = (magnitude, subBlockMagnitude, integers)
  }

  /// Of `Q4KQ8K.dot`: d*s, Float(S), ceil(B/2) fused steps, the sum of two lanes and the difference
  /// round each term at most ceil(B/2) + 4 times; where d*s is subnormal it is off by at most
  /// 2^-150, which S or M multiplies, and a subnormal fused step by 2^-150 more. 2^-149 covers both.
  var bound: Double { ErrorBound.gamma((blockCount + 1) / 2 + 4) * magnitude + integers * 0x1p-149 }

  /// Of `Q4KQ8K.dotPublishedOrder`: (d*sc)*qs, the product with the integer, the difference and at
  /// most 8B sums round each term at most 8B + 3 times (d*sc is exact). Underflow as in `bound`:
  /// a sub-block's factor is off by at most 2^-150 and multiplied by an integer sum of its own, of
  /// which |S| is no bound, so the largest, 32 * 15 * 128, is taken for each of 8B.
  var publishedBound: Double {
    ErrorBound.gamma(8 * blockCount + 3) * subBlockMagnitude + Double(8 * blockCount) * 65600 * 0x1p-149
  }

  /// Per sub-block: sc * sum(q4 * q8), and m * sum(q8).
  static func integerSums(_ block: Q4KOracle.Block, _ values: ArraySlice<Int8>) -> [(products: Int64, minimums: Int64)]
  {
    (0..<8).map { j in
      var (product, sum): (Int64, Int64) = (0, 0)
      for i in 32 * j..<32 * j + 32 {
        let q8 = Int64(values[values.startIndex + i])
        product += block.nibbles[i] * q8
        sum += q8
      }
      return (block.scales[j] * product, block.minimums[j] * sum)
    }
  }

  private static func parts(_ integer: Int64) -> [Double] {
    let low = integer & 0x1fff
    return [Double(integer - low), Double(low)]
  }
}
