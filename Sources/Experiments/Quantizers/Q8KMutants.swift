import Measuring
import Kernels

/// A quantizer of whole blocks of activations.
typealias QuantizeKernel = @Sendable ([Float]) throws -> QuantizedValues

/// The kernels that the claims are about.
enum QuantizeKernels {
  @TaskLocal static var published: QuantizeKernel = { QuantizedValues(try Q8K.quantizePublished($0)) }
  @TaskLocal static var ggml: QuantizeKernel = { QuantizedValues(try Q8K.quantizeGGML($0)) }
}

/// Wrong quantizers: the real one with one step replaced, block by block.
enum Q8KMutants {
  // MARK: Of the published recipe

  static let halfToEven = Mutant<QuantizeKernel>("half_to_even", "halves go to even, as in ggml's recipe") {
    try published($0) { block, row in rounded(block, 1 / row.scales[0]) { $0.rounded(.toNearestOrEven) } }
  }

  static let truncated = Mutant<QuantizeKernel>("truncated", "the quotient is truncated towards zero") {
    try published($0) { block, row in rounded(block, 1 / row.scales[0]) { $0.rounded(.towardZero) } }
  }

  static let dividedByScale = Mutant<QuantizeKernel>(
    "divided_by_scale", "values are divided by the scale instead of multiplied by its reciprocal"
  ) {
    try published($0) { block, row in
      let scale = row.scales[0]
      return block.map { Int8(max(-128, min(127, ($0 / scale).rounded(.toNearestOrAwayFromZero)))) }
    }
  }

  static let scaledBy128 = Mutant<QuantizeKernel>("scaled_by_128", "the largest magnitude is divided by 128") {
    try byBlock($0) { block in
      var row = QuantizedValues(try Q8K.quantizePublished(block))
      guard row.scales[0].isFinite else { return row }
      row.scales[0] *= 127 / 128
      return QuantizedValues(
        scales: row.scales, values: rounded(block, 1 / row.scales[0]) { $0.rounded(.toNearestOrAwayFromZero) })
    }
  }

  static let signedExtreme = Mutant<QuantizeKernel>(
    "signed_extreme", "the scale takes the sign of the extreme, as in ggml's recipe"
  ) {
    try byBlock($0) { block in
      let row = QuantizedValues(try Q8K.quantizePublished(block))
      let extreme = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      guard extreme > 0 else { return row }
      return QuantizedValues(scales: row.scales.map { -$0 }, values: row.values.map { -$0 })
    }
  }

  static let noFloor = Mutant<QuantizeKernel>("no_floor", "a block at or below 1e-10 is scaled like any other") {
    try byBlock($0) { block in
      let largest = block.reduce(0) { max($0, abs($1)) }
      guard largest > 0, largest <= 1e-10 else { return QuantizedValues(try Q8K.quantizePublished(block)) }
      let factor: Float = 0x1p60
      let row = try Q8K.quantizePublished(block.map { $0 * factor })
      return QuantizedValues(scales: row.scales.map { $0 / factor }, values: row.values)
    }
  }

  static let sumsOfNeighbor = Mutant<QuantizeKernel>(
    "sums_of_neighbor", "the sums of the two halves of each 32 values are exchanged"
  ) {
    let row = QuantizedValues(try Q8K.quantizePublished($0))
    return QuantizedValues(
      scales: row.scales, values: row.values, sums: row.sums.indices.map { row.sums[$0 ^ 1] })
  }

  static let poisonIgnored = Mutant<QuantizeKernel>(
    "poison_ignored", "NaN counts as 0 and infinity as the largest finite number"
  ) {
    QuantizedValues(try Q8K.quantizePublished(saturated($0)))
  }

  static let packedAcrossLanes = Mutant<QuantizeKernel>(
    "packed_across_lanes", "groups of 8 bytes come out as packs of 128-bit lanes leave them: 0, 2, 1, 3"
  ) {
    let row = QuantizedValues(try Q8K.quantizePublished($0))
    let order = [0, 2, 1, 3]
    return QuantizedValues(
      scales: row.scales,
      values: row.values.indices.map { row.values[$0 / 32 * 32 + order[$0 % 32 / 8] * 8 + $0 % 8] })
  }

  // MARK: Of ggml's recipe

  static let halfAwayFromZero = Mutant<QuantizeKernel>(
    "half_away_from_zero", "halves go away from zero, as in the published recipe"
  ) {
    try ggml($0) { block, inverse in rounded(block, inverse) { $0.rounded(.toNearestOrAwayFromZero) } }
  }

