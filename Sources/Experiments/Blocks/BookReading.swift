import Measuring
import Kernels

/// The formats of code books, digits and levels read a second time, as strings of bits and in integers.
///
/// A weight is `d * a * b * 2^k` with small integers a and b. The code books are those of Fixtures/code-books.tsv, which
/// scripts/golden/make-codebooks.py takes from the gguf package.
struct BookReading: Sendable {
  let books: [String: [Int64]]
  var fault: BookFault?

  static func load(_ run: Recorder) throws -> BookReading {
    let text = String(decoding: try run.fixture("Tests/Falsifiers/Fixtures/code-books.tsv"), as: UTF8.self)
    var books: [String: [Int64]] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: "\t")
      guard fields.count == 3 else { throw Malformed(line: String(line.prefix(40))) }
      let levels = fields[1].split(separator: ",").compactMap { Int64($0) }
      books[String(fields[0])] = try fields[2].map { digit in
        guard let place = digit.hexDigitValue, place < levels.count else { throw Malformed(line: String(fields[0])) }
        return levels[place]
      }
    }
    return BookReading(books: books)
  }

  struct Malformed: Error { let line: String }

  /// The same with one thing read wrongly.
  func with(_ fault: BookFault) -> BookReading {
    var wrong = self
    wrong.fault = fault
    return wrong
  }

  /// All weights of whole blocks.
  func weights(_ format: BlockFormat, _ bytes: [UInt8]) -> [Float] {
    stride(from: 0, to: bytes.count, by: format.blockBytes).flatMap { start in
      let bits = BlockBits(bytes: bytes, start: start)
      return (0..<format.blockWeights).map { i in
        let value = product(format, bits, i).float
        return fault == .nanSign && value.isNaN ? Float(bitPattern: 0xffc0_0000) : value
      }
    }
  }

  /// `scale * a * b * 2^exponent`.
  struct Product {
    var scale: Q4KOracle.Half
    var a: Int64 = 1
    var b: Int64
    var exponent = 0

    /// Exact, but for a power of two that leaves the range of binary32.
    var float: Float { scale.times(a, signed: b).float * Float(sign: .plus, exponent: exponent, significand: 1) }
  }

  /// How the weights of a format are stored; each way has a falsifier of codebook-dequant-v1.
  enum Storage {
    case pairs
    case triples
    case shifted
    case digits
    case levels

    /// Nil for the formats of other contracts.
    init?(of format: BlockFormat) {
      switch format {
      case .iq2XXS, .iq2XS, .iq2S: self = .pairs
      case .iq3XXS, .iq3S: self = .triples
      case .iq1S, .iq1M: self = .shifted
      case .tq1_0, .tq2_0, .q1_0: self = .digits
      case .iq4NL, .iq4XS, .mxfp4, .nvfp4: self = .levels
      case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q2K, .q3K, .q4K, .q5K, .q6K: return nil
      }
    }

    /// All that are stored so.
    var formats: [BlockFormat] { BlockFormat.allCases.filter { Storage(of: $0) == self } }
  }

  private func product(_ format: BlockFormat, _ bits: BlockBits, _ i: Int) -> Product {
    switch Storage(of: format) {
    case .pairs: pairs(format, bits, i)
    case .triples: triples(format, bits, i)
    case .shifted: shifted(format, bits, i)
    case .digits: digits(format, bits, i)
    case .levels: levels(format, bits, i)
    case nil: preconditionFailure("\(format.name) is no format of this reading")
    }
  }

  // MARK: Code books

  /// Two bits a weight: octet o of the block has entry, signs and scale.
  private func pairs(_ format: BlockFormat, _ bits: BlockBits, _ i: Int) -> Product {
    let (o, group) = (i / 8, i / 32)
    switch format {
    case .iq2XXS:
      let word = 48 + 64 * group
      let value = level("iq2xxs", bits(16 + 64 * group + 8 * (o % 4), 8), 8, i)
      let sign = parity(bits(word + 7 * (o % 4), 7), i % 8)
      return Product(scale: half(bits, 0), a: odd(bits(word + 28, 4)), b: sign * value, exponent: -3)
    case .iq2XS:
      let value = level("iq2xs", bits(16 + 16 * o, fault == .entryHighBitsDropped ? 8 : 9), 8, i)
      let sign = parity(bits(25 + 16 * o, 7), i % 8)
      return Product(scale: half(bits, 0), a: odd(nibble(bits, 528, i / 16)), b: sign * value, exponent: -3)
    default:
      let value = level("iq2s", bits(16 + 8 * o, 8) + high(bits(528 + 2 * o, 2)), 8, i)
      return Product(
        scale: half(bits, 0), a: odd(nibble(bits, 592, i / 16)), b: sign(bits(272 + i, 1)) * value, exponent: -3)
    }
  }

  /// Three bits a weight: quartet q of the block has an entry.
  private func triples(_ format: BlockFormat, _ bits: BlockBits, _ i: Int) -> Product {
    let (q, group) = (i / 4, i / 32)
    if format == .iq3XXS {
      let word = 528 + 32 * group
      let value = level("iq3xxs", bits(16 + 8 * q, 8), 4, i)
      let sign = parity(bits(word + 7 * (i / 8 % 4), 7), i % 8)
      return Product(scale: half(bits, 0), a: odd(bits(word + 28, 4)), b: sign * value, exponent: -2)
    }
    let value = level("iq3s", bits(16 + 8 * q, 8) + high(bits(528 + q, 1)), 4, i)
    return Product(scale: half(bits, 0), a: odd(nibble(bits, 848, group)), b: sign(bits(592 + i, 1)) * value)
  }

  /// One bit and a half a weight: -1, 0 or 1 of the entry, shifted by 1/8.
  private func shifted(_ format: BlockFormat, _ bits: BlockBits, _ i: Int) -> Product {
    let (o, group) = (i / 8, i / 32)
    func product(_ scale: Q4KOracle.Half, _ entry: Int64, _ s: Int64, _ isLowered: Bool) -> Product {
      let shift: Int64 = isLowered != (fault == .shiftSign) ? -1 : 1
      return Product(scale: scale, a: odd(s), b: 8 * level("iq1", entry, 8, i) + shift, exponent: -3)
    }
    if format == .iq1S {
      let word = 272 + 16 * group
      return product(
        half(bits, 0), bits(16 + 8 * o, 8) + high(bits(word + 3 * (o % 4), 3)), bits(word + 12, 3),
        bits(word + 15, 1) == 1)
    }
    let d = (0..<4).reduce(0) { $0 + bits(384 + 16 * $1 + 12, 4) << (4 * $1) }
    return product(
      Q4KOracle.Half(UInt16(d)), bits(8 * o, 8) + high(bits(256 + 4 * o, 3)),
      bits(384 + 16 * (i / 64) + 3 * (i / 16 % 4), 3),
      bits(256 + 4 * o + 3, 1) == 1)
  }

  // MARK: Digits and levels

  private func digits(_ format: BlockFormat, _ bits: BlockBits, _ i: Int) -> Product {
    let offset: Int64 = fault == .offsetMissing ? 0 : 1
    switch format {
    case .tq1_0:
      // 160 weights of 32 bytes, 80 of 16, 16 of 4.
      let (start, place, count, last) = i < 160 ? (0, i, 32, 4) : i < 240 ? (32, i - 160, 16, 4) : (48, i - 240, 4, 3)
      let digit = fault == .digitsReversed ? last - place / count : place / count
      let number = bits(8 * (start + place % count), 8)
      let fraction = (0..<digit).reduce(number) { value, _ in value * 3 % 256 }
      return Product(scale: half(bits, 52), b: fraction * 3 / 256 - offset)
    case .tq2_0:
      let digit = fault == .fieldsReversed ? i ^ 96 : i
      return Product(scale: half(bits, 64), b: BlockReading.pair(bits, 0, digit) - offset)
    default:
      return Product(scale: half(bits, 0), b: (bits(16 + i, 1) == 1) != (fault == .bitInverted) ? 1 : -1)
    }
  }

  private func levels(_ format: BlockFormat, _ bits: BlockBits, _ i: Int) -> Product {
    let k = fault == .nibblesSwapped ? i ^ (format == .nvfp4 ? 8 : 16) : i
    switch format {
    case .iq4NL: return Product(scale: half(bits, 0), b: level("iq4", BlockReading.nibble(bits, 16, k), 1, 0))
    case .iq4XS:
      let group = i / 32
      let high = fault == .scaleHighBitsDropped ? 0 : bits(16 + 2 * group, 2)
      let scale = nibble(bits, 32, group) + 16 * high - (fault == .scaleOffsetMissing ? 0 : 32)
      let code = BlockReading.nibble(bits, 64 + 128 * group, k % 32)
      return Product(scale: half(bits, 0), a: scale, b: level("iq4", code, 1, 0))
    case .mxfp4:
      let (e, code) = (bits(0, 8), BlockReading.nibble(bits, 8, k))
      let one = Q4KOracle.Half.finite(isNegative: isNegativeZero(code), units: 1 << 24)
      return Product(
        scale: fault == .scaleNaN && e == 255 ? .nan : one, b: level("fp4", code, 1, 0),
        exponent: Int(e) - (fault == .scaleNotHalved ? 127 : 128))
    default:
      let (group, place) = (i / 16, k % 16)
      let e = bits(8 * group, 8)
      let code = bits(32 + 64 * group + 8 * (place % 8) + 4 * (place / 8), 4)
      // (8 + f) * 2^(e - 11) halved, in units of 2^-24; e = 0 has no leading one.
      let (exponent, fraction) = (e / 8 % 16, e % 8)
      let units = (exponent == 0 ? fraction : (8 + fraction) << (exponent - 1)) << 14
      let scale = Q4KOracle.Half.finite(isNegative: isNegativeZero(code), units: e == 127 ? 0 : units)
      return Product(
        scale: fault == .scaleNaN && e == 127 ? .nan : scale, b: level("fp4", code, 1, 0),
        exponent: fault == .scaleNotHalved ? 1 : 0)
    }
  }

  // MARK: Fields

  private func half(_ bits: BlockBits, _ place: Int) -> Q4KOracle.Half {
    let word = bits.word(place)
    let isLost = fault == .subnormalsFlushed && word & 0x7C00 == 0
    return Q4KOracle.Half(isLost ? word & 0x8000 : word)
  }

  /// Value i of an entry of so many.
  private func level(_ book: String, _ entry: Int64, _ count: Int, _ i: Int) -> Int64 {
    books[book]![Int(entry) * count + i % count]
  }

  /// Bits of an entry's number above the lowest eight.
  private func high(_ bits: Int64) -> Int64 { fault == .entryHighBitsDropped ? 0 : 256 * bits }

  private func odd(_ s: Int64) -> Int64 { fault == .scaleHalfMissing ? 2 * s : 2 * s + 1 }

  private func nibble(_ bits: BlockBits, _ start: Int, _ j: Int) -> Int64 {
    bits(start + 4 * (fault == .scaleNibblesSwapped ? j ^ 1 : j), 4)
  }

  private func sign(_ bit: Int64) -> Int64 { bit == 1 && fault != .signsDropped ? -1 : 1 }

  /// Sign i of eight, of which seven are stored and the number of minus signs is even.
  private func parity(_ seven: Int64, _ i: Int) -> Int64 {
    if i < 7 { return sign(seven >> Int64(i) & 1) }
    return fault == .parityDropped ? 1 : sign(Int64(seven.nonzeroBitCount % 2))
  }

  private func isNegativeZero(_ code: Int64) -> Bool { fault == .negativeZero && code == 8 }
}
