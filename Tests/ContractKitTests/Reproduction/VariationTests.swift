import XCTest

import ContractKit

final class VariationTests: XCTestCase {
  private let declared = [
    ProjectVariation(name: "scalar", environment: ["PATH_OF_KERNELS": "scalar"], forces: "scalar"),
    ProjectVariation(
      name: "wide", summary: "eight at a time", environment: ["PATH_OF_KERNELS": "wide"], forces: "wide",
      architectures: ["x86_64"], needs: ["avx2", "AVX512_VNNI"]),
    ProjectVariation(name: "other-arm", forces: "neon", architectures: ["aarch64", "arm64"]),
  ]

  private func all(_ architecture: String, _ features: String, tools: Bool = true) -> [Variation] {
    Variation.all(declared, architecture: architecture, features: Host.features(in: features)) { _ in tools }
  }

  func testEachKindOfConditionIsVaried() {
    let names = all("x86_64", "flags: fpu").map(\.name)
    XCTAssertEqual(Set(names).count, names.count)
    for name in [
      "time-zone", "locale", "folder", "one-core", "serial", "reversed", "unvaried", "release", "scalar", "wide",
    ] {
      XCTAssertTrue(names.contains(name), name)
    }
    XCTAssertFalse(names.contains("other-arm"))
    XCTAssertTrue(all("aarch64", "").contains { $0.variant == "neon" })
  }

  func testAPathThatTheProcessorLacksIsListedWithTheReason() {
    let known = all("x86_64", "flags : fpu avx2", tools: false)
    XCTAssertNil(known.first { $0.name == "scalar" }?.obstacle)
    XCTAssertEqual(known.first { $0.name == "scalar" }?.summary, "PATH_OF_KERNELS=scalar")
    XCTAssertEqual(known.first { $0.name == "wide" }?.obstacle, "this processor lacks AVX512_VNNI")
    XCTAssertNil(all("x86_64", "flags : avx512vnni AVX2").first { $0.name == "wide" }?.obstacle)
    XCTAssertEqual(known.first { $0.name == "one-core" }?.obstacle, "there is no taskset here")
  }

  /// The paths that this repository's pv.yaml names are those of the kernels' dispatch, with its conditions.
  func testThePathsOfThisRepository() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let file = ProjectFile.load(path: "\(root)/pv.yaml")
    XCTAssertEqual(file.diagnostics.map(\.message), [])
    let variations = file.settings.variations
    func paths(_ text: String, _ architecture: String = "x86_64") -> [String] {
      variations.forced(architecture: architecture, features: Host.features(in: text))
    }
    XCTAssertEqual(paths("flags : fpu sse2"), ["scalar"])
    XCTAssertEqual(paths("flags : avx2"), ["scalar"])
    XCTAssertEqual(paths("flags : fma avx2"), ["scalar", "avx2"])
    XCTAssertEqual(paths("flags : fma avx2 avx512f avx512bw avx512dq avx512vl"), ["scalar", "avx2", "avx512"])
    XCTAssertEqual(
      paths("flags : fma avx2 avx512f avx512bw avx512dq avx512vl avx512_vnni"),
      ["scalar", "avx2", "avx512", "avx512vnni"])
    XCTAssertEqual(paths("FMA AVX2 avx512f avx512_vnni"), ["scalar", "avx2"])
    XCTAssertEqual(paths("", "arm64"), ["scalar", "neon"])
  }

  func testWhatWasNotRunIsNotReproduced() {
    let key = Ledger.Key(contract: "c-v1", falsifier: "F-1")
    var reproduction = Reproduction(
      variations: Array(all("x86_64", "").prefix(2)),
      falsifiers: [key, .init(contract: "c-v1", falsifier: "F-2")])
    let digest = Digest(of: [])
    reproduction.add([.init(variation: "unvaried", key: key, clauses: [], outcome: .same(digest))])
    XCTAssertEqual(reproduction.judgment, .rejected)
    let summary = reproduction.table.summary
    XCTAssertTrue(summary.contains("unvaried: 1 of 2 reproduced, 1 not run"), summary)
    XCTAssertTrue(
      summary.contains(
        "2 variations, 2 falsifiers: 1 of 4 reproduced byte for byte, 0 differ, 3 could not be compared"),
      summary)
    XCTAssertNil(Witness(name: "w", of: reproduction, features: []) { _ in digest })
    XCTAssertEqual(Reproduction(variations: [], falsifiers: [key]).judgment, .nothingJudged)
  }
}
