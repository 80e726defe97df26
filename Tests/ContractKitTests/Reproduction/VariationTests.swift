import XCTest

@testable import ContractKit

final class VariationTests: XCTestCase {
  private func all(_ architecture: String, _ sets: [String], tools: Bool = true) -> [Variation] {
    Variation.all(architecture: architecture, instructionSets: sets) { _ in tools }
  }

  func testEachKindOfConditionIsVaried() {
    let names = all("x86_64", ["scalar", "avx2"]).map(\.name)
    XCTAssertEqual(Set(names).count, names.count)
    for name in [
      "time-zone", "locale", "folder", "one-core", "openblas-1-thread", "serial", "reversed", "unvaried", "release",
      "scalar", "avx2", "avx512",
    ] { XCTAssertTrue(names.contains(name), name) }
  }

  func testAPathThatTheProcessorLacksIsListedWithTheReason() {
    let known = all("x86_64", ["scalar", "avx2"], tools: false)
    XCTAssertNil(known.first { $0.name == "avx2" }?.obstacle)
    XCTAssertEqual(known.first { $0.name == "avx512" }?.obstacle, "this processor lacks it")
    XCTAssertEqual(known.first { $0.name == "one-core" }?.obstacle, "there is no taskset here")
    XCTAssertTrue(all("aarch64", ["scalar", "neon"]).contains { $0.variant == "neon" })
  }

  func testWhatWasNotRunIsNotReproduced() {
    let key = Ledger.Key(contract: "c-v1", falsifier: "F-1")
    var reproduction = Reproduction(
      variations: Array(all("x86_64", ["scalar"]).prefix(2)),
      falsifiers: [key, .init(contract: "c-v1", falsifier: "F-2")])
    let digest = Digest(of: [])
    reproduction.add([.init(variation: "unvaried", key: key, clauses: [], outcome: .same(digest))])
    XCTAssertEqual(reproduction.judgement, .rejected)
    XCTAssertTrue(reproduction.summary.contains("unvaried: 1 of 2 reproduced, 1 not run"), reproduction.summary)
    XCTAssertTrue(
      reproduction.summary.contains(
        "2 variations, 2 falsifiers: 1 of 4 reproduced byte for byte, 0 differ, 3 could not be compared"),
      reproduction.summary)
    XCTAssertNil(Witness(name: "w", of: reproduction) { _ in digest })
    XCTAssertEqual(Reproduction(variations: [], falsifiers: [key]).judgement, .nothingJudged)
  }
}
