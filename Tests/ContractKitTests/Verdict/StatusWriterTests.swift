import XCTest

import ContractKit

final class StatusWriterTests: XCTestCase {
  /// Reads a contract, pretends that every falsifier derived the given status, and writes it.
  private func rewrite(_ text: String, to status: Status) throws -> String {
    let folder = try TemporaryFolder(self).path
    let path = "\(folder)/c-v1.yaml"
    try Files.replace(path, with: Array(text.utf8))
    let contract = try XCTUnwrap(ContractFile.load(path: path).contract)
    let entries = contract.falsifiers.map {
      Verification.Entry(
        contract: contract, falsifier: $0,
        verdict: Verdict(status: status, reasons: [], checks: [], mutants: []), isWaived: false)
    }
    let rewritten = try XCTUnwrap(StatusWriter.rewrite(Array(text.utf8), .init(path: path, entries: entries)))
    return String(decoding: rewritten, as: UTF8.self)
  }

  private func contract(_ lines: [String], newline: String = "\n") -> String {
    (["metadata: {version: \"1.0.0\", description: \"π ≈ 3\"}", "falsification_tests:"] + lines)
      .joined(separator: newline) + newline
  }

  func testOneValueIsReplacedAndNoOtherByte() throws {
    let before = contract([
      "  # naïve comment", "  - id: FALSIFY-A-001", "    discharge_status:   PENDING   # kept", "    rule: \"…\"",
      "  - {id: FALSIFY-A-002, discharge_status: \"PENDING\", rule: x}",
    ])
    let after = try rewrite(before, to: .discharged)
    XCTAssertEqual(
      after,
      before.replacingOccurrences(of: "  PENDING   #", with: "  DISCHARGED   #")
        .replacingOccurrences(of: "\"PENDING\"", with: "DISCHARGED"))
  }

  func testAMissingStatusIsInsertedAfterTheIdLine() throws {
    for newline in ["\n", "\r\n"] {
      let before = contract(["  - id: FALSIFY-A-001 # first", "    rule: r"], newline: newline)
      let after = try rewrite(before, to: .pending)
      let line = "    discharge_status: PENDING" + newline
      XCTAssertEqual(after, before.replacingOccurrences(of: "# first\(newline)", with: "# first\(newline)\(line)"))
    }
  }

  func testAFalsifierInFlowStyleStaysReadable() throws {
    let before = contract(["  - {id: FALSIFY-A-001,", "     rule: r}"])
    XCTAssertEqual(
      try rewrite(before, to: .pending), before.replacingOccurrences(of: "{id", with: "{discharge_status: PENDING, id"))
  }

  func testNothingIsWrittenWhereNothingDiffers() throws {
    let before = contract(["  - id: FALSIFY-A-001", "    discharge_status: FALSIFIED"])
    XCTAssertEqual(try rewrite(before, to: .falsified), before)
  }
}
