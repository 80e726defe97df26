import Measuring
import Kernels

/// The orders of the fused products as the contracts state them, written down a second time, with switches that break
/// one step each.
struct FusedOrder {
  /// Accumulators that blocks take turns in; nil for as many as the format has.
  var lanes: Int?
  /// Whether product and sum of a step are rounded once.
  var isFused = true
  /// Whether the minimums are added to the products block by block, not at the end.
  var subtractsPerBlock = false
  /// Whether the sum of a block's groups is kept in binary32, which cannot hold all of them.
  var sumsInBinary32 = false
  /// Whether the four accumulators are added one after the other, not the first and third first.
  var foldsInSequence = false
  /// Whether the scale of the activation is multiplied last, not with that of the weights.
  var scalesLast = false

  /// The order of `Q4KQ8K.dot`.
  func dot(_ weights: [UInt8], _ activation: Q8K.Row) -> Float { dot(.q4K, weights, activation) }

  /// The order of `FusedProduct`.
  func dot(_ reading: ProductReading, _ weights: [UInt8], _ activation: some FusedActivations) -> Float {
    dot(reading, reading.blocks(weights), activation)
  }

  /// The same for blocks that were read before.
  func dot(_ reading: ProductReading, _ blocks: [ProductBlock], _ activation: some FusedActivations) -> Float {
    let (scales, values) = (activation.scales, activation.values)
    let size = reading.format.blockWeights
    let count = lanes ?? (reading.isSuper ? 2 : 4)
    var positive = [Float](repeating: 0, count: count)
    var negative = [Float](repeating: 0, count: count)
    for (index, block) in blocks.enumerated() {
      let sums = block.sums(values[size * index..<size * index + size])
      let product =
        sumsInBinary32
        ? sums.reduce(Float(0)) { $0 + Float($1.products) } : Float(sums.reduce(0) { $0 + $1.products })
      let lane = index % count
      positive[lane] = step(positive[lane], block.d, scales[index], product)
      guard let m = block.m else { continue }
      let minimum = Float(sums.reduce(0) { $0 + $1.minimums })
      if subtractsPerBlock {
        positive[lane] = step(positive[lane], reading.isSuper ? -m : m, scales[index], minimum)
      } else {
        negative[lane] = step(negative[lane], m, scales[index], minimum)
      }
    }
    let (products, minimums) = (fold(positive), fold(negative))
    return canonical(reading.isSuper ? products - minimums : products + minimums)
  }

  private func fold(_ lanes: [Float]) -> Float {
    guard lanes.count == 4, self.lanes == nil, !foldsInSequence else { return lanes.dropFirst().reduce(lanes[0], +) }
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
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
    { inOrder(order, .q4K, $0, $1) }
  }

  /// The same for any format.
  static func inOrder(
    _ order: SummationOrder, _ reading: ProductReading, _ weights: [UInt8], _ activation: some FusedActivations
  ) -> Float {
    let (scales, values) = (activation.scales, activation.values)
    let size = reading.format.blockWeights
    var (products, minimums): ([Float], [Float]) = ([], [])
    for (index, block) in reading.blocks(weights).enumerated() {
      let sums = block.sums(values[size * index..<size * index + size])
      products.append(block.d * scales[index] * Float(sums.reduce(0) { $0 + $1.products }))
      minimums.append((block.m ?? 0) * scales[index] * Float(sums.reduce(0) { $0 + $1.minimums }))
    }
    return reading.isSuper ? order.sum(products) - order.sum(minimums) : order.sum(products) + order.sum(minimums)
  }

  private func step(_ sum: Float, _ a: Float, _ scale: Float, _ b: Float) -> Float {
    if scalesLast { return sum.addingProduct(scale, a * b) }
    return isFused ? sum.addingProduct(a * scale, b) : sum + a * scale * b
  }

  private func canonical(_ value: Float) -> Float { value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value }

  private static func header(_ weights: [UInt8], _ index: Int) -> (d: Float, dmin: Float) {
    func half(_ place: Int) -> Float {
      Binary16.float(fromBits: UInt16(weights[place]) | UInt16(weights[place + 1]) << 8)
    }
    return (half(144 * index), half(144 * index + 2))
  }
}
