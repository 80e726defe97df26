import XCTest

@testable import Conformance

/// What wrong results look like, seen from calls of a dot product.
final class DiagnosisTests: XCTestCase {
  private func diagnosis(onlyFresh: Bool = false, _ kernel: (Int, [Float], [Float]) -> Float) throws -> String? {
    var observations = Observations()
    for index in 0..<40 {
      let n = 8 + index % 8
      let a = (0..<n).map { Float(($0 * 7 + index * 3) % 19) * 0.1 - 0.37 }
      let b = (0..<n).map { Float(($0 * 5 + index) % 13) * 0.3 - 1.91 }
      try observations.add(.dot(a, b), [.f32([kernel(index, a, b)])])
    }
    return Diagnosis.of(observations, onlyFresh: onlyFresh)
  }

  private static func exact(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  func testRightResultsAreNothing() throws {
    XCTAssertNil(try diagnosis { try! Call.dot($1, $2).computedHere()[0].floats[0] })
  }

  func testZeros() throws {
    XCTAssertEqual(try diagnosis { _, _, _ in 0 }, "zeros, whatever the input")
  }

  func testConstant() throws {
    XCTAssertEqual(try diagnosis { _, _, _ in 2.5 }, "a constant, 2.5, whatever the input")
  }

  func testOneShape() throws {
    XCTAssertEqual(
      try diagnosis { Self.exact(Array($1.prefix(9)), Array($2.prefix(9))) + ($1.count < 9 ? 1 : 0) },
      "right for the shape (n: 9) alone, of 8: it is built in")
  }

  func testKeptResults() throws {
    var kept: [Int: Float] = [:]
    let text = try diagnosis { _, a, b in
      let result = kept[a.count] ?? Self.exact(a, b)
      kept[a.count] = result
      return result
    }
    XCTAssertEqual(text?.hasPrefix("the result of an earlier call of the same shape"), true, text ?? "nil")
  }

  func testATable() throws {
    let text = try diagnosis(onlyFresh: true) { index, a, b in index % 2 == 0 ? Self.exact(a, b) : Float(index) }
    XCTAssertEqual(text?.hasPrefix("right for the contract's own cases and wrong for fresh ones"), true, text ?? "nil")
  }

  func testBinary16() throws {
    let text = try diagnosis { Float(Self.half(Self.exact($1, $2))) }
    XCTAssertEqual(text, "every result is a binary16 number: results are rounded to it")
  }

  func testBfloat16() throws {
    let text = try diagnosis { Float(bitPattern: (Self.exact($1, $2).bitPattern &+ 0x8000) & 0xffff_0000) }
    XCTAssertEqual(text, "every result is a bfloat16 number: results are rounded to it")
  }

  /// Rounded to 11 significant bits.
  private static func half(_ value: Float) -> Float { Float(bitPattern: (value.bitPattern &+ 0x1000) & 0xffff_e000) }
}
