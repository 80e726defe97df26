import Kernels

/// A block format as its product takes it, read a second time: as a string of bits and in integers.
///
/// Shares no code with the kernels. Weight i is `d * factor * code`, to which `m * minimum` is added in blocks of 32 and
/// from which it is subtracted in blocks of 256.
struct ProductReading: Sendable {
  typealias Field = BlockReading.Field
  typealias Scale = @Sendable (BlockBits) -> Float

  let format: BlockFormat
  /// How many weights share a factor.
  let group: Int
  /// The bytes at which scales stand: binary16 numbers, in MXFP4 one power of two.
  let scalePlaces: [Int]
  /// The bytes that hold codes.
  let codeBytes: Range<Int>
  /// Blocks with the sums at their limits, whatever the scales.
  let extremes: [[UInt8]]
  var d: Scale
  var m: Scale?
  var factor, code, minimum: Field

  /// Of a block whose decoder is tried by another contract.
  ///
  /// - Parameter fills: the bytes that make the largest sums.
  init(_ reading: BlockReading, group: Int, codes codeBytes: Range<Int>, fills: [UInt8]) {
    format = reading.format
    self.group = group
    self.codeBytes = codeBytes
    scalePlaces = reading.places
    extremes = fills.map { [UInt8](repeating: $0, count: reading.format.blockBytes) }
    d = Self.half(reading.scalePlace)
    m = reading.minimumPlace.map(Self.half)
    factor = reading.factor
    code = reading.code
    let (minimum, sign): (Field, Int64) = (reading.minimum, reading.format.blockWeights == 32 ? -1 : 1)
    self.minimum = { bits, i in sign * minimum(bits, i) }
  }

  /// With every field its own.
  init(
    _ format: BlockFormat, group: Int, scalePlaces: [Int], codes codeBytes: Range<Int>, extremes: [[UInt8]],
    d: @escaping Scale, factor: @escaping Field, code: @escaping Field
  ) {
    (self.format, self.group, self.scalePlaces, self.codeBytes) = (format, group, scalePlaces, codeBytes)
    self.extremes = extremes
    self.d = d
    self.factor = factor
    self.code = code
    minimum = { _, _ in 0 }
  }

  /// Whether activations are Q8_K, in blocks of 256, and not Q8_0.
  var isSuper: Bool { format.blockWeights == 256 }

  /// The blocks of a row.
  func blocks(_ bytes: [UInt8]) -> [ProductBlock] {
    stride(from: 0, to: bytes.count, by: format.blockBytes).map { start in
      let bits = BlockBits(bytes: bytes, start: start)
      let weights = 0..<format.blockWeights
      let factors = stride(from: 0, to: weights.count, by: group).map { factor(bits, $0) }
      let minimums = stride(from: 0, to: weights.count, by: group).map { minimum(bits, $0) }
      return ProductBlock(
        group: group, d: d(bits), m: m?(bits), codes: weights.map { factors[$0 / group] * code(bits, $0) },
        minimums: minimums)
    }
  }

  /// The same with something read wrongly.
  func changed(_ change: (inout Self) -> Void) -> Self {
    var wrong = self
    change(&wrong)
    return wrong
  }

  static func half(_ place: Int) -> Scale { { Q4KOracle.Half($0.word(place)).float } }
}

/// What one block of weights says.
struct ProductBlock: Sendable {
  /// How many weights share a minimum.
  let group: Int
  let d: Float
  /// nil where the format has no minimum.
  let m: Float?
  /// Factor times code of each weight.
  let codes: [Int64]
  /// What `m` is multiplied by, group by group.
  let minimums: [Int64]

  /// Group by group the sums of codes and of minimums times activations.
  func sums(_ values: ArraySlice<Int8>) -> [(products: Int64, minimums: Int64)] {
    minimums.indices.map { j in
      var (product, sum): (Int64, Int64) = (0, 0)
      for i in group * j..<group * j + group {
        let q8 = Int64(values[values.startIndex + i])
        product += codes[i] * q8
        sum += q8
      }
      return (product, minimums[j] * sum)
    }
  }
}

extension ProductReading {
  // MARK: With Q8_K

