import Foundation
import XCTest

@testable import Kernels

final class ActivationTests: XCTestCase {
  /// A sample of all floats; Benchmarks' FunctionSweep takes every one.
  func testSiLUIsAccurateAndTheSameOnEveryPath() throws {
    var worst = (ulps: 0.0, x: Float(0))
    var least: Float = 0
    try forEachRunOfSampledFloats { x in
      let y = try Activation.silu(x, implementation: .scalar)
      for implementation in Activation.implementations.dropFirst() {
        assertSameBits(try Activation.silu(x, implementation: implementation), y, "\(implementation)")
      }
      for (x, y) in zip(x, y) {
        if x.isNaN {
          XCTAssertEqual(y.bitPattern, canonicalNaN.bitPattern)
        } else if x < -700 {
          XCTAssertEqual(y.bitPattern, 0x8000_0000)
        } else if x.isInfinite {
          XCTAssertEqual(y, .infinity)
        } else {
          let error = ulps(y, from: Double(x) / (1 + exp(-Double(x))))
          if !(error <= worst.ulps) { worst = (error, x) }
          least = min(least, y)
        }
      }
    }
    XCTAssertLessThan(worst.ulps, 2.404, "at \(worst.x)")
    XCTAssertGreaterThanOrEqual(least, -0.27846456, "the minimum, -0.27846454..., and an ulp")
  }

  func testEdges() throws {
    for implementation in Activation.implementations {
      func silu(_ x: Float) throws -> UInt32 {
        try Activation.silu([x], implementation: implementation)[0].bitPattern
      }
      XCTAssertEqual(try silu(0), 0)
      XCTAssertEqual(try silu(-0.0), 0x8000_0000)
      XCTAssertEqual(try silu(.infinity), Float.infinity.bitPattern)
      XCTAssertEqual(try silu(-.infinity), 0x8000_0000)
      XCTAssertEqual(try silu(.greatestFiniteMagnitude), Float.greatestFiniteMagnitude.bitPattern)
      XCTAssertEqual(try silu(-.greatestFiniteMagnitude), 0x8000_0000)
      XCTAssertEqual(try silu(Float(bitPattern: 0xffff_ffff)), canonicalNaN.bitPattern)
      XCTAssertEqual(try silu(.leastNonzeroMagnitude), 0, "half of the smallest value rounds to even")
      XCTAssertNotEqual(try silu(-90), 0x8000_0000, "x / (1 + e^-x) as written would overflow to -0 here")
    }
  }

  func testSwiGLUIsTheProductOnEveryPath() throws {
    var random = PCG32(seed: 41)
    for family in VectorFamily.allCases {
      for n in trickyLengths {
        let gate = family.vector(n, &random).map { $0 * 20 }
        let up = family.vector(n, &random)
        let expected = zip(try Activation.silu(gate, implementation: .scalar), up).map { ($0 * $1).withCanonicalNaN }
        for implementation in Activation.implementations {
          let y = try withOffset(n % 16, gate) { y in
            try withOffset(n * 3 % 16, up) { up in
              try Activation.swiglu(
                gate: UnsafeBufferPointer(y), up: UnsafeBufferPointer(up), into: y, implementation: implementation)
              return Array(y)
            }
          }
          assertSameBits(y, expected, "\(implementation), \(family), n = \(n)")
        }
      }
    }
  }

  func testGateIsTheOneThroughSiLU() throws {
    XCTAssertEqual(try Activation.swiglu(gate: [100], up: [-2]), [-200])
    XCTAssertEqual(try Activation.swiglu(gate: [-200], up: [2]), [-0.0])
  }

  func testShapesAreChecked() {
    XCTAssertThrowsError(try Activation.swiglu(gate: [1, 2], up: [1])) {
      XCTAssertEqual("\($0)", "Activation.swiglu: length of gate is 2, but length of up is 1")
    }
  }
}
