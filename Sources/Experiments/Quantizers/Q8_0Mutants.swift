import Measuring
import Kernels

extension QuantizeKernels {
  @TaskLocal static var q8_0: QuantizeKernel = { QuantizedValues(try Q8_0.quantize($0)) }
}

/// Wrong quantizers of Q8_0.
enum Q8_0Mutants {
  static let halvesToEven = recipe("halves_to_even", "halves go to even, as in ggml's AVX2 code") {
    $0.integers = .halvesToEven
  }
  static let truncated = recipe("truncated", "the quotient is truncated towards zero") { $0.integers = .down }
  static let dividedByScale = recipe("divided_by_scale", "values are divided by d, not multiplied by its reciprocal") {
    $0.divides = true
  }
  static let inverseOfStored = recipe("inverse_of_stored", "the reciprocal is that of the scale that is stored") {
    $0.usesStoredScale = true
  }
  static let scaledBy128 = recipe("scaled_by_128", "the largest magnitude is divided by 128") { $0.largest = 128 }
  static let scaleKept = recipe("scale_kept", "the scale is not rounded to binary16") { $0.keepsScale = true }
  static let scaleTruncated = recipe("scale_truncated", "the scale is truncated to binary16") { $0.scales = .down }
  static let scaleHalvesAway = recipe("scale_halves_away", "a scale in the middle of two numbers becomes the larger") {
    $0.scales = .halvesAway
  }
  static let scaleFlushed = recipe("scale_flushed", "a scale below the normal binary16 numbers becomes 0") {
    $0.flushesScale = true
  }

  static let signedExtreme = Mutant<QuantizeKernel>(
    "signed_extreme", "the scale takes the sign opposite to the extreme's, as in ggml's Q8_K"
  ) { values in
    try QuantizedValues.byBlocks(of: 32, values) { block in
      let row = QuantizedValues(try Q8_0.quantize(block))
      guard block.reduce(0, { abs($1) > abs($0) ? $1 : $0 }) > 0 else { return row }
      return QuantizedValues(scales: row.scales.map { -$0 }, values: row.values.map { -$0 }, sums: row.sums.map { -$0 })
    }
  }

  static let scaleSignLost = Mutant<QuantizeKernel>(
    "scale_sign_lost", "values are made with the sign of the extreme, and the scale is stored without it"
  ) { values in
    let row = try signedExtreme.kernel(values)
    return QuantizedValues(scales: row.scales.map(abs), values: row.values, sums: row.sums)
  }

  static let poisonIgnored = Mutant<QuantizeKernel>(
    "poison_ignored", "NaN counts as 0 and infinity as the largest finite number"
  ) { values in
    let limit = Float.greatestFiniteMagnitude
    return QuantizedValues(try Q8_0.quantize(values.map { $0.isNaN ? 0 : max(-limit, min(limit, $0)) }))
  }

  static let tinyBlocksUndefined = Mutant<QuantizeKernel>(
    "tiny_blocks_undefined", "a block whose reciprocal overflows is not made zero"
  ) { values in
    try QuantizedValues.byBlocks(of: 32, values) { block in
      let largest = block.reduce(0) { max($0, abs($1)) }
      guard largest > 0, largest < 4e-37 else { return QuantizedValues(try Q8_0.quantize(block)) }
      // What an infinite quotient becomes is the processor's affair; here the largest value of its sign.
      return QuantizedValues(
        scales: [0], values: block.map { $0 > 0 ? 127 : $0 < 0 ? -127 : 0 }, sumsOf: 32)
    }
  }

  static let sumsOfNeighbor = Mutant<QuantizeKernel>(
    "sums_of_neighbor", "the sums of two neighboring blocks are exchanged"
  ) {
    let row = QuantizedValues(try Q8_0.quantize($0))
    let sums = row.sums
    return QuantizedValues(
      scales: row.scales, values: row.values, sums: sums.indices.map { sums[$0 ^ 1 < sums.count ? $0 ^ 1 : $0] })
  }

  static let packedAcrossLanes = Mutant<QuantizeKernel>(
    "packed_across_lanes", "groups of 8 bytes come out as packs of 128-bit lanes leave them: 0, 2, 1, 3"
  ) {
    let row = QuantizedValues(try Q8_0.quantize($0))
    let order = [0, 2, 1, 3]
    return QuantizedValues(
      scales: row.scales, values: row.values.indices.map { row.values[$0 / 32 * 32 + order[$0 % 32 / 8] * 8 + $0 % 8] },
      sums: row.sums)
  }

  private static func recipe(
    _ name: String, _ fault: String, _ change: (inout Q8_0Oracle) -> Void
  ) -> Mutant<QuantizeKernel> {
    var wrong = Q8_0Oracle()
    change(&wrong)
    return Mutant(name, fault) { [wrong] in wrong.quantize($0) }
  }
}
