import Foundation
import XCTest

@testable import Kernels

final class ExponentialTests: XCTestCase {
  /// A sample of all floats; Benchmarks' FunctionSweep takes every one.
  func testIsFaithfulAndTheSameOnEveryPath() throws {
    var worst = (ulps: 0.0, x: Float(0))
    var worstSubnormal = 0.0
    try forEachRunOfSampledFloats { x in
      let y = try Exponential.f32(x, implementation: .scalar)
      for implementation in Exponential.implementations.dropFirst() {
        assertSameBits(try Exponential.f32(x, implementation: implementation), y, "\(implementation)")
      }
      for (x, y) in zip(x, y) {
        if x.isNaN {
          XCTAssertEqual(y.bitPattern, canonicalNaN.bitPattern)
        } else if x > 88.722839 || x < -104 {
          XCTAssertEqual(y.bitPattern, x > 0 ? Float.infinity.bitPattern : 0)
        } else {
          let exact = exp(Double(x))
          let error = ulps(y, from: exact)
          if exact < 0x1p-126 {
            worstSubnormal = max(worstSubnormal, error)
          } else if !(error <= worst.ulps) {
            worst = (error, x)
          }
        }
      }
    }
    XCTAssertLessThan(worst.ulps, 0.94, "at \(worst.x)")
    XCTAssertLessThan(worstSubnormal, 0.748)
  }

  func testEdges() throws {
    for implementation in Exponential.implementations {
      func value(_ x: Float) throws -> Float { try Exponential.f32([x], implementation: implementation)[0] }
      XCTAssertEqual(try value(0), 1)
      XCTAssertEqual(try value(-0.0), 1)
      XCTAssertEqual(try value(.leastNonzeroMagnitude), 1)
      XCTAssertEqual(try value(.infinity), .infinity)
      XCTAssertEqual(try value(-.infinity).bitPattern, 0)
      XCTAssert(try value(0x1.62e42ep6).isFinite)
      XCTAssertEqual(try value(Float(0x1.62e42ep6).nextUp), .infinity)
      XCTAssertEqual(try value(-103.97207), .leastNonzeroMagnitude)
      XCTAssertEqual(try value(-103.97209).bitPattern, 0)
      XCTAssertEqual(try value(Float(bitPattern: 0xff80_0001)).bitPattern, canonicalNaN.bitPattern)
    }
  }

  func testLengthsOffsetsAndInPlace() throws {
    var random = PCG32(seed: 21)
    for n in 0...70 {
      let x = VectorFamily.adversarial.vector(n, &random).map { $0 * 50 }
      let expected = try Exponential.f32(x, implementation: .scalar)
      for implementation in Exponential.implementations {
        let y = try withOffset(n % 16, x) {
          try Exponential.f32(UnsafeBufferPointer($0), into: $0, implementation: implementation)
          return Array($0)
        }
        assertSameBits(y, expected, "\(implementation), n = \(n)")
      }
    }
  }

  func testLengthsThatDifferAreRefused() {
    let x = AlignedBuffer<Float>(repeating: 0, count: 2)
    let y = AlignedBuffer<Float>(repeating: 0, count: 3)
    XCTAssertThrowsError(try Exponential.f32(UnsafeBufferPointer(x.span), into: y.span)) {
      XCTAssertEqual("\($0)", "Exponential.f32: length of x is 2, but length of y is 3")
    }
  }
}
