import Kernels

/// A block format read a second time, as a string of bits and in integers: shares no code with the decoders.
///
/// Every finite binary16 is an integer number of 2^-24, at most 2^40 of them. A weight is `d*factor*code - m*minimum`, where
/// the products of small integers are below 2^12: an integer below 2^53 in the same unit, which converted to binary32 is the
/// correctly rounded weight. No libm, no intermediate rounding.
struct BlockReading: Sendable {
  /// An integer that a block holds for weight i.
  typealias Field = @Sendable (BlockBits, _ i: Int) -> Int64

  let format: BlockFormat
  /// The byte at which `d` stands.
  var scalePlace = 0
  /// The byte at which `m` stands, where the format has one.
  var minimumPlace: Int?
  /// The scale that a group of weights has beside `d`.
  var factor: Field = { _, _ in 1 }
  var code: Field
  /// What `m` is multiplied by before it is subtracted; -1 where it is added.
  var minimum: Field = { _, _ in 0 }
  var half: @Sendable (UInt16) -> Q4KOracle.Half = { Q4KOracle.Half($0) }

  /// The bytes at which binary16 numbers stand.
  var places: [Int] { [scalePlace] + (minimumPlace.map { [$0] } ?? []) }

  /// All weights of whole blocks.
  func weights(_ bytes: [UInt8]) -> [Float] {
    stride(from: 0, to: bytes.count, by: format.blockBytes).flatMap { start in
      (0..<format.blockWeights).map { weight($0, of: BlockBits(bytes: bytes, start: start)) }
    }
  }

  /// Weight i, correctly rounded; special values as IEEE 754 has them, NaN as 0x7fc00000.
  func weight(_ i: Int, of bits: BlockBits) -> Float {
    let product = half(bits.word(scalePlace)).times(factor(bits, i), signed: code(bits, i))
    guard let minimumPlace else { return product.float }
    return Q4KOracle.difference(product, half(bits.word(minimumPlace)).times(1, signed: minimum(bits, i)))
  }
}

/// A block as a string of bits, the lowest of a byte first.
struct BlockBits {
  let bytes: [UInt8]
  let start: Int

  /// So many bits from a place on, which lie in two bytes at most.
  func callAsFunction(_ offset: Int, _ width: Int) -> Int64 {
    var word = Int64(bytes[start + offset / 8])
    if offset % 8 + width > 8 { word += 256 * Int64(bytes[start + offset / 8 + 1]) }
    return word >> (offset % 8) & (1 << width - 1)
  }

  /// A byte of two's complement.
  func signed(_ offset: Int) -> Int64 {
    let byte = self(offset, 8)
    return byte < 128 ? byte : byte - 256
  }

  /// The two bytes from a byte on.
  func word(_ byte: Int) -> UInt16 { UInt16(self(8 * byte, 16)) }
}

extension Q4KOracle.Half {
  /// The product with two integers of either sign; infinity times zero is NaN.
  func times(_ a: Int64, signed b: Int64) -> Self {
    let magnitude = times(abs(a), abs(b))
    guard (a < 0) != (b < 0) else { return magnitude }
    switch magnitude {
    case .finite(let isNegative, let units): return .finite(isNegative: !isNegative, units: units)
    case .infinite(let isNegative): return .infinite(isNegative: !isNegative)
    case .nan: return .nan
    }
  }

  /// The number as binary32, rounded once where it needs that.
  var float: Float {
    switch self {
    case .finite(let isNegative, let units): (isNegative ? -1 : 1) * (Float(units) * 0x1p-24)
    case .infinite(let isNegative): isNegative ? -.infinity : .infinity
    case .nan: Float(bitPattern: 0x7fc0_0000)
    }
  }
}
