import Experiments
import FalsifierKit
import Models
import XCTest

/// Falsifiers of contracts/q4k-encode-v1.yaml.
final class FalsifyQ4KEncoder: FalsifierCase {
  private static let contract = "q4k-encode-v1"

  /// Blocks of several magnitudes, of one sign, with an outlier, constant and empty ones.
  private func weights(_ run: Recorder) -> [Float] {
    let domain = "64 blocks of units times 2^-12 to 2^12; one-signed, with an outlier, constant, zero"
    var random = run.random("weights")
    let blocks = (0..<64).map { block -> [Float] in
      let units = random.units(256).map {
        $0 * Float(sign: .plus, exponent: random.integer(in: -12..<13), significand: 1)
      }
      switch block % 6 {
      case 1: return units.map(abs)
      case 2: return units.map { -abs($0) }
      case 3: return units.enumerated().map { $0 == 200 ? 4096 : $1 }
      case 4: return block < 32 ? units.map { _ in units[0] } : units.map { _ in 0 }
      default: return units
      }
    }
    let all = blocks.flatMap { $0 }
    run.input("weights", all, generator: "weights: \(domain)", seed: random.seed, cases: 64, shape: [64, 256])
    return all
  }

  func testFalsifyQ4KENC001() throws {
    try falsify("FALSIFY-Q4KENC-001", in: Self.contract) { run in
      let weights = weights(run)
      try run.judge(
        EncoderKernels.real,
        mutants: [
          EncoderMutants.scaleRoundedDown, EncoderMutants.minimumRoundedDown, EncoderMutants.nibblesSwapped,
          EncoderMutants.highBitsDropped, EncoderMutants.codeTruncated, EncoderMutants.minimumAdded,
        ]
      ) { (kernel: EncoderKernel, probe) in
        let bytes = try kernel(weights)
        probe.output("blocks", bytes.signed)
        let blocks = Q4KOracle.blocks(bytes)
        let decoded = weights.indices.map { blocks[$0 / 256].weight($0 % 256) }
        let steps = weights.indices.map { i -> Double in
          let block = blocks[i / 256]
          return Double(block.d.signedUnits!) * 0x1p-24 * Double(block.scales[i % 256 / 32])
        }
        try probe.countOutside(decoded, of: weights, bound: ["step": steps])
      }
    }
  }

  func testFalsifyQ4KENC002() throws {
    try falsify("FALSIFY-Q4KENC-002", in: Self.contract) { run in
      let weights = (0..<512).map { i -> Float in
        let code = (i + i / 32) % 16
        return Float(63 * code - (i < 256 ? 0 : 315))
      }
      run.input("weights", weights, generator: "63 ((i + floor(i / 32)) mod 16), minus 315 from i = 256 on")
      // d sc = 63 with d = 1 and sc = 63 in the first block; dmin m = 315 with dmin = 5 in the second.
      let first: [UInt8] = [0, 0x3c, 0, 0] + Self.fields(scale: 63, minimum: 0) + Self.codes(from: 0)
      let second: [UInt8] = [0, 0x3c, 0, 0x45] + Self.fields(scale: 63, minimum: 63) + Self.codes(from: 8)
      let expected = first + second
      try run.judge(
        EncoderKernels.real, mutants: [EncoderMutants.nibblesSwapped, EncoderMutants.highBitsDropped]
      ) { (kernel: EncoderKernel, probe) in
        let bytes = try kernel(weights)
        probe.output("blocks", bytes.signed)
        try probe.compare(bytes.signed, to: expected.signed, .bitsDiffering)
      }
    }
  }

  /// Eight equal six-bit scales and minimums in their twelve bytes.
  private static func fields(scale: UInt8, minimum: UInt8) -> [UInt8] {
    [UInt8](repeating: scale | (scale >> 4) << 6, count: 4)
      + [UInt8](repeating: minimum | (minimum >> 4) << 6, count: 4)
      + [UInt8](repeating: scale & 15 | minimum << 4, count: 4)
  }

  /// The codes 0 to 15 again and again, one further in each sub-block; weights i and i + 32 share a byte.
  ///
  /// - Parameter first: the code of weight 0: the second block starts in sub-block 8.
  private static func codes(from first: Int) -> [UInt8] {
    (0..<128).map { byte in
      let low = (first + byte % 32 + 2 * (byte / 32)) % 16
      let high = (low + 1) % 16
      return UInt8(low + 16 * high)
    }
  }
}
