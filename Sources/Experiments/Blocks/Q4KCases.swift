import Measuring

/// Super-blocks drawn from declared domains.
enum Q4KCases {
  /// Random super-blocks: all 140 bytes after the header uniform, the header as told.
  static func blocks(_ count: Int, _ random: inout SeededGenerator, header: (inout SeededGenerator) -> [UInt8])
    -> [UInt8]
  {
    (0..<count).flatMap { _ in header(&random) + (0..<140).map { _ in byte(&random) } }
  }

  /// `d` and `dmin` of any finite bit pattern: subnormals, zeros and both signs among them.
  static func finiteHeader(_ random: inout SeededGenerator) -> [UInt8] { header(.finite, &random) }

  /// `d` and `dmin` of any bit pattern.
  static func anyHeader(_ random: inout SeededGenerator) -> [UInt8] { header(.any, &random) }

  /// `d` and `dmin` of moderate size, 2^-8 to 2^1: what sums of many blocks are made of.
  static func ordinaryHeader(_ random: inout SeededGenerator) -> [UInt8] { header(.ordinary, &random) }

  /// Infinities, NaNs with payload, zeros of both signs, the smallest and largest numbers.
  static func specialHeader(_ random: inout SeededGenerator) -> [UInt8] { header(.special, &random) }

  private static func header(_ kind: ScaleKind, _ random: inout SeededGenerator) -> [UInt8] {
    kind.half(&random) + kind.half(&random)
  }

  /// Two super-blocks in which a scale, or a minimum, of 0 meets an infinity, which makes NaN of it; bits of the packed
  /// scales that belong to others are set.
  static func zeroTimesInfinity(_ random: inout SeededGenerator) -> [UInt8] {
    let bodies = (0..<2).map { _ in (0..<128).map { _ in UInt8(truncatingIfNeeded: random.next() >> 56) } }
    let stray = [UInt8](repeating: 0x20, count: 4)
    // Sub-blocks 4 to 7 have 4 bits in bytes 8 to 11, 2 bits at the top of bytes 0 to 3 (scales) and 4 to 7 (minimums).
    let minimums = littleEndian(0x3c00) + littleEndian(0x7c00) + stray + stray + [UInt8](repeating: 0x07, count: 4)
    let scales = littleEndian(0x7c00) + littleEndian(0x3c00) + stray + stray + [UInt8](repeating: 0x70, count: 4)
    return minimums + bodies[0] + scales + bodies[1]
  }

  /// One super-block for each of the 65,536 patterns of `d`; `dmin` runs through all of them in another order.
  ///
  /// - Parameter bodies: the 140 bytes after the header, used in turn.
  static func everyHeader(bodies: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(65536 * 144)
    for d in 0..<65536 {
      // An odd factor permutes the residues modulo 2^16.
      let dmin = (d * 40503 + 12345) % 65536
      bytes += littleEndian(UInt16(d)) + littleEndian(UInt16(dmin))
      bytes += bodies[d % bodies.count]
    }
    return bytes
  }

  static func byte(_ random: inout SeededGenerator) -> UInt8 { UInt8(truncatingIfNeeded: random.next() >> 56) }

  static func littleEndian(_ bits: UInt16) -> [UInt8] { [UInt8(bits & 255), UInt8(bits >> 8)] }
}

extension [UInt8] {
  /// The same bytes as the recorder takes them.
  var signed: [Int8] { map { Int8(bitPattern: $0) } }
}
