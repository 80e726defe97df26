import XCTest

@testable import Kernels

final class DotTests: XCTestCase {
  func testEveryVariantHasTheBitsOfTheReference() throws {
    var random = PCG32(seed: 1)
    for family in VectorFamily.allCases {
      for n in trickyLengths {
        let a = family.vector(n, &random)
        let b = VectorFamily.allCases[n % 7 == 0 ? random.below(7) : 0].vector(n, &random)
        try assertVariantsAgree(a, b, n % 16, n * 7 % 16, "\(family), n = \(n)")
        try assertVariantsAgree(a, a, n * 5 % 16, 0, "\(family) squared, n = \(n)")
      }
    }
  }

  func testEveryOffsetWithinALine() throws {
    var random = PCG32(seed: 2)
    for n in [1, 15, 63, 64, 65, 130, 257] {
      let a = VectorFamily.wide.vector(n, &random)
      let b = VectorFamily.wide.vector(n, &random)
      for left in 0..<16 {
        for right in 0..<16 { try assertVariantsAgree(a, b, left, right, "n = \(n), offsets \(left), \(right)") }
      }
    }
  }

  /// The order, written down a second time and in another way.
  func testReferenceIsTheStatedOrder() throws {
    var random = PCG32(seed: 3)
    for n in [1, 64, 100, 1000] {
      let a = VectorFamily.wide.vector(n, &random)
      let b = VectorFamily.wide.vector(n, &random)
      let lanes = (0..<64).map { k in
        stride(from: k, to: n, by: 64).reduce(Float(0)) { ($0).addingProduct(a[$1], b[$1]) }
      }
      func tree(_ v: [Float]) -> Float {
        v.count == 1 ? v[0] : tree((0..<v.count / 2).map { v[$0] + v[$0 + v.count / 2] })
      }
      XCTAssertEqual(try Dot.f32(a, b, implementation: .scalar).bitPattern, tree(lanes).bitPattern)
    }
  }

  func testPublishedInput006() throws {
    let f = { (i: Int) in Float(i) }
    let a = (0..<128).map { (i: Int) -> Float in (f(i) - 64) * 0.1 + f(i % 7) * 0.013 }
    let b = (0..<128).map { (i: Int) -> Float in (f(i) * 0.7 - 50) * 0.05 + f(i % 11) * 0.011 }
    XCTAssertEqual(hex(a[0]), "0xc0cccccd")
    XCTAssertEqual(hex(a[127]), "0x40ca0419")
    XCTAssertEqual(hex(b[127]), "0x4000b43a")
    XCTAssertEqual(hex(try Dot.sequential(a, b)), "0x44191e70")
    XCTAssertEqual(hex(try Dot.lane8(a, b)), "0x44191e70")
    // So does the order of 64 lanes, by the same luck: the correctly rounded sum is 0x44191e71.
    for implementation in Dot.implementations {
      XCTAssertEqual(hex(try Dot.f32(a, b, implementation: implementation)), "0x44191e70")
    }
  }

  func testSequentialAndLane8OftenDiffer() throws {
    var random = PCG32(seed: 4)
    let equal = try (0..<200).filter { _ in
      let a = VectorFamily.uniform.vector(128, &random)
      let b = VectorFamily.uniform.vector(128, &random)
      return try Dot.sequential(a, b) == Dot.lane8(a, b)
    }.count
    XCTAssert((5...80).contains(equal), "\(equal) of 200 agree; about one in eight is expected")
  }

  func testTailOfLane8IsUnfused() throws {
    // 2^-24 (1 + 2^-23) is exact in the product, but not kept when the product is rounded first.
    let x: Float = 1 + 0x1p-12
    XCTAssertEqual(try Dot.lane8([1, x], [-1, x]), (x * x) - 1)
    XCTAssertNotEqual(try Dot.lane8([1, x], [-1, x]), Float(-1).addingProduct(x, x))
  }

