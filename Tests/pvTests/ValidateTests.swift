import Foundation
import XCTest

final class ValidateTests: XCTestCase {
  func testAGoodProjectIsAcceptedFromAnySubfolder() throws {
    let project = try ProjectFolder(self)
    for folder in ["", "/Sources/Kernels", "/contracts"] {
      let pv = try PVProcess("validate", in: project.path + folder)
      XCTAssertEqual(pv.exitCode, 0, pv.standardOutput + pv.standardError)
      XCTAssertEqual(
        pv.standardOutput, "accepted: 1 contract (1 readable), 2 clauses, 1 falsifier: 0 errors, 0 warnings\n")
    }
  }

  func testAFaultIsShownWithItsPlaceAndItsRemedy() throws {
    let project = try ProjectFolder(self)
    try project.edit("contracts/softmax-v1.yaml", "softmax/sums_to_one]", "softmax/sum_to_one]")
    let pv = try PVProcess("validate", "contracts/softmax-v1.yaml", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertEqual(
      pv.standardOutput,
      """
      contracts/softmax-v1.yaml:19:25: error: `softmax` has no invariant `sum_to_one` [binds-to-unresolved]
         19 |     binds_to: [softmax, softmax/sum_to_one]
            |                         ^~~~~~~~~~~~~~~~~~
        help: did you mean `softmax/sums_to_one`?

      rejected: 1 contract (1 readable), 2 clauses, 1 falsifier: 1 error, 0 warnings

      """)
  }

  func testManyPathsAndNoneHidden() throws {
    let project = try ProjectFolder(self)
    try project.write("contracts/a.yaml", "a: [")
    let pv = try PVProcess(
      "validate", "contracts/softmax-v1.yaml", "contracts/a.yaml", "missing.yaml", "--format", "concise",
      in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("missing.yaml: error:"), pv.standardOutput)
    XCTAssertTrue(pv.standardOutput.contains("contracts/a.yaml:1:5: error:"), pv.standardOutput)
    XCTAssertTrue(pv.standardOutput.contains("2 contracts (1 readable)"), pv.standardOutput)
  }

  func testStandardInput() throws {
    let project = try ProjectFolder(self)
    let good = try PVProcess("validate", "-", in: project.path, input: ProjectFolder.contract)
    XCTAssertEqual(good.exitCode, 0, good.standardOutput)
    let bad = try PVProcess(
      "validate", "-", "--stdin-path", "contracts/x.yaml", "--format", "concise", in: project.path, input: "a: [")
    XCTAssertEqual(bad.exitCode, 1)
    XCTAssertTrue(bad.standardOutput.hasPrefix("contracts/x.yaml:1:5: error:"), bad.standardOutput)
  }

  func testExitCodes() throws {
    let project = try ProjectFolder(self)
    XCTAssertEqual(try PVProcess("validate", "missing", in: project.path).exitCode, 2)
    XCTAssertEqual(try PVProcess("validate", "Sources", in: project.path).exitCode, 2)
    XCTAssertEqual(try PVProcess("validate", in: "/").exitCode, 2)
    XCTAssertEqual(try PVProcess("validate", "--color", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("validate", "--as-of", "yesterday", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("explain", "no-such-rule", in: project.path).exitCode, 64)
  }

  func testStrictRejectsWarnings() throws {
    let project = try ProjectFolder(self)
    try project.edit("contracts/softmax-v1.yaml", "at_most: 1.0e-6", "at_least: 1.0e-6")
    XCTAssertEqual(try PVProcess("validate", in: project.path).exitCode, 0)
    XCTAssertEqual(try PVProcess("validate", "--strict", in: project.path).exitCode, 1)
  }

  func testQuietSaysNothingWhereNothingIsWrong() throws {
    let project = try ProjectFolder(self)
    XCTAssertEqual(try PVProcess("validate", "--quiet", in: project.path).standardOutput, "")
    XCTAssertNotEqual(try PVProcess("validate", "--quiet", "missing", in: project.path).standardOutput, "")
  }

  func testJSON() throws {
    let project = try ProjectFolder(self)
    try project.edit("contracts/softmax-v1.yaml", "formula", "fromula")
    let pv = try PVProcess("validate", "--format", "json", in: project.path)
    XCTAssertEqual(pv.exitCode, 1)
    let object = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(pv.standardOutput.utf8)) as? [String: Any])
    let findings = try XCTUnwrap(object["findings"] as? [[String: Any]])
    // A misspelled key is one finding; that the right one is missing is not said as well.
    XCTAssertEqual(findings.compactMap { $0["rule"] as? String }, ["near-miss-key"])
    XCTAssertEqual((object["summary"] as? [String: Int])?["errors"], 1)
  }

  func testColorFollowsTheEnvironment() throws {
    let project = try ProjectFolder(self)
    func colored(_ environment: [String: String]) throws -> Bool {
      try PVProcess("validate", in: project.path, environment: environment).standardOutput.contains("\u{1B}[")
    }
    XCTAssertFalse(try colored([:]))
    XCTAssertTrue(try colored(["CLICOLOR_FORCE": "1"]))
    XCTAssertFalse(try colored(["CLICOLOR_FORCE": "1", "NO_COLOR": "1"]))
  }

  func testRulesAndExplain() throws {
    let rules = try PVProcess("rules")
    XCTAssertEqual(rules.exitCode, 0)
    XCTAssertTrue(rules.standardOutput.contains("binds-to-unresolved"))
    XCTAssertNotNil(try JSONSerialization.jsonObject(with: Data(PVProcess("rules", "--json").standardOutput.utf8)))
    let explanation = try PVProcess("explain", "binds-to-unresolved")
    XCTAssertEqual(explanation.exitCode, 0)
    XCTAssertTrue(explanation.standardOutput.contains("Found in:"), explanation.standardOutput)
    let unknown = try PVProcess("explain", "binds-to-unresolve")
    XCTAssertTrue(unknown.standardError.contains("did you mean `binds-to-unresolved`?"), unknown.standardError)
    let part = try PVProcess("explain", "near-miss").standardError
    XCTAssertTrue(part.contains("did you mean `near-miss-key`?"), part)
  }

  func testAMisspelledCommandIsNamed() throws {
    let misspelled = try PVProcess("valdiate", "contracts")
    XCTAssertEqual(misspelled.exitCode, 64)
    XCTAssertEqual(misspelled.standardError, "pv: there is no command `valdiate`; did you mean `validate`?\n")
    XCTAssertEqual(try PVProcess("help", "validate").exitCode, 0)
  }

  func testHelpExplainsItself() throws {
    let help = try PVProcess("--help")
    XCTAssertEqual(help.exitCode, 0)
    for word in ["validate", "rules", "explain", "Exit codes"] {
      XCTAssertTrue(help.standardOutput.contains(word), word)
    }
  }
}