  static let truncatedGGML = Mutant<QuantizeKernel>("truncated_ggml", "the product is truncated towards zero") {
    try ggml($0) { block, inverse in rounded(block, inverse) { $0.rounded(.towardZero) } }
  }

  static let unsignedExtreme = Mutant<QuantizeKernel>(
    "unsigned_extreme", "the scale is positive whatever the sign of the extreme"
  ) {
    try byBlock($0) { block in
      let row = QuantizedValues(try Q8K.quantizeGGML(block))
      guard row.scales[0] < 0 else { return row }
      return QuantizedValues(scales: row.scales.map { -$0 }, values: row.values.map { -$0 })
    }
  }

  static let scaleSignLost = Mutant<QuantizeKernel>(
    "scale_sign_lost", "the scale is stored without the sign that its values were made with"
  ) {
    let row = QuantizedValues(try Q8K.quantizeGGML($0))
    return QuantizedValues(scales: row.scales.map(abs), values: row.values, sums: row.sums)
  }

  static let extremeBecomes127 = Mutant<QuantizeKernel>(
    "extreme_becomes_127", "the reciprocal is 127 / max: the scale takes the extreme's own sign"
  ) {
    let row = QuantizedValues(try Q8K.quantizeGGML($0))
    return QuantizedValues(scales: row.scales.map { -$0 }, values: row.values.map { -$0 })
  }

  static let lastExtreme = Mutant<QuantizeKernel>(
    "last_extreme", "of two extremes of one magnitude the last decides the sign"
  ) {
    try byBlock($0) { block in
      let row = QuantizedValues(try Q8K.quantizeGGML(Array(block.reversed())))
      return QuantizedValues(scales: row.scales, values: row.values.reversed())
    }
  }

  static let quotientScale = Mutant<QuantizeKernel>(
    "quotient_scale", "the scale is -max / 127, not the reciprocal of -127 / max"
  ) {
    try byBlock($0) { block in
      var row = QuantizedValues(try Q8K.quantizeGGML(block))
      let extreme = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      if row.scales[0].isFinite && row.scales[0] != 0 { row.scales[0] = extreme / -127 }
      return row
    }
  }

  static let poisonIgnoredGGML = Mutant<QuantizeKernel>(
    "poison_ignored_ggml", "NaN counts as 0 and infinity as the largest finite number"
  ) {
    QuantizedValues(try Q8K.quantizeGGML(saturated($0)))
  }

  static let overflowUnguarded = Mutant<QuantizeKernel>(
    "overflow_unguarded", "a block for which -127 / max overflows has values of -127 and 127, as clamping leaves them"
  ) {
    try byBlock($0) { block in
      let row = QuantizedValues(try Q8K.quantizeGGML(block))
      let extreme = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      guard row.scales[0] == 0, extreme != 0 else { return row }
      return QuantizedValues(
        scales: row.scales, values: block.map { $0 == 0 ? 0 : ($0 < 0) == (extreme < 0) ? -127 : 127 })
    }
  }

  // MARK: Parts

  /// The real kernel block by block, its integers replaced in blocks of ordinary numbers.
  private static func published(
    _ values: [Float], _ integers: ([Float], QuantizedValues) -> [Int8]
  ) throws -> QuantizedValues {
    try byBlock(values) { block in
      let row = QuantizedValues(try Q8K.quantizePublished(block))
      guard row.scales[0].isFinite else { return row }
      return QuantizedValues(scales: row.scales, values: integers(block, row))
    }
  }

  private static func ggml(_ values: [Float], _ integers: ([Float], Float) -> [Int8]) throws -> QuantizedValues {
    try byBlock(values) { block in
      let row = QuantizedValues(try Q8K.quantizeGGML(block))
      guard row.scales[0].isFinite, row.scales[0] != 0 else { return row }
      let extreme = block.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
      return QuantizedValues(scales: row.scales, values: integers(block, -127 / extreme))
    }
  }

  private static func byBlock(
    _ values: [Float], _ quantize: ([Float]) throws -> QuantizedValues
  ) rethrows -> QuantizedValues {
    try QuantizedValues.byBlocks(of: 256, values, quantize)
  }

  private static func rounded(_ block: [Float], _ factor: Float, _ rounding: (Float) -> Float) -> [Int8] {
    block.map { Int8(max(-128, min(127, rounding($0 * factor)))) }
  }

  private static func saturated(_ values: [Float]) -> [Float] {
    values.map { $0.isNaN ? 0 : max(-.greatestFiniteMagnitude, min(.greatestFiniteMagnitude, $0)) }
  }
}
