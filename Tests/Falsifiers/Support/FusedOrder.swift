import FalsifierKit
import Kernels

/// The two orders of the fused product as the contract states them, written down a second time, with
/// switches that break one step each.
struct FusedOrder {
  /// Accumulators that blocks take turns in.
  var lanes = 2
  /// Whether product and sum of a step are rounded once.
  var isFused = true
  /// Whether the minimums are subtracted block by block, not at the end.
  var subtractsPerBlock = false

  /// The order of `Q4KQ8K.dot`.
  func dot(_ weights: [UInt8], _ activation: Q8K.Row) -> Float {
    let (scales, values) = (activation.scales, activation.values)
    var positive = [Float](repeating: 0, count: lanes)
    var negative = [Float](repeating: 0, count: lanes)
    for (index, block) in Q4KOracle.blocks(weights).enumerated() {
      let sums = FusedOracle.integerSums(block, values[256 * index..<256 * index + 256])
      let (d, dmin) = Self.header(weights, index)
      let product = Float(sums.reduce(0) { $0 + $1.products })
      let minimum = Float(sums.reduce(0) { $0 + $1.minimums })
      let lane = index % lanes
      positive[lane] = step(positive[lane], d * scales[index], product)
      if subtractsPerBlock {
        positive[lane] = step(positive[lane], -(dmin * scales[index]), minimum)
      } else {
        negative[lane] = step(negative[lane], dmin * scales[index], minimum)
      }
    }
    return canonical(positive.dropFirst().reduce(positive[0], +) - negative.dropFirst().reduce(negative[0], +))
  }

  /// The order of `Q4KQ8K.dotPublishedOrder`.
  ///
  /// - Parameter sumsPerBlock: adds up a block before it is added to the total, which is a fault.
  static func published(_ weights: [UInt8], _ activation: Q8K.Row, sumsPerBlock: Bool = false) -> Float {
    let (scales, values) = (activation.scales, activation.values)
    var total: Float = 0
    for (index, block) in Q4KOracle.blocks(weights).enumerated() {
      let (d, dmin) = header(weights, index)
      var blockTotal: Float = 0
      for j in 0..<8 {
        let places = 256 * index + 32 * j..<256 * index + 32 * j + 32
        let product = places.reduce(0) { $0 + block.nibbles[$1 - 256 * index] * Int64(values[$1]) }
        let sum = places.reduce(0) { $0 + Int64(values[$1]) }
        let a = (d * Float(block.scales[j])) * scales[index]
        let b = (dmin * Float(block.minimums[j])) * scales[index]
        let difference = a * Float(product) - b * Float(sum)
        if sumsPerBlock { blockTotal += difference } else { total += difference }
      }
      if sumsPerBlock { total += blockTotal }
    }
    return FusedOrder().canonical(total)
  }

  /// The same block sums, each product rounded, added in another order: as right as any.
  static func inOrder(_ order: SummationOrder) -> FusedKernel {
    { weights, activation in
      let (scales, values) = (activation.scales, activation.values)
      var (products, minimums): ([Float], [Float]) = ([], [])
      for (index, block) in Q4KOracle.blocks(weights).enumerated() {
        let sums = FusedOracle.integerSums(block, values[256 * index..<256 * index + 256])
        let (d, dmin) = header(weights, index)
        products.append(d * scales[index] * Float(sums.reduce(0) { $0 + $1.products }))
        minimums.append(dmin * scales[index] * Float(sums.reduce(0) { $0 + $1.minimums }))
      }
      return order.sum(products) - order.sum(minimums)
    }
  }

  private func step(_ sum: Float, _ a: Float, _ b: Float) -> Float { isFused ? sum.addingProduct(a, b) : sum + a * b }

  private func canonical(_ value: Float) -> Float { value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value }

  private static func header(_ weights: [UInt8], _ index: Int) -> (d: Float, dmin: Float) {
    func half(_ place: Int) -> Float {
      Binary16.float(fromBits: UInt16(weights[place]) | UInt16(weights[place + 1]) << 8)
    }
    return (half(144 * index), half(144 * index + 2))
  }
}
