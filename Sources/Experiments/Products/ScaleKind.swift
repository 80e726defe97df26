import Measuring

/// How the scales of blocks are drawn.
enum ScaleKind {
  /// Of moderate size, 2^-8 to 2^1: what sums of many blocks are made of.
  case ordinary
  /// Any finite number, subnormals, zeros and both signs among them; powers of two so that no product is infinite.
  case finite
  /// Any bit pattern.
  case any
  /// Infinities, NaNs with payload, zeros of both signs, the smallest and largest numbers.
  case special

  private static let specials: [UInt16] = [
    0x7c00, 0xfc00, 0x7c01, 0xfe00, 0xffff, 0x0000, 0x8000, 0x0001, 0x8001, 0x03ff, 0x0400, 0x7bff, 0xfbff, 0x3c00,
  ]

  /// A binary16 number, little-endian.
  func half(_ random: inout SeededGenerator) -> [UInt8] {
    /// The exponents of a range, uniformly; 31 would be infinity or NaN.
    func half(_ exponents: Range<Int>, _ random: inout SeededGenerator) -> [UInt8] {
      let exponent = UInt16(random.integer(in: exponents))
      return Q4KCases.littleEndian(UInt16(truncatingIfNeeded: random.next() >> 48) & 0x83ff | exponent << 10)
    }
    switch self {
    case .ordinary: return half(7..<16, &random)
    case .finite: return half(0..<31, &random)
    case .any: return (0..<2).map { _ in Q4KCases.byte(&random) }
    case .special: return Q4KCases.littleEndian(Self.specials[random.integer(in: 0..<Self.specials.count)])
    }
  }

  /// An exponent e of MXFP4, whose scale is 2^(e - 128) with doubled levels.
  func powerOfTwo(_ random: inout SeededGenerator) -> UInt8 {
    switch self {
    case .ordinary: UInt8(random.integer(in: 120..<130))
    case .finite: UInt8(random.integer(in: 0..<180))
    case .any: Q4KCases.byte(&random)
    case .special: [0, 1, 2, 127, 128, 253, 254, 255][random.integer(in: 0..<8)]
    }
  }
}

extension ProductReading {
  /// Scales that are subnormal in binary32, which no binary16 number is: 2^-128 and 2^-127 of MXFP4.
  var subnormalScales: [[UInt8]] { format == .mxfp4 ? [[0], [1]] : [] }

  /// The scales of one block, one after the other.
  func scales(_ kind: ScaleKind, _ random: inout SeededGenerator) -> [UInt8] {
    if format == .mxfp4 { return [kind.powerOfTwo(&random)] }
    return scalePlaces.flatMap { _ in kind.half(&random) }
  }

  /// A block with other scales.
  func block(_ bytes: [UInt8], scales: [UInt8]) -> [UInt8] {
    var block = bytes
    let width = scales.count / scalePlaces.count
    for (index, place) in scalePlaces.enumerated() {
      block.replaceSubrange(place..<place + width, with: scales[width * index..<width * (index + 1)])
    }
    return block
  }

  /// Random blocks: scales as told, all other bytes uniform.
  func blocks(_ count: Int, _ random: inout SeededGenerator, _ kind: ScaleKind) -> [UInt8] {
    (0..<count).flatMap { _ in
      let scales = scales(kind, &random)
      var rest = (0..<format.blockBytes - scales.count).map { _ in Q4KCases.byte(&random) }
      // Room for the scales, the first of them first.
      let width = scales.count / scalePlaces.count
      for place in scalePlaces { rest.insert(contentsOf: repeatElement(0, count: width), at: place) }
      return block(rest, scales: scales)
    }
  }
}
