import XCTest

import ContractKit

final class LedgerTests: XCTestCase {
  private var folder = ""
  private var path: String { "\(folder)/ledger.jsonl" }

  override func setUpWithError() throws { folder = try TemporaryFolder(self).path }

  private func key(_ id: String) -> Ledger.Key { Ledger.Key(contract: "c", falsifier: id) }

  func testFourWaysNotToFinish() throws {
    let digest = Digest(of: [])
    for id in ["done", "skipped", "aborted", "crashed", "never"] {
      try Ledger.record(.demanded, for: key(id), in: path)
    }
    for id in ["done", "skipped", "aborted", "crashed"] { try Ledger.record(.started, for: key(id), in: path) }
    let sourceKey = Digest(of: [1])
    try Ledger.record(.fresh(digest, key: sourceKey), for: key("fresh"), in: path)
    try Ledger.record(.finished(digest, key: sourceKey), for: key("done"), in: path)
    try Ledger.record(.skipped(reason: "no \"device\"\n"), for: key("skipped"), in: path)
    try Ledger.record(.aborted(reason: "threw"), for: key("aborted"), in: path)
    let ledger = try Ledger(path: path)
    XCTAssertEqual(ledger.outcome(of: key("done")), .finished(digest, key: sourceKey))
    XCTAssertEqual(ledger.outcome(of: key("fresh")), .fresh(digest, key: sourceKey))
    XCTAssertEqual(ledger.outcome(of: key("skipped")), .skipped(reason: "no \"device\"\n"))
    XCTAssertEqual(ledger.outcome(of: key("aborted")), .aborted(reason: "threw"))
    XCTAssertEqual(ledger.outcome(of: key("crashed")), .crashed)
    XCTAssertEqual(ledger.outcome(of: key("never")), .notReached)
    XCTAssertEqual(ledger.outcome(of: key("misspelled")), .notReached)
  }

  func testWhatWasNotAskedForIsAnOutcomeOfItsOwn() throws {
    try Ledger.record(.unasked, for: key("live"), in: path)
    XCTAssertEqual(try Ledger(path: path).outcome(of: key("live")), .unasked)
    // Whatever was heard of it afterwards counts.
    try Ledger.record(.started, for: key("live"), in: path)
    XCTAssertEqual(try Ledger(path: path).outcome(of: key("live")), .crashed)
  }

  func testDemandedAreThoseOnWeightsThatAreAskedForByName() {
    func need(_ name: String) -> Falsifier.Need {
      .init(kind: .weights, name: Fixture.located(name), sha256: Fixture.located(Digest(of: []).description))
    }
    let checks = [Fixture.check("max_abs_error", atMost: "1")]
    func demanded(_ needs: [Falsifier.Need], _ live: String?, status: String? = nil) -> (Int, Int) {
      let falsifier = Fixture.falsifier(checks: checks, needs: needs, status: status)
      let contracts = [Fixture.contract(domain: "", falsifier: falsifier)]
      let request = LiveRequest(live)
      return (
        Ledger.demanded(by: contracts, live: request).count, Ledger.unasked(by: contracts, live: request).count
      )
    }
    XCTAssertTrue(demanded([], nil) == (1, 0))
    XCTAssertTrue(demanded([], nil, status: "BLOCKED") == (0, 0))
    XCTAssertTrue(demanded([need("a")], nil) == (0, 1))
    XCTAssertTrue(demanded([need("a")], "") == (0, 1))
    XCTAssertTrue(demanded([need("a")], "b") == (0, 1))
    XCTAssertTrue(demanded([need("a")], "b, a") == (1, 0))
    XCTAssertTrue(demanded([need("a"), need("b")], "a") == (0, 1), "one of two is not enough")
    XCTAssertTrue(demanded([need("a")], "a", status: "BLOCKED") == (1, 0), "by its name, what is blocked is tried")
    let contracts = [Fixture.contract(domain: "", falsifier: Fixture.falsifier(checks: checks, needs: [need("a")]))]
    XCTAssertEqual(LiveRequest("1,a").unknown(to: contracts), ["1"])
    XCTAssertEqual(LiveRequest.known(to: contracts), ["a"])
  }

  func testTheCommandOfALiveFalsifierGetsItsWeightsAndAsksForThem() {
    let checks = [Fixture.check("max_abs_error", atMost: "1")]
    let plain = "swift test --filter Falsifiers.FalsifyDot/testFalsifyDOT001"
    XCTAssertEqual(Fixture.falsifier(checks: checks).command, plain)
    let need = Falsifier.Need(
      kind: .weights, name: Fixture.located("tiny"), sha256: nil, get: Fixture.located("scripts/weights tiny"))
    XCTAssertEqual(
      Fixture.falsifier(checks: checks, needs: [need]).command, "scripts/weights tiny && PV_LIVE=tiny \(plain)")
  }

  func testALineTornAtTheEndSaysNothingAndOneTornWithinIsAnErrorWithItsNumber() throws {
    try Ledger.record(.started, for: key("a"), in: path)
    try Files.append(Array("{\"event\": \"fini".utf8), to: path)
    XCTAssertEqual(try Ledger(path: path).outcome(of: key("a")), .crashed)
    try Files.append(Array("\n".utf8), to: path)
    XCTAssertThrowsError(try Ledger(path: path)) { XCTAssertTrue("\($0)".hasPrefix("2:"), "\($0)") }
  }

  func testLinesOfParallelWritersDoNotMix() throws {
    let path = path
    DispatchQueue.concurrentPerform(iterations: 200) { index in
      try? Ledger.record(.started, for: Ledger.Key(contract: "c", falsifier: "F\(index)"), in: path)
    }
    XCTAssertEqual(try Ledger(path: path).keys.count, 200)
  }
}
