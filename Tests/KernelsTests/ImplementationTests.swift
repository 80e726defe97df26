import CKernels
import Foundation
import XCTest

@testable import Kernels

/// Which paths this processor is said to have, and which of them runs where one is named.
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

  /// All paths give the same bits, so that a table that runs another one than was named gives right results, too.
  func testATableRunsThePathThatIsNamedOrTheNearestBelow() throws {
    func table(_ paths: some Sequence<Implementation>) -> ImplementationTable<Implementation> {
      ImplementationTable(scalar: .scalar, paths.filter { $0 != .scalar }.map { ($0, $0) })
    }
    let available = Implementation.available
    for (index, path) in available.enumerated() {
      XCTAssertEqual(try table(Implementation.allCases).function(for: path), path)
      XCTAssertEqual(try table(available[..<index]).function(for: path), index == 0 ? .scalar : available[index - 1])
      XCTAssertEqual(try table(available[(index + 1)...]).function(for: path), .scalar)
    }
    for path in Implementation.allCases where !available.contains(path) {
      XCTAssertThrowsError(try table(Implementation.allCases).function(for: path)) {
        XCTAssertEqual($0 as? KernelError, .unavailable(path))
      }
    }
  }

  /// The first use chooses, and later ones read a number that it kept.
  func testThePathThatTheEnvironmentNamesIsKept() {
    let (name, kept) = (Implementation.environmentVariable, ck_kept_path_load())
    let value = ProcessInfo.processInfo.environment[name]
    defer {
      if let value { setenv(name, value, 1) } else { unsetenv(name) }
      ck_kept_path_store(kept)
    }
    for path in Implementation.available {
      setenv(name, path.rawValue, 1)
      ck_kept_path_store(-1)
      for use in ["first", "second"] { XCTAssertEqual(Implementation.preferred, path, "\(use) use") }
    }
  }

  /// What is kept is the place of a path among all, also of one that this processor lacks.
  func testAKeptNumberNamesItsPath() {
    let kept = ck_kept_path_load()
    defer { ck_kept_path_store(kept) }
    for (number, path) in Implementation.allCases.enumerated() {
      ck_kept_path_store(Int32(number))
      XCTAssertEqual(Implementation.preferred, path)
    }
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
