import ContractKit
import Metrics

import FalsifierKit
@testable import Measuring

/// Two arrays of fixed elements, and all that is measured of them.
struct GoldenPair {
  let name: String
  let actual: Sample
  let expected: Sample
  let drift: Drift
  /// A metric of both, or of the actual array alone.
  let measure: (Probe, Metric) throws -> Void
  let countOutside: (Probe, [Double]) throws -> Void
  let countTopK: (Probe, Int) throws -> Void
  /// The array itself, the same reversed, and the same without its last element.
  let countVariants: (Probe) -> Void
  let sha256: (Probe) -> Void
  /// Of one element.
  let bits: (Probe, Int) -> Void

  init<Actual: SampleElement, Expected: SampleElement>(_ name: String, _ actual: [Actual], _ expected: [Expected]) {
    self.name = name
    self.actual = Sample(actual)
    self.expected = Sample(expected)
    drift = Drift("pair", of: actual, from: expected)
    measure = { probe, metric in
      if metric.isComparison {
        try probe.compare(actual, to: expected, metric)
      } else {
        try probe.measure(actual, metric)
      }
    }
    countOutside = { try $0.countOutside(actual, of: expected, bound: ["bound": $1]) }
    countTopK = { try $0.countTopK($1, "", actual, of: expected) }
    countVariants = { probe in
      probe.countVariants([actual, actual.reversed(), Array(actual.dropLast())], differingFrom: actual)
    }
    sha256 = { $0.sha256("actual", actual) }
    bits = { $0.bits("element", actual[$1]) }
  }
}

/// Numbers that do not come from what is tested: a change of the recorder's generator changes no metric.
struct GoldenNumbers {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// By Knuth's linear congruential generator; the upper bits are the good ones.
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 16
  }

  /// A multiple of 2^-23 in [-1, 1).
  mutating func unit() -> Float { Float(Int32(next() >> 24 & 0xFF_FFFF) - (1 << 23)) * 0x1p-23 }

  /// Any exponent of a range.
  mutating func scaled(_ exponents: ClosedRange<Int>) -> Float {
    let exponent = exponents.lowerBound + Int(next() >> 8) % exponents.count
    return Float(sign: next() >> 40 & 1 == 0 ? .plus : .minus, exponent: exponent, significand: 1 + abs(unit()) / 2)
  }

  mutating func units(_ count: Int) -> [Float] { (0..<count).map { _ in unit() } }
}

extension GoldenPair {
  /// Ordinary arrays first, then the edges; what stands here is only ever added to.
  static var all: [GoldenPair] {
    var numbers = GoldenNumbers(1)
    let units = numbers.units(64)
    let near = units.map { $0 + $0 * 0x1p-20 * numbers.unit() }
    let far = numbers.units(64)
    let doubles = far.map { Double($0) / 3 }
    let scaled = (0..<64).map { _ in numbers.scaled(-40...40) }
    let bits = (0..<64).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: numbers.next())) }
    let otherBits = bits.map { Float(bitPattern: $0.bitPattern ^ UInt32(numbers.next() & 1)) }
    let bytes = (0..<64).map { _ in Int8(truncatingIfNeeded: numbers.next()) }
    let integers = (0..<64).map { _ in Int32(truncatingIfNeeded: numbers.next()) }
    let subnormals = (1...16).map { Float(bitPattern: $0) }
    let logits = far.map { 8 * $0 }
    return [
      GoldenPair("close f32", near, units), GoldenPair("far f32", far, units), GoldenPair("equal f32", units, units),
      GoldenPair("close f64", doubles.map { $0 + $0 * 0x1p-50 }, doubles),
      GoldenPair("f32 against f64", doubles.map(Float.init), doubles),
      GoldenPair("f64 against f32", doubles, doubles.map(Float.init)),
      GoldenPair("scaled f32", scaled.map { $0.nextUp }, scaled), GoldenPair("any bits f32", otherBits, bits),
      GoldenPair("i8", bytes, Array(bytes.dropFirst() + [-128])),
      GoldenPair("i32", integers, integers.map { $0 &+ 1 }), GoldenPair("i8 against f32", bytes, units),
      GoldenPair("one element", [3] as [Float], [2] as [Float]),
      GoldenPair("two zero vectors", [0, 0] as [Float], [0, 0] as [Float]),
      GoldenPair("zeros of both signs", [0, -0.0, -0.0, 0] as [Float], [-0.0, 0, -0.0, 0] as [Float]),
      GoldenPair("against zeros", [1, 0] as [Float], [0, -0.0] as [Float]),
      GoldenPair("zeros against numbers", [0, -0.0] as [Double], [1, 0] as [Double]),
      GoldenPair("subnormals f32", subnormals, subnormals.reversed()),
      GoldenPair("subnormals f64", subnormals.map { Double($0) * 0x1p-900 }, (1...16).map { Double(bitPattern: $0) }),
      GoldenPair("equal infinities", [.infinity, 1, -.infinity] as [Float], [.infinity, 2, -.infinity] as [Float]),
      GoldenPair("infinity for a number", [.infinity, 1] as [Float], [2, 1] as [Float]),
      GoldenPair("number for an infinity", [2, 1] as [Double], [-.infinity, 1] as [Double]),
      GoldenPair("NaN for a number", [.nan, 1] as [Float], [2, 1] as [Float]),
      GoldenPair("number for NaN", [2, 1] as [Double], [1, .nan] as [Double]),
      GoldenPair(
        "NaN in both", [.nan, 1, .nan] as [Float],
        [.nan, 1, Float(bitPattern: 0x7FC0_0001)] as [Float]),
      GoldenPair(
        "large f32", units.map { $0 * .greatestFiniteMagnitude }, far.map { $0 * .greatestFiniteMagnitude }),
      GoldenPair(
        "large f64", doubles.map { $0 * .greatestFiniteMagnitude }, far.map { Double($0) * .greatestFiniteMagnitude }),
      GoldenPair("small f64", doubles.map { $0 * 0x1p-1000 }, far.map { Double($0) * 0x1p-1000 }),
      GoldenPair("beyond f32", [.greatestFiniteMagnitude, 1] as [Float], [1e300, 1] as [Double]),
      GoldenPair("logits", logits.map { $0 + 0x1p-12 }, logits), GoldenPair("far logits", logits.reversed(), logits),
      GoldenPair("shifted logits", [1, 2, 4] as [Float], [3, 4, 6] as [Float]),
      GoldenPair("logits of no probability", [1, -.infinity, 2] as [Float], [1, -.infinity, 3] as [Float]),
      GoldenPair("probability for none", [1, 0, 2] as [Float], [1, -.infinity, 3] as [Float]),
      GoldenPair("none for probability", [1, -.infinity, 2] as [Float], [1, 0, 3] as [Float]),
      GoldenPair("ties", [1, 3, 3, 2, 3] as [Float], [3, 1, 3, 3, 2] as [Float]),
      GoldenPair("different counts", [1, 2] as [Float], [1] as [Float]),
      GoldenPair("no elements", [] as [Float], [] as [Float]),
    ]
  }
}
