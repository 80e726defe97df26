import Foundation
import XCTest

@testable import Kernels

final class SoftmaxTests: XCTestCase {
  func testEveryVariantHasTheBitsOfTheReference() throws {
    var random = PCG32(seed: 31)
    for family in VectorFamily.allCases {
      for n in trickyLengths.dropFirst() {
        let factor: Float = [1, 30, 100][n % 3]
        let x = family.vector(n, &random).map { $0 * factor }
        let expected = try Softmax.f32(x, implementation: .scalar)
        for implementation in Softmax.implementations {
          let y = try withOffset(n % 16, x) {
            try Softmax.f32(UnsafeBufferPointer($0), into: $0, implementation: implementation)
            return Array($0)
          }
          assertSameBits(y, expected, "\(implementation), \(family), n = \(n)")
        }
      }
    }
  }

  func testErrorBound() throws {
    var random = PCG32(seed: 32)
    for n in [1, 2, 7, 64, 1000, 3584] {
      for factor: Float in [1, 10, 40] {
        let x = VectorFamily.uniform.vector(n, &random).map { $0 * factor }
        let y = try Softmax.f32(x)
        let maximum = Double(x.max()!)
        let e = x.map { exp(Double($0) - maximum) }
        let sum = e.reduce(0, +)
        let average = zip(x, e).reduce(0) { $0 + (maximum - Double($1.0)) * $1.1 } / sum
        for i in 0..<n {
          let terms = (maximum - Double(x[i])) + average + Double((n + 63) / 64 + 12)
          let bound = terms * 0x1p-24 * 1.001 * (e[i] / sum) + 0x1p-149
          let error = (Double(y[i]) - e[i] / sum).magnitude
          XCTAssert(error <= bound, "n = \(n), [\(i)]: \(error) > \(bound)")
        }
      }
    }
  }

  /// FALSIFY-FFN-GGUF-011: the published drift, and that of the tail, which its metric hides.
  func testPublishedDrift() throws {
    let a: [Float] = [-1.5, 0.5, -0.8, 10, 1.2, -0.3, 0.7]
    var b = a
    b[3] += 0.0077
    let (pa, pb) = (try Softmax.f32(a), try Softmax.f32(b))
    let drift = zip(pa, pb).reduce(Float(0)) { $0 + ($1.1 - $1.0).magnitude } / pa.reduce(0, +) * 100
    XCTAssertEqual(drift, 0.000578, accuracy: 0.000012, "two ulps of the largest probability")
    let tail = { (p: [Float]) in p.indices.filter { $0 != 3 }.reduce(Float(0)) { $0 + p[$1] } }
    XCTAssertEqual((tail(pa) - tail(pb)) / tail(pa) * 100, 0.767, accuracy: 0.001)
  }

  func testEdges() throws {
    let inf = Float.infinity
    for implementation in Softmax.implementations {
      func softmax(_ x: [Float]) throws -> [Float] { try Softmax.f32(x, implementation: implementation) }
      XCTAssertEqual(try softmax([3]), [1])
      XCTAssertEqual(try softmax([5, 5, 5, 5]), [0.25, 0.25, 0.25, 0.25])
      assertSameBits(try softmax([-inf, 2, -inf]), [0, 1, 0], "\(implementation)")
      XCTAssertEqual(try softmax([1e30, -1e30, 1e30]), [0.5, 0, 0.5], "large scores need the maximum taken off")
      XCTAssertEqual(try softmax([.greatestFiniteMagnitude, -.greatestFiniteMagnitude]), [1, 0])
      for bad in [[1, .nan, 2], [inf, 1], [-inf], [-inf, -inf], [inf, -inf]] as [[Float]] {
        let nans = [Float](repeating: canonicalNaN, count: bad.count)
        assertSameBits(try softmax(bad), nans, "\(implementation), \(bad)")
      }
    }
  }

  func testShapesAreChecked() {
    XCTAssertThrowsError(try Softmax.f32([])) {
      XCTAssertEqual("\($0)", "Softmax.f32: length of x is 0; it must be at least 1")
    }
    let x = AlignedBuffer<Float>(repeating: 0, count: 2)
    let y = AlignedBuffer<Float>(repeating: 0, count: 3)
    XCTAssertThrowsError(try Softmax.f32(UnsafeBufferPointer(x.span), into: y.span)) {
      XCTAssertEqual("\($0)", "Softmax.f32: length of x is 2, but length of y is 3")
    }
  }
}
