import XCTest

@testable import Kernels

final class RoPETableTests: XCTestCase {
  /// Base, position, pair of a head of 128; bits of cosine and sine.
  private typealias HardCase = (base: Double, position: Int, pair: Int, cosine: UInt32, sine: UInt32)

  /// The entries of the tables for bases 1e4 and 1e6 below position 131,072 whose cosine or sine lies
  /// nearest to the middle between two binary32 numbers: at a relative 2^-48.9 to 2^-44.8. Found by an
  /// exhaustive search with 113 bits (libquadmath), computed again with 250 bits (mpmath).
  private let hardCases: [HardCase] = [
    (10_000, 69891, 28, 0x3eb31a42, 0xbf6fd37d),
    (10_000, 91488, 55, 0xbed1dc6a, 0x3f6981d5),
    (10_000, 118527, 16, 0xbf5cff51, 0x3f0136b6),
    (10_000, 37313, 40, 0x3e3bb2e1, 0xbf7ba9a1),
    (10_000, 118409, 7, 0x3f0f0319, 0xbf54542f),
    (10_000, 117490, 9, 0xbf4d0b01, 0xbf194687),
    (10_000, 130455, 20, 0xbf6b4c94, 0xbec9b22f),
    (10_000, 58553, 36, 0xbf535b3b, 0x3f107209),
    (10_000, 66283, 7, 0xbed8431f, 0x3f680ada),
    (10_000, 111241, 38, 0xbf09dd42, 0xbf57b4f3),
    (10_000, 82311, 49, 0xbf0ef8ad, 0x3f545b34),
    (10_000, 85891, 35, 0x3e0263fb, 0xbf7dea87),
    (10_000, 28381, 39, 0xbf7fdd6b, 0x3d050cae),
    (10_000, 82276, 49, 0xbf087871, 0x3f589763),
    (10_000, 77839, 15, 0xbf51b251, 0xbf12d83d),
    (10_000, 55616, 0, 0xbf6d3c6c, 0xbec06815),
    (1_000_000, 108732, 59, 0x3f7301bd, 0x3ea10af7),
    (1_000_000, 44011, 33, 0xbf1d711b, 0xbf49dc8d),
    (1_000_000, 30955, 17, 0xbf75a31f, 0xbe90330b),
    (1_000_000, 117490, 6, 0xbf4d0b01, 0xbf194687),
    (1_000_000, 44976, 57, 0x3f7ab38a, 0x3e4f4319),
    (1_000_000, 80239, 3, 0x3d281965, 0xbf7fc8c9),
    (1_000_000, 112193, 3, 0x3f6a5dcb, 0x3ecdfe85),
    (1_000_000, 39600, 47, 0x3c89c286, 0x3f7ff6bc),
    (1_000_000, 58553, 24, 0xbf535b3b, 0x3f107209),
    (1_000_000, 107790, 55, 0x3f3aedf2, 0x3f2ee8dc),
    (1_000_000, 64860, 53, 0x3f444b86, 0x3f24546b),
    (1_000_000, 28381, 26, 0xbf7fdd6b, 0x3d050cae),
    (1_000_000, 77839, 10, 0xbf51b251, 0xbf12d83d),
    (1_000_000, 55616, 0, 0xbf6d3c6c, 0xbec06815),
    (1_000_000, 68238, 23, 0x3e6dc807, 0xbf7900a5),
    (1_000_000, 24411, 52, 0x3f728e39, 0x3ea3bdc3),
  ]

  func testHardCasesAreRoundedCorrectly() throws {
    for hard in hardCases {
      let table = try RoPE.Table(headDim: 128, base: hard.base, positions: hard.position..<hard.position + 1)
      XCTAssertEqual(
        table.cosine(position: hard.position, pair: hard.pair).bitPattern, hard.cosine, "cosine of \(hard)")
      XCTAssertEqual(table.sine(position: hard.position, pair: hard.pair).bitPattern, hard.sine, "sine of \(hard)")
    }
  }

  /// Sines and cosines so near to a tie that terms of r^15 and r^14 decide, which random angles hardly ever are.
  func testQuickPathDecidesNearATie() {
    for (angle, sine) in [
      (0x1.8c97c29b1c5cp-1, 0x1.661b48p-1 as Float), (0x1.913f877578a4p-1, 0x1.696b3ep-1),
      (0x1.921fb347363e0p-1, 0x1.6a09e4p-1), (0x1.921fb07322760p-1, 0x1.6a09e2p-1),
    ] {
      XCTAssertEqual(DoubleDouble.sinCos(DoubleDouble(angle)).sin, sine)
      XCTAssertEqual(DoubleDouble.accurateSinCos(DoubleDouble(angle)).sin.float, sine)
    }
    for (angle, cosine) in [(0x1.8d3bf3c13d84ap-1, 0x1.6d7ac8p-1 as Float), (0x1.8da1a97d89cfcp-1, 0x1.6d3386p-1)] {
      XCTAssertEqual(DoubleDouble.sinCos(DoubleDouble(angle)).cos, cosine)
      XCTAssertEqual(DoubleDouble.accurateSinCos(DoubleDouble(angle)).cos.float, cosine)
    }
  }

