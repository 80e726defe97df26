import XCTest

@testable import Kernels

/// Which paths this processor is said to have.
final class ImplementationTests: XCTestCase {
  func testThePathsAreThoseOfWhichTheSystemSpeaks() throws {
    #if os(Linux) && arch(x86_64)
      let text = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
      let line = try XCTUnwrap(text.split(separator: "\n").first { $0.hasPrefix("flags") })
      let flags = Set(line.split(separator: " ").map(String.init))
      var expected: [Implementation] = [.scalar]
      if flags.isSuperset(of: ["avx2", "fma", "f16c"]) { expected.append(.avx2) }
      if flags.isSuperset(of: ["avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512dq", "avx512vl"]) {
        expected.append(.avx512)
        if flags.contains("avx512_vnni") { expected.append(.avx512vnni) }
      }
    #elseif arch(arm64)
      let expected: [Implementation] = [.scalar, .neon]
    #else
      let expected: [Implementation] = [.scalar]
    #endif
    XCTAssertEqual(Implementation.available, expected)
  }

  /// A path that is missing from a table gives right results, slowly, and nobody else notices.
  func testEveryOperationHasItsPaths() throws {
    let wide: [Implementation] = [.scalar, .neon, .avx2, .avx512]
    let all = wide + [.avx512vnni]
    let operations: [(name: String, found: [Implementation], expected: [Implementation])] = [
      ("Dot", Dot.implementations, wide), ("MatVec", MatVec.implementations, wide),
      ("Softmax", Softmax.implementations, wide), ("Exponential", Exponential.implementations, wide),
      ("Activation", Activation.implementations, wide), ("GELU", GELU.implementations, [.scalar]),
      ("RMSNorm", RMSNorm.implementations, wide), ("RoPE", RoPE.implementations, wide),
      ("Attention", Attention.implementations, wide), ("Q4K", Q4K.implementations, wide),
      ("Q8K", Q8K.implementations, wide), ("Q8_0", Q8_0.implementations, wide),
    ]
    let products = try BlockFormat.allCases.filter { $0.activationFormat != nil }.map {
      (name: $0.name, found: try XCTUnwrap(FusedProduct.kernel(of: $0)).table.implementations, expected: all)
    }
    for (name, found, expected) in operations + products {
      XCTAssertEqual(found, expected.filter(Implementation.available.contains), name)
    }
  }
}
