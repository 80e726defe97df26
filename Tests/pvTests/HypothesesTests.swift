import ContractKit
import XCTest

/// `pv hypotheses`, and what `pv verify` makes of hypotheses and gates.
final class HypothesesTests: XCTestCase {
  private static let file = "investigations/doubling.yaml"

  private static let investigation = """
    question: Why is the double wrong?
    hypotheses:
      - id: H-ROUNDED
        statement: "it is rounded"
        opened: 2026-05-06
        predicts:
          - {falsifier: FALSIFY-SCALE-001, check: max_abs_error, outcome: fails}
      - id: H-TRIPLED
        statement: "it is tripled"
        opened: 2026-05-07
        predicts:
          - {falsifier: FALSIFY-SCALE-001, check: max_abs_error, mutant: tripled, outcome: fails}
          - {falsifier: FALSIFY-SCALE-002, check: one.bits, outcome: passes}

    """

  private func project() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.folder.write(Self.file, Self.investigation)
    return project
  }

  func testTheTreeSaysWhatDecidedEach() throws {
    let project = try project()
    let shown = try project.pv("hypotheses")
    XCTAssertEqual(shown.exitCode, 0, shown.standardError)
    XCTAssertEqual(
      shown.standardOutput,
      """
      Why is the double wrong? (2 hypotheses: 1 falsified, 1 survives)
        H-ROUNDED: falsified (opened 2026-05-06)
            it is rounded
            contradicted: predicted: FALSIFY-SCALE-001 max_abs_error fails; it passes: 1e-7, must be ≤ 1.0e-6
        H-TRIPLED: survives (opened 2026-05-07)
            it is tripled
            held: FALSIFY-SCALE-001 max_abs_error (mutant tripled) fails: 1, must be ≤ 1.0e-6
            held: FALSIFY-SCALE-002 one.bits passes: 0x40000000, must be = 0x40000000
        next: nothing is open: H-TRIPLED stands

      """)
    let json = try JSON(reading: Array(try project.pv("hypotheses", "--format", "json").standardOutput.utf8))
    let hypotheses = try XCTUnwrap(json["questions"]?.array?.first?["hypotheses"]?.array)
    XCTAssertEqual(hypotheses.map { $0["state"]?.string }, ["falsified", "survives"])
    XCTAssertEqual(hypotheses[0]["predictions"]?.array?.first?["result"]?.string, "contradicted")
    XCTAssertEqual(hypotheses[0]["line"]?.integer, 3)
  }

  func testTheNextStepStandsInTheShipSpecification() throws {
    let project = try project()
    try project.folder.write(
      Self.file,
      Self.investigation + "      - {statement: \"<!-- pv:status:end --> is seen\", unbound: \"nobody looks\"}\n")
    try project.folder.write("ship-spec.md", "# Spec\n\n<!-- pv:status:begin -->\n<!-- pv:status:end -->\n")
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    XCTAssertEqual(try project.pv("status", "--check").exitCode, 0)
    let text = String(decoding: try project.bytes("ship-spec.md"), as: UTF8.self)
    XCTAssertTrue(text.contains("\n2 hypotheses: 1 falsified, 1 survives.\n"), text)
    XCTAssertTrue(
      text.contains(
        "\nNext hypothesis: write a falsifier for what H-TRIPLED predicts: &lt;!-- pv:status:end --> is seen (nobody looks).\n"
      ), text)
  }

  func testMisspelledKeysOfAFileOfHypothesesAreMended() throws {
    let project = try project()
    try project.edit(Self.file, "statement: \"it is rounded\"", "statment: \"it is rounded\"")
    XCTAssertEqual(try project.pv("validate").exitCode, 1)
    XCTAssertEqual(try project.pv("validate", "--fix").exitCode, 0)
    XCTAssertEqual(String(decoding: try project.bytes(Self.file), as: UTF8.self), Self.investigation)
  }

  func testOneHypothesisIsExplained() throws {
    let project = try project()
    let shown = try project.pv("explain", "H-ROUNDED")
    XCTAssertEqual(shown.exitCode, 0)
    XCTAssertTrue(
      shown.standardOutput.hasPrefix(
        "H-ROUNDED (investigations/doubling.yaml:3)\nasks: Why is the double wrong?\n  H-ROUNDED: falsified"),
      shown.standardOutput)
    let misspelled = try project.pv("explain", "H-ROUNDET")
    XCTAssertTrue(misspelled.standardError.contains("did you mean `H-ROUNDED`?"), misspelled.standardError)
    XCTAssertEqual(try project.pv("explain", "--members", "H-ROUNDED").exitCode, 64)
  }

  func testStaleEvidenceTriesNothingAndNamesTheCommand() throws {
    let project = try project()
    try project.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    let shown = try project.pv("hypotheses")
    XCTAssertEqual(shown.exitCode, 1)
    XCTAssertTrue(shown.standardOutput.contains("(2 hypotheses: 2 untested)"), shown.standardOutput)
    XCTAssertTrue(
      shown.standardOutput.contains(
        "  next: FALSIFY-SCALE-001 max_abs_error falsifies H-ROUNDED if it passes: run `swift test --filter "),
      shown.standardOutput)
    let status = try project.pv("status")
    XCTAssertTrue(status.standardOutput.contains("Next hypothesis: FALSIFY-SCALE-001"), status.standardOutput)
  }

  func testQuestionsAreFoundByTheirWordsOrTheirFile() throws {
    let project = try project()
    for text in ["DOUBLE", "doubling"] {
      XCTAssertEqual(try project.pv("hypotheses", "--question", text).exitCode, 0, text)
    }
    let none = try project.pv("hypotheses", "--question", "half")
    XCTAssertEqual(none.exitCode, 2)
    XCTAssertTrue(none.standardError.contains("Why is the double wrong?"), none.standardError)
    let without = try VerifyProject(self).pv("hypotheses")
    XCTAssertEqual(without.exitCode, 2)
    XCTAssertTrue(without.standardError.contains("there is no hypothesis"), without.standardError)
  }

  func testAWrittenStateIsHeldToTheDerivedOne() throws {
    let project = try project()
    try project.edit(Self.file, "statement: \"it is rounded\"", "statement: \"it is rounded\"\n    state: survives")
    let verify = try project.pv("verify", "--format", "concise")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(
      verify.standardOutput.contains(
        "investigations/doubling.yaml:5:12: error: H-ROUNDED says survives, derived is falsified (predicted: "
          + "FALSIFY-SCALE-001 max_abs_error fails; it passes: 1e-7, must be ≤ 1.0e-6) [hypothesis-mismatch]"),
      verify.standardOutput)
    let written = try project.pv("verify", "--write")
    XCTAssertEqual(written.exitCode, 0, written.standardOutput)
    XCTAssertTrue(written.standardError.contains("wrote investigations/doubling.yaml"), written.standardError)
    let text = String(decoding: try project.bytes(Self.file), as: UTF8.self)
    XCTAssertEqual(
      text,
      Self.investigation.replacingOccurrences(of: "\"it is rounded\"", with: "\"it is rounded\"\n    state: falsified")
        .replacingOccurrences(of: "  - id: H-TRIPLED\n", with: "  - id: H-TRIPLED\n    state: survives\n"))
    // Other evidence makes another state: both have held now, and nothing tells the two apart.
    try project.writeEvidence(one: ["max_abs_error": .init(.real(1), over: "3 f32")])
    XCTAssertTrue(
      try project.pv("verify", "--format", "concise").standardOutput.contains(
        "H-ROUNDED says falsified, derived is undecidable (nothing distinguishes it from H-TRIPLED)"))
  }

  func testAGateRequiresHypothesesAndRejectsWhereItIsAsked() throws {
    let project = try project()
    let gate = "  - {id: GATE-SCALE-002, requires: [GATE-SCALE-001, H-TRIPLED], verdict: pass}\n"
    let contract = String(decoding: try project.bytes(VerifyProject.contractPath), as: UTF8.self)
    try project.folder.write(VerifyProject.contractPath, contract + gate)
    XCTAssertEqual(try project.pv("verify", "--gates").exitCode, 0)
    // Given the contract alone, nothing tells whether the hypothesis survives.
    XCTAssertEqual(try project.pv("verify", VerifyProject.contractPath).exitCode, 0)
    try project.edit(VerifyProject.contractPath, "H-TRIPLED], verdict: pass", "H-ROUNDED], verdict: pass")
    XCTAssertEqual(try project.pv("verify", VerifyProject.contractPath).exitCode, 0)
    let lagging = try project.pv("verify", "--format", "concise")
    XCTAssertEqual(lagging.exitCode, 1)
    XCTAssertTrue(
      lagging.standardOutput.contains(
        "GATE-SCALE-002 says pass, derived is fail; 1 of 2 hold; not: H-ROUNDED (falsified) [gate-mismatch]"),
      lagging.standardOutput)
    XCTAssertEqual(try project.pv("verify", "--write").exitCode, 0)
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
    let asked = try project.pv("verify", "--gates", "--format", "concise")
    XCTAssertEqual(asked.exitCode, 1)
    XCTAssertTrue(
      asked.standardOutput.contains("GATE-SCALE-002 fails: 1 of 2 hold; not: H-ROUNDED (falsified) [gate-fails]"),
      asked.standardOutput)
  }

  func testFilesOfHypothesesAreValidatedAndDiffed() throws {
    let project = try project()
    XCTAssertTrue(try project.pv("validate").standardOutput.contains("2 falsifiers, 2 hypotheses"))
    try project.edit(Self.file, "check: one.bits", "check: two.bits")
    let validate = try project.pv("validate", "--format", "concise")
    XCTAssertEqual(validate.exitCode, 1)
    XCTAssertTrue(
      validate.standardOutput.contains("doubling.yaml:13:47: error: `FALSIFY-SCALE-002` has no check of `two.bits`"),
      validate.standardOutput)
    try project.folder.write("old.yaml", Self.investigation)
    let diff = try project.pv("diff", "old.yaml", Self.file)
    XCTAssertEqual(diff.exitCode, 1)
    XCTAssertTrue(diff.standardOutput.contains("H-TRIPLED/predicts/FALSIFY-SCALE-002 one.bits"), diff.standardOutput)
  }
}
