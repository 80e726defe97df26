import Foundation
import XCTest

@testable import Kernels

final class GELUTests: XCTestCase {
  /// A sample of all floats, against binary64.
  func testGELUIsAccurateInBothTails() throws {
    var worst = (part: 0.0, x: Float(0))
    try forEachRunOfSampledFloats { x in
      for (x, y) in zip(x, try GELU.tanhForm(x)) where x.isFinite && x > -700 {
        let wide = Double(x)
        let a = -2 * (2 / Double.pi).squareRoot() * (wide + 0.044715 * wide * wide * wide)
        let share = a > 700 ? 1 : exp(a) / (1 + exp(a))
        let exact = a > 700 ? -0.0 : wide / (1 + exp(a))
        let bound = (((6 * min(abs(a), 120) + 2) * share + 3) * 0x1p-24) * abs(exact) + 0x1p-149
        let part = abs(Double(y) - exact) / bound
        if !(part <= worst.part) { worst = (part, x) }
      }
    }
    XCTAssertLessThanOrEqual(worst.part, 1, "at \(worst.x)")
    XCTAssertGreaterThan(worst.part, 0.05, "a bound that nothing comes near says nothing")
  }

  func testEdges() throws {
    func gelu(_ x: Float) throws -> UInt32 { try GELU.tanhForm([x])[0].bitPattern }
    XCTAssertEqual(try gelu(0), 0)
    XCTAssertEqual(try gelu(-0.0), 0x8000_0000)
    XCTAssertEqual(try gelu(.infinity), Float.infinity.bitPattern)
    XCTAssertEqual(try gelu(-.infinity), 0x8000_0000)
    XCTAssertEqual(try gelu(.greatestFiniteMagnitude), Float.greatestFiniteMagnitude.bitPattern)
    XCTAssertEqual(try gelu(-.greatestFiniteMagnitude), 0x8000_0000)
    XCTAssertEqual(try gelu(6), Float(6).bitPattern)
    XCTAssertEqual(try gelu(Float(bitPattern: 0xffff_ffff)), canonicalNaN.bitPattern)
    XCTAssertNotEqual(try gelu(-9), 0x8000_0000, "0.5 x (1 + tanh(u)) is -0 from -5.6 on")
  }

  func testGeGLUIsTheProduct() throws {
    var random = PCG32(seed: 43)
    for family in VectorFamily.allCases {
      for n in trickyLengths {
        let (gate, up) = (family.vector(n, &random).map { $0 * 4 }, family.vector(n, &random))
        assertSameBits(
          try GELU.geglu(gate: gate, up: up),
          zip(try GELU.tanhForm(gate), up).map { ($0 * $1).withCanonicalNaN }, "\(family), \(n)")
      }
    }
  }

  func testRefusesOtherLengths() {
    XCTAssertThrowsError(try GELU.geglu(gate: [1, 2], up: [1])) {
      XCTAssertEqual(
        $0 as? KernelError,
        .shapeMismatch(
          operation: "GELU.geglu", leftName: "length of gate", left: 2, rightName: "length of up", right: 1))
    }
  }
}
