import XCTest

@testable import Kernels

final class RoPETests: XCTestCase {
  func testPairingExample() throws {
    let table = try RoPE.Table(headDim: 4, base: 10000, positions: 0..<2)
    // cos 1, sin 1, cos 0.01, sin 0.01 to the nearest binary32.
    let (c1, s1, c2, s2): (Float, Float, Float, Float) = (
      0.5403023058681398, 0.8414709848078965, 0.9999500004166653, 0.009999833334166664
    )
    XCTAssertEqual([table.cosine(position: 1, pair: 0), table.sine(position: 1, pair: 0)], [c1, s1])
    XCTAssertEqual([table.cosine(position: 1, pair: 1), table.sine(position: 1, pair: 1)], [c2, s2])
    let expected: [RoPE.Pairing: [Float]] = [
      .norm: [1 * c1 - 2 * s1, 1 * s1 + 2 * c1, 3 * c2 - 4 * s2, 3 * s2 + 4 * c2],
      .neox: [1 * c1 - 3 * s1, 2 * c2 - 4 * s2, 1 * s1 + 3 * c1, 2 * s2 + 4 * c2],
    ]
    for implementation in RoPE.implementations {
      for pairing in RoPE.Pairing.allCases {
        let y = try RoPE.rotated(
          [1, 2, 3, 4], heads: 1, firstPosition: 1, table: table, pairing: pairing, implementation: implementation)
        XCTAssertEqual(y, expected[pairing]!, "\(implementation), \(pairing)")
      }
    }
  }

  func testPositionZeroIsTheIdentity() throws {
    let table = try RoPE.Table(headDim: 64, base: 1e6, positions: 0..<1)
    let x = (0..<128).map { Float($0) - 63.5 }
    for implementation in RoPE.implementations {
      for pairing in RoPE.Pairing.allCases {
        let y = try RoPE.rotated(
          x, heads: 2, firstPosition: 0, table: table, pairing: pairing, implementation: implementation)
        XCTAssertEqual(y, x)
      }
    }
  }

  func testEveryPathGivesTheBitsOfTheReference() throws {
    var random = PCG32(seed: 14)
    for pairs in Array(1...20) + [31, 32, 33, 40, 48, 64, 128] {
      let table = try RoPE.Table(headDim: 2 * pairs, base: 10000, positions: 5..<9)
      for heads in [1, 3] {
        for trial in 0..<3 {
          let x: [Float] = (0..<2 * heads * 2 * pairs).map { _ in
            switch trial {
            case 0: random.value()
            case 1: random.anyBits()
            default: adversarialValues[random.below(adversarialValues.count)]
            }
          }
          for pairing in RoPE.Pairing.allCases {
            let expected = try RoPE.rotated(
              x, heads: heads, firstPosition: 6, table: table, pairing: pairing, implementation: .scalar)
            for implementation in RoPE.implementations {
              let y = try RoPE.rotated(
                x, heads: heads, firstPosition: 6, table: table, pairing: pairing, implementation: implementation)
              XCTAssertEqual(y.bits, expected.bits, "\(implementation), \(pairing), \(pairs) pairs, trial \(trial)")
            }
          }
        }
      }
    }
  }

  func testMisaligned() throws {
    var random = PCG32(seed: 15)
    let table = try RoPE.Table(headDim: 36, base: 10000, positions: 0..<4)
    let x = (0..<72).map { _ in random.value() }
    for pairing in RoPE.Pairing.allCases {
      let expected = try RoPE.rotated(
        x, heads: 2, firstPosition: 3, table: table, pairing: pairing, implementation: .scalar)
      for implementation in RoPE.implementations {
        for offset in 0..<16 {
          let buffer = AlignedBuffer([Float](repeating: 9, count: offset) + x + [9])
          let part = UnsafeMutableBufferPointer(rebasing: buffer.span[offset..<offset + 72])
          try RoPE.apply(
            to: part, heads: 2, firstPosition: 3, table: table, pairing: pairing, implementation: implementation)
          XCTAssertEqual(part.bits, expected.bits)
          XCTAssertEqual(buffer[offset + 72], 9)
        }
      }
    }
  }

  /// Nothing past the last pair is read: the heads and the rows of the table end where the next page may not be touched.
  func testHeadsAndTableMayEndAtAGuardPage() throws {
    var random = PCG32(seed: 16)
    let heads = 2
    for pairs in Array(1...17) + [24, 32] {
      let x = (0..<heads * 2 * pairs).map { _ in random.value() }
      let cosines = (0..<pairs).map { _ in random.value() }
      let sines = (0..<pairs).map { _ in random.value() }
      for (pairing, table) in [(RoPE.Pairing.norm, RoPE.normTable), (.neox, RoPE.neoxTable)] {
        func rotated(_ path: Implementation) throws -> [Float] {
          let rotate = try table.function(for: path).rotate
          return try withGuardPage(x) { x in
            try withGuardPage(cosines) { cosines in
              try withGuardPage(sines) { sines in
                rotate(x.baseAddress!, heads, pairs, cosines.baseAddress!, sines.baseAddress!)
                return Array(x)
              }
            }
          }
        }
        let expected = try rotated(.scalar)
        for implementation in RoPE.implementations {
          assertSameBits(try rotated(implementation), expected, "\(implementation), \(pairing), \(pairs) pairs")
        }
      }
    }
  }

  func testShapesAreChecked() throws {
    let table = try RoPE.Table(headDim: 4, base: 10000, positions: 2..<5)
    func assertError(_ expected: String, _ body: () throws -> Void) {
      XCTAssertThrowsError(try body()) { XCTAssertEqual("\($0)", expected) }
    }
    assertError("RoPE.Table: headDim is 5; it must be even and in 2...16777216") {
      _ = try RoPE.Table(headDim: 5, base: 10000, positions: 0..<1)
    }
    assertError("RoPE.Table: base is nan; it must be finite and at least 1") {
      _ = try RoPE.Table(headDim: 4, base: .nan, positions: 0..<1)
    }
    assertError("RoPE.Table: position is -1; it must be in 0..<16777216") {
      _ = try RoPE.Table(headDim: 4, base: 10000, positions: -1..<1)
    }
    assertError("RoPE.apply: length of x is 9, but that of whole tokens of heads * headDim values is 8") {
      _ = try RoPE.rotated(
        [Float](repeating: 0, count: 9), heads: 2, firstPosition: 2, table: table, pairing: .norm)
    }
    assertError("RoPE.apply: length of x is 4, but that of whole tokens of heads * headDim values is 0") {
      _ = try RoPE.rotated([1, 2, 3, 4], heads: .max, firstPosition: 2, table: table, pairing: .norm)
    }
    assertError("RoPE.apply: heads is 0; it must be at least 1") {
      _ = try RoPE.rotated([1], heads: 0, firstPosition: 2, table: table, pairing: .norm)
    }
    assertError(
      "RoPE.apply: position of the first of 2 tokens is 4; it must be such that all are in the table's 2..<5"
    ) {
      _ = try RoPE.rotated([Float](repeating: 0, count: 8), heads: 1, firstPosition: 4, table: table, pairing: .norm)
    }
    assertError(
      "RoPE.apply: position of the first of 1 tokens is 1; it must be such that all are in the table's 2..<5"
    ) {
      _ = try RoPE.rotated([Float](repeating: 0, count: 4), heads: 1, firstPosition: 1, table: table, pairing: .norm)
    }
  }
}
