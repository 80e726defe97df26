import Experiments
import FalsifierKit
import Models

/// A tensor in one of the quantizations that APR files have of their own.
struct APRCase {
  let format: APRFormat
  let count: Int
  let bytes: [UInt8]

  /// Lengths around blocks of 32; random bytes, and scales that are special: zeros, subnormal, the smallest normal, NaN,
  /// infinite, negative.
  static func all(_ run: Recorder) -> [APRCase] {
    let domain = "lengths 1 to 100 around blocks of 32; random bytes; scales ordinary and special"
    var random = run.random("apr")
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(random.integer(in: 0..<256)) } }
    let halves: [UInt16] = [0x2e66, 0x0400, 0x03ff, 0x8001, 0x0000, 0x7e01, 0x7c00, 0xb800, 0x7bff]
    let singles: [Float] = [0.0123, 1, 0x1p-130, 0, .infinity, .nan, -2.5, .greatestFiniteMagnitude]
    let lengths = [1, 2, 31, 32, 33, 64, 90, 100]
    let q4 = lengths.flatMap { length in
      halves.map { scale -> APRCase in
        let blocks = (length + 31) / 32
        // The special scale in the last block, which may be padded.
        let scales = (0..<blocks).map { $0 == blocks - 1 ? scale : 0x3000 }
        return APRCase(
          format: .q4, count: length,
          bytes: scales.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] + bytes(16) })
      }
    }
    let q8 = lengths.flatMap { length in
      singles.map { scale -> APRCase in
        let head = (0..<4).map { UInt8(truncatingIfNeeded: scale.bitPattern >> (8 * UInt32($0))) }
        return APRCase(format: .q8, count: length, bytes: head + bytes(length))
      }
    }
    let cases = q4 + q8
    run.input(
      "bytes", cases.flatMap { $0.bytes.signed }, generator: "apr: \(domain)", seed: random.seed,
      cases: cases.count)
    return cases
  }

  /// The weights from the formula in binary64, in which every product here is exact; rounded once to binary32.
  var expected: [Float] {
    (0..<count).map { i in
      switch format {
      case .q4:
        let block = Array(bytes[i / 32 * 18..<i / 32 * 18 + 18])
        let (place, bits) = (i % 32, UInt16(block[0]) | UInt16(block[1]) << 8)
        let digits = String(block[2 + place / 2], radix: 16)
        let pair = digits.count == 1 ? "0" + digits : digits
        let nibble = Int(String(place.isMultiple(of: 2) ? pair.last! : pair.first!), radix: 16)!
        return Float(Self.scale(bits) * Double(nibble - 8))
      case .q8:
        let scale = bytes[..<4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let byte = Int(bytes[4 + i])
        let value = Float(Double(Float(bitPattern: scale)) * Double(byte < 128 ? byte : byte - 256))
        return value.isNaN ? Float(bitPattern: 0x7fc0_0000) : value
      }
    }
  }

  /// A binary16 number from its fields; what is not a normal number counts as 0.
  private static func scale(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 31), Double(bits & 1023))
    guard (1...30).contains(exponent) else { return 0 }
    var power = 1.0
    for _ in 0..<abs(exponent - 25) { power *= exponent > 25 ? 2 : 0.5 }
    return (bits >> 15 == 1 ? -1 : 1) * (1024 + fraction) * power
  }
}
