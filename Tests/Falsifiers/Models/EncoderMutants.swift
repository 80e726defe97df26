import Experiments
import FalsifierKit
import Models

/// Weights to Q4_K super-blocks.
typealias EncoderKernel = @Sendable ([Float]) throws -> [UInt8]

enum EncoderKernels {
  static let real: EncoderKernel = { try Q4KEncoder.encode($0) }
}

/// Wrong encoders: the real one with one thing changed in what it is given or what it writes.
enum EncoderMutants {
  static let scaleRoundedDown = Mutant<EncoderKernel>(
    "scale_rounded_down", "the six-bit scale of the first sub-block is rounded down, so that it covers less"
  ) { weights in try changed(weights) { block in if block[4] & 63 > 0 { block[4] -= 1 } } }

  static let minimumRoundedDown = Mutant<EncoderKernel>(
    "minimum_rounded_down", "the six-bit minimum of the first sub-block is rounded down"
  ) { weights in try changed(weights) { block in if block[8] & 63 > 0 { block[8] -= 1 } } }

  static let nibblesSwapped = Mutant<EncoderKernel>("nibbles_swapped", "low and high nibbles are exchanged") {
    weights in
    try changed(weights) { block in for i in 16..<144 { block[i] = block[i] << 4 | block[i] >> 4 } }
  }

  static let highBitsDropped = Mutant<EncoderKernel>(
    "high_bits_dropped", "scales and minimums of sub-blocks 4 to 7 lose their top two bits"
  ) { weights in try changed(weights) { block in for i in 4..<12 { block[i] &= 63 } } }

  static let minimumAdded = Mutant<EncoderKernel>("minimum_added", "dmin has the other sign") { weights in
    try changed(weights) { block in if block[2] | block[3] != 0 { block[3] ^= 0x80 } }
  }

  static let codeTruncated = Mutant<EncoderKernel>("code_truncated", "codes are cut off instead of rounded") {
    weights in
    // Half a step less before rounding is a cut: the step is that of the real encoding.
    let real = try Q4KEncoder.encode(weights)
    var wrong = real
    for (index, block) in Q4KOracle.blocks(real).enumerated() {
      for i in 0..<256 where block.nibbles[i] > 0 && block.weight(i) > weights[256 * index + i] {
        let place = 144 * index + 16 + i / 64 * 32 + i % 32
        wrong[place] -= i % 64 < 32 ? 1 : 16
      }
    }
    return wrong
  }

  private static func changed(
    _ weights: [Float], _ change: (inout ArraySlice<UInt8>) -> Void
  ) throws -> [UInt8] {
    let bytes = try Q4KEncoder.encode(weights)
    return stride(from: 0, to: bytes.count, by: 144).flatMap { start -> [UInt8] in
      // A slice of its own, so that its indices start at 0.
      var block = Array(bytes[start..<start + 144])[...]
      change(&block)
      return Array(block)
    }
  }
}
