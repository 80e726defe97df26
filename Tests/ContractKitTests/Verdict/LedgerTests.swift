import XCTest

@testable import ContractKit

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
    XCTAssertEqual(ledger.outcome(of: key("misspelt")), .notReached)
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