  func testQuickPathRoundsAsTheAccurateOne() {
    var random = PCG32(seed: 16)
    for _ in 0..<20_000 {
      let angle = DoubleDouble.product(Double(random.next()) * 0x1p-15, Double(random.next()) * 0x1p-32)
      let (quick, accurate) = (DoubleDouble.sinCos(angle), DoubleDouble.accurateSinCos(angle))
      XCTAssertEqual(quick.sin.bitPattern, accurate.sin.float.bitPattern, "\(angle)")
      XCTAssertEqual(quick.cos.bitPattern, accurate.cos.float.bitPattern, "\(angle)")
    }
  }

  func testElementaryFunctions() {
    func assertNear(_ value: DoubleDouble, _ hi: Double, _ lo: Double, _ message: String) {
      let difference = value - DoubleDouble.quickSum(hi, lo)
      XCTAssertTrue(abs(difference.hi) <= abs(hi) * 0x1p-98, "\(message): \(difference.hi / hi)")
    }
    // From mpmath with 400 bits.
    let logarithm = DoubleDouble.log(1e6)
    assertNear(logarithm, 0x1.ba18a998fffa0p+3, 0x1.112fc120a0a22p-51, "ln 1e6")
    assertNear(DoubleDouble.exp(-logarithm), 0x1.0c6f7a0b5ed8dp-20, 0x1.b5a63f9a49c2cp-75, "exp(-ln 1e6)")
    XCTAssertEqual(DoubleDouble.log(1), DoubleDouble(0))
    XCTAssertEqual(DoubleDouble.exp(DoubleDouble(0)), DoubleDouble(1))
  }

  func testSumsAndQuotientsHoldTheirLowParts() {
    XCTAssertEqual(DoubleDouble(1) + 0x1p-60, DoubleDouble.quickSum(1, 0x1p-60))
    XCTAssertEqual(DoubleDouble(1) + DoubleDouble(-0x1p-60), DoubleDouble.quickSum(1, -0x1p-60))
    for divisor in [3, 10, 1e6, 0x1p40 + 1] {
      // 2^-102 of the quotient, and 2^-105 of its product.
      let rest = (DoubleDouble(1) / DoubleDouble(divisor)) * divisor - DoubleDouble(1)
      XCTAssertLessThanOrEqual(abs(rest.hi), 0x1p-101, "1 / \(divisor)")
    }
  }

  func testRoundingOnceDiffersFromRoundingTwice() {
    // Half-way between 1 and the next binary32 number, and just off it.
    let middle = 1 + 0x1p-24
    XCTAssertEqual(DoubleDouble(middle).float, 1)
    XCTAssertEqual(DoubleDouble.sum(middle, 0x1p-80).float, Float(1).nextUp)
    XCTAssertEqual(DoubleDouble.sum(middle, -0x1p-80).float, 1)
    let next = 1 + 0x1.8p-23
    XCTAssertEqual(DoubleDouble(next).float, 1 + 0x1p-22, "a middle goes to the even one of its neighbors")
    XCTAssertEqual(DoubleDouble.sum(next, -0x1p-80).float, Float(1).nextUp)
    XCTAssertEqual(DoubleDouble.sum(-next, 0x1p-80).float, -Float(1).nextUp)
    let above = middle + 0x1p-52
    XCTAssertEqual(DoubleDouble.sum(above, -0x1p-54).float, Float(1).nextUp, "above the middle, if less than one unit")
    XCTAssertEqual(DoubleDouble(0).float.bitPattern, 0)
  }

  func testBinary32AnglesAreOffByWhatTheyAreKnownFor() throws {
    let position = 32767
    let exact = try RoPE.Table(headDim: 128, base: 1e6, positions: position..<position + 1)
    let known: [RoPE.Frequencies: Float] = [.binary32: 4.757e-4, .binary32Recurrence: 2.6616e-3]
    for (frequencies, difference) in known {
      let table = try RoPE.Table(
        headDim: 128, base: 1e6, positions: position..<position + 1, frequencies: frequencies)
      let largest = (0..<64)
        .map { abs(table.cosine(position: position, pair: $0) - exact.cosine(position: position, pair: $0)) }
        .max()!
      XCTAssertEqual(largest, difference, accuracy: 1e-7, "\(frequencies)")
    }
  }

  func testATableHasTheSameValuesWhereverItStarts() throws {
    for frequencies in RoPE.Frequencies.allCases {
      let whole = try RoPE.Table(headDim: 10, base: 500_000, positions: 0..<100, frequencies: frequencies)
      let part = try RoPE.Table(headDim: 10, base: 500_000, positions: 60..<70, frequencies: frequencies)
      for position in part.positions {
        for pair in 0..<5 {
          XCTAssertEqual(
            part.cosine(position: position, pair: pair), whole.cosine(position: position, pair: pair))
          XCTAssertEqual(part.sine(position: position, pair: pair), whole.sine(position: position, pair: pair))
        }
      }
    }
  }
}