  static let q4K = ProductReading(BlockReading.q4K, group: 32, codes: 16..<144, fills: [0xff])
  static let q2K = ProductReading(BlockReading.q2K, group: 16, codes: 16..<80, fills: [0xff])
  // Scales and codes are least where all bits are 0: -32 and -4.
  static let q3K = ProductReading(BlockReading.q3K, group: 16, codes: 32..<96, fills: [0x00, 0xff])
  static let q5K = ProductReading(BlockReading.q5K, group: 32, codes: 48..<176, fills: [0xff])
  static let q6K = {
    // Codes of -32 with scales of -128, and of 31 with 127.
    func block(codes: UInt8, scales: UInt8) -> [UInt8] {
      [UInt8](repeating: codes, count: 192) + [UInt8](repeating: scales, count: 18)
    }
    let reading = BlockReading.q6K
    return ProductReading(
      .q6K, group: 16, scalePlaces: reading.places, codes: 0..<128,
      extremes: [block(codes: 0, scales: 0x80), block(codes: 0xff, scales: 0x7f)], d: half(reading.scalePlace),
      factor: reading.factor, code: reading.code)
  }()

  /// - Parameter levels: what the sixteen codes stand for.
  static func iq4XS(_ levels: [Int64]) -> ProductReading {
    ProductReading(
      .iq4XS, group: 32, scalePlaces: [0], codes: 8..<136, extremes: fills(.iq4XS, [0x00, 0xff]), d: half(0),
      factor: { bits, i in bits(32 + 4 * (i / 32), 4) + 16 * bits(16 + 2 * (i / 32), 2) - 32 },
      code: { bits, i in levels[Int(BlockReading.nibble(bits, 64 + 128 * (i / 32), i % 32))] })
  }

  /// All formats of kquant-q8k-dot-v1.
  static func superBlocks(_ books: BookReading) -> [ProductReading] {
    [q2K, q3K, q5K, q6K, iq4XS(books.books["iq4"]!)]
  }

  // MARK: With Q8_0

  static let q4_0 = ProductReading(BlockReading.q4_0, group: 32, codes: 2..<18, fills: [0x00, 0xff])
  static let q4_1 = ProductReading(BlockReading.q4_1, group: 32, codes: 4..<20, fills: [0xff])
  static let q5_0 = ProductReading(BlockReading.q5_0, group: 32, codes: 6..<22, fills: [0x00, 0xff])
  static let q5_1 = ProductReading(BlockReading.q5_1, group: 32, codes: 8..<24, fills: [0xff])
  static let q8_0 = ProductReading(BlockReading.q8_0, group: 32, codes: 2..<34, fills: [0x80, 0x7f])

  static func iq4NL(_ levels: [Int64]) -> ProductReading {
    ProductReading(
      .iq4NL, group: 32, scalePlaces: [0], codes: 2..<18, extremes: fills(.iq4NL, [0x00, 0xff]), d: half(0),
      factor: { _, _ in 1 }, code: { bits, i in levels[Int(BlockReading.nibble(bits, 16, i))] })
  }

  /// The levels are doubled, and the scale 2^(e - 127) halved.
  static func mxfp4(_ levels: [Int64]) -> ProductReading {
    ProductReading(
      .mxfp4, group: 32, scalePlaces: [0], codes: 1..<17, extremes: fills(.mxfp4, [0x77, 0xff]),
      d: { Float(sign: .plus, exponent: Int($0(0, 8)) - 128, significand: 1) }, factor: { _, _ in 1 },
      code: { bits, i in levels[Int(BlockReading.nibble(bits, 8, i))] })
  }

  /// All formats of q8_0-dot-v1.
  static func smallBlocks(_ books: BookReading) -> [ProductReading] {
    [q4_0, q4_1, q5_0, q5_1, q8_0, iq4NL(books.books["iq4"]!), mxfp4(books.books["fp4"]!)]
  }

  private static func fills(_ format: BlockFormat, _ bytes: [UInt8]) -> [[UInt8]] {
    bytes.map { [UInt8](repeating: $0, count: format.blockBytes) }
  }
}