  func testErrorBound() throws {
    var random = PCG32(seed: 5)
    for family in [VectorFamily.uniform, .wide, .canceling, .subnormal] {
      for n in [1, 7, 64, 65, 1000, 3584] {
        let a = family.vector(n, &random)
        let b = VectorFamily.uniform.vector(n, &random)
        // Products of two floats are exact in binary64; its own sum is 2^29 times finer than the bound.
        let products = zip(a, b).map { Double($0) * Double($1) }
        let exact = products.reduce(0, +)
        let mu = Double((n + 63) / 64 + 6) * 0x1p-24
        let bound = mu / (1 - mu) * products.reduce(0) { $0 + $1.magnitude } + Double(n) * 0x1p-149
        let error = (Double(try Dot.f32(a, b)) - exact).magnitude
        XCTAssert(error <= bound, "\(family), n = \(n): \(error) > \(bound)")
      }
    }
  }

  func testEdges() throws {
    for implementation in Dot.implementations {
      func dot(_ a: [Float], _ b: [Float]) throws -> Float { try Dot.f32(a, b, implementation: implementation) }
      XCTAssertEqual(try dot([], []).bitPattern, 0)
      XCTAssertEqual(try dot([-0.0], [0]).bitPattern, 0, "fma(-0, 0, +0) is +0")
      XCTAssertEqual(try dot([.infinity], [0]).bitPattern, canonicalNaN.bitPattern)
      XCTAssertEqual(try dot([.infinity, 1], [1, -.infinity]).bitPattern, canonicalNaN.bitPattern)
      XCTAssertEqual(try dot([Float(bitPattern: 0xffc1_2345)], [1]).bitPattern, canonicalNaN.bitPattern)
      XCTAssertEqual(try dot([.infinity], [2]), .infinity)
      XCTAssertEqual(try dot([.leastNonzeroMagnitude], [1]), .leastNonzeroMagnitude)
      // Every lane underflows to -0, and a tail must leave the others alone.
      let tiny = [Float](repeating: 1e-30, count: 65)
      XCTAssertEqual(try dot([Float](repeating: -1e-30, count: 65), tiny).bitPattern, 0x8000_0000)
    }
  }

  func testShapesAreChecked() {
    for call in [{ try Dot.f32($0, $1) }, { try Dot.sequential($0, $1) }, { try Dot.lane8($0, $1) }]
      as [([Float], [Float]) throws -> Float]
    {
      XCTAssertThrowsError(try call([1, 2], [1])) { error in
        guard case KernelError.shapeMismatch(_, _, 2, _, 1) = error else { return XCTFail("\(error)") }
      }
    }
  }

  func testVectorsWithoutMemoryHaveASumOnEachPath() throws {
    let nothing = UnsafeBufferPointer<Float>(start: nil, count: 0)
    for implementation in Implementation.available {
      XCTAssertEqual(try Dot.f32(nothing, nothing, implementation: implementation).bitPattern, 0)
    }
  }

  func testAnUnavailablePathIsRefused() {
    let nothing = UnsafeBufferPointer<Float>(start: nil, count: 0)
    for implementation in Implementation.allCases where !implementation.isAvailable {
      for call in [
        { try Dot.f32([1], [1], implementation: implementation) },
        { try Dot.f32(nothing, nothing, implementation: implementation) },
      ] {
        XCTAssertThrowsError(try call()) { XCTAssertEqual($0 as? KernelError, .unavailable(implementation)) }
      }
    }
  }

  private func assertVariantsAgree(
    _ a: [Float], _ b: [Float], _ left: Int, _ right: Int, _ context: String
  ) throws {
    try withOffset(left, a) { a in
      try withOffset(right, b) { b in
        let a = UnsafeBufferPointer(a)
        let b = UnsafeBufferPointer(b)
        let expected = try Dot.f32(a, b, implementation: .scalar)
        for implementation in Dot.implementations {
          let result = try Dot.f32(a, b, implementation: implementation)
          assertSameBits([result], [expected], "\(implementation), \(context)")
        }
      }
    }
  }
}
