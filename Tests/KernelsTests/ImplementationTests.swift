import Kernels
import XCTest

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
}
