import Measuring
import Kernels

/// The recipe of Q8_0 a second time, in binary64 and integers, with switches that break one step each: shares no code
/// with the kernel.
///
/// Products and quotients of binary32 numbers, rounded to binary64 and then to binary32, are rounded as if directly; see
/// `Q8KOracle`. Rounding to integers is truncation and an exact comparison of the rest with one half. No libm.
struct Q8_0Oracle: Sendable {
  enum Rounding: Sendable { case halvesAway, halvesToEven, down }

  /// How quotients become integers, and scales binary16 numbers.
  var integers = Rounding.halvesAway
  var scales = Rounding.halvesToEven
  /// What the largest magnitude is divided by.
  var largest = 127.0
  /// Whether values are divided by the scale, not multiplied by its reciprocal.
  var divides = false
  /// Whether the values are made with the scale that is stored.
  var usesStoredScale = false
  /// Whether the scale stays binary32, and whether one below the normal binary16 numbers becomes 0.
  var keepsScale = false
  var flushesScale = false

  func quantize(_ values: [Float]) -> QuantizedValues {
    QuantizedValues.byBlocks(of: 32, values) { block in
      // A NaN or an infinity poisons its block.
      let nothing = block.map { _ in 0 }
      guard block.allSatisfy(\.isFinite) else { return Self.block(Float(bitPattern: 0x7fc0_0000), nothing) }
      let d = Self.scale(of: block, largest: largest)
      let stored = binary16(d)
      let inverse = Float(1 / Double(usesStoredScale ? stored : d))
      guard d != 0, Float(1 / Double(d)).isFinite else { return Self.block(0, nothing) }
      return Self.block(stored, block.map { integer($0, d, inverse) })
    }
  }

  /// `d`, before it is rounded to binary16.
  static func scale(of block: [Float], largest: Double = 127) -> Float {
    Float((block.map { abs(Double($0)) }.max() ?? 0) / largest)
  }

  private static func block(_ scale: Float, _ integers: [Int]) -> QuantizedValues {
    QuantizedValues(scales: [scale], values: integers.map { Int8($0) }, sumsOf: 32)
  }

  private func integer(_ value: Float, _ d: Float, _ inverse: Float) -> Int {
    let quotient = Float(divides ? Double(value) / Double(d) : Double(value) * Double(inverse))
    let magnitude = min(Self.rounded(abs(Double(quotient)), integers), 128)
    return value < 0 ? -magnitude : min(magnitude, 127)
  }

  private func binary16(_ d: Float) -> Float {
    if keepsScale { return d }
    guard d < 65520 else { return .infinity }
    if flushesScale, d < 0x1p-14 { return 0 }
    // Eleven bits, of which numbers below 2^-14 have less.
    let unit = Double(sign: .plus, exponent: max(Int(Double(d).exponent), -14) - 10, significand: 1)
    return d == 0 ? 0 : Float(Double(Self.rounded(Double(d) / unit, scales)) * unit)
  }

  private static func rounded(_ magnitude: Double, _ rounding: Rounding) -> Int {
    guard magnitude < 0x1p30 else { return 1 << 30 }
    let whole = Int(magnitude)
    let rest = magnitude - Double(whole)
    switch rounding {
    case .halvesAway: return rest >= 0.5 ? whole + 1 : whole
    case .halvesToEven: return rest > 0.5 || rest == 0.5 && whole % 2 == 1 ? whole + 1 : whole
    case .down: return whole
    }
  }
}

/// Blocks with what the gguf package makes of them: Fixtures/q8_0-blocks.tsv.
struct Q8_0Fixture {
  let values: [Float]
  let quantized: QuantizedValues

  static func load(_ run: Recorder) throws -> Q8_0Fixture {
    let text = String(decoding: try run.fixture("Tests/Falsifiers/Fixtures/q8_0-blocks.tsv"), as: UTF8.self)
    var (values, scales, integers): ([Float], [Float], [Int8]) = ([], [], [])
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let block = numbers(fields[0], UInt32.self), block.count == 32,
        let scale = numbers(fields[1], UInt16.self), scale.count == 1,
        let bytes = numbers(fields[2], UInt8.self), bytes.count == 32
      else { throw Malformed(line: String(line.prefix(40))) }
      values += block.map(Float.init(bitPattern:))
      scales.append(Q4KOracle.Half(scale[0]).float)
      integers += bytes.map { Int8(bitPattern: $0) }
    }
    return Q8_0Fixture(
      values: values, quantized: QuantizedValues(scales: scales, values: integers, sumsOf: 32))
  }

  struct Malformed: Error { let line: String }

  /// Hexadecimal numbers of one size, without anything between them.
  private static func numbers<Number: FixedWidthInteger>(_ text: Substring, _: Number.Type) -> [Number]? {
    let digits = Array(text)
    let width = Number.bitWidth / 4
    guard digits.count % width == 0 else { return nil }
    let numbers = stride(from: 0, to: digits.count, by: width).compactMap {
      Number(String(digits[$0..<$0 + width]), radix: 16)
    }
    return numbers.count == digits.count / width ? numbers : nil
  }
}
