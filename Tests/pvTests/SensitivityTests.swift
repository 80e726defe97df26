import ContractKit
import XCTest

/// What a falsifier could not see is red: thresholds outside their windows, checks that nobody has seen
/// fail, metrics that a planted fault does not move.
final class SensitivityTests: XCTestCase {
  private typealias Measurements = [String: Evidence.Measurement]

  private func finds(_ project: VerifyProject, _ texts: String..., line: UInt = #line) throws {
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1, verify.standardOutput, line: line)
    for text in texts {
      XCTAssertTrue(verify.standardOutput.contains(text), "\(text) is not in:\n\(verify.standardOutput)", line: line)
    }
  }

  private func real(_ value: Double) -> Evidence.Measurement { .init(.real(value), over: "3 f32") }

  /// A threshold raised until CI is green passes the mutant, which is then named.
  func testARaisedThresholdLetsAMutantPassAndIsRed() throws {
    let project = try VerifyProject(self)
    try project.accepts()
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 2.0")
    try finds(
      project, "threshold-above-mutant",
      "the mutant tripled gives max_abs_error 1, beyond the noise of 1e-7 (the real kernel)")
    try project.edit(
      VerifyProject.contractPath, "at_most: 2.0}", "at_most: 2.0, lets_pass: {tripled: \"seen by FALSIFY-SCALE-002\"}}")
    // The exception is for the window; that nothing else of this falsifier catches the mutant stays red.
    try finds(project, "tripled survives", "check-never-violated")
  }

  func testAThresholdThatAnotherOrderReachesIsRed() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "no_orders: \"nothing is summed\"", "orders: [sequential]")
    var evidence = try project.evidence(
      "FALSIFY-SCALE-001", ["max_abs_error": real(1e-7)], mutant: ["max_abs_error": real(1)])
    evidence.orders = ["sequential": ["max_abs_error": real(1e-7)]]
    try project.write(evidence, to: VerifyProject.evidenceA)
    try project.writeSecond()
    try project.accepts()
    evidence.orders = ["sequential": ["max_abs_error": real(2e-6)]]
    try project.write(evidence, to: VerifyProject.evidenceA)
    try finds(project, "threshold-below-noise", "the order sequential gives max_abs_error 2e-6")
  }

  func testAnOrderThatDidNotRunIsPending() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "no_orders: \"nothing is summed\"", "orders: [sequential]")
    try project.writeEvidence()
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001"), "PENDING")
  }

  /// Cosine alone beside a mutant of scale: the mutant survives. Beside another metric that catches it
  /// the check of the cosine is still one that nobody has seen fail.
  func testAMetricThatItsMutantsDoNotMoveIsRed() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "{metric: max_abs_error, at_most: 1.0e-6}", "{metric: cosine, at_least: 0.9999}")
    try project.edit(VerifyProject.contractPath, "over: {max_abs_error: 1 f32}", "over: {cosine: 1 f32}")
    try project.writeEvidence(one: ["cosine": real(1)], oneMutant: ["cosine": real(1)])
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001"), "PENDING")
    try finds(project, "tripled survives", "check-never-violated", "no mutant of FALSIFY-SCALE-001 violates")
    try project.edit(
      VerifyProject.contractPath, "over: {cosine: 1 f32}", "over: {cosine: 1 f32, norm_ratio: 1 f32}")
    try project.edit(
      VerifyProject.contractPath, "      - {metric: cosine,",
      "      - {metric: norm_ratio, equals: 1, within: 0.001}\n      - {metric: cosine,")
    try project.writeEvidence(
      one: ["cosine": real(1), "norm_ratio": real(1)], oneMutant: ["cosine": real(1), "norm_ratio": real(1.5)])
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001"), "DISCHARGED")
    try finds(project, "check-never-violated", "no mutant of FALSIFY-SCALE-001 violates the check of cosine")
  }

  func testAnExceptionThatNothingNeedsIsRed() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "at_most: 1.0e-6}", "at_most: 1.0e-6, lets_pass: {tripled: \"it might be\"}}")
    try finds(project, "exception-needless", "max_abs_error need not let tripled pass")
  }

  func testBothMarginsAreOnThePageAndCheckedThere() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    let page = String(decoding: try project.bytes("evidence/README.md"), as: UTF8.self)
    let row = "| 1e-7 (the real kernel) | 3.3 | ≤ 1.0e-6 | 19.9 | 1 (`tripled`) |"
    XCTAssertTrue(page.contains(row), page)
    try project.edit("evidence/README.md", "| 19.9 |", "| 20.9 |")
    try finds(project, "table-sum", "the margin is printed as 20.9")
  }

  /// One mutant shows one claim to be tested, and a list of faults says which.
  func testAClauseWithoutAKilledFaultOfItsOwnIsRed() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "violates: [scale, scale/exact]", "violates: [scale]")
    try finds(
      project, "clause-without-fault", "no falsifier of scale/exact kills a mutant that `faults:` lists for this clause"
    )
    // Where the second falsifier catches nothing, both clauses have the same one mutant: it is of neither alone.
    let shared = try VerifyProject(self)
    let bits: Measurements = ["one.bits": .init(.text("0x40000000"), over: "1 f32")]
    try shared.write(try shared.evidence("FALSIFY-SCALE-002", bits, mutant: bits), to: VerifyProject.evidenceB)
    try finds(
      shared, "each mutant that is killed for scale is the only one of another clause: tripled",
      "each mutant that is killed for scale/exact is the only one of another clause: tripled")
  }

  func testABlindnessThatIsNotNeededIsRed() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "    no_orders:",
      "    blind_to: [{impostors: [zeros], of: [max_abs_error], reason: \"none is needed\"}]\n    no_orders:")
    try finds(project, "exception-needless", "FALSIFY-SCALE-001 is not blind to zeros of max_abs_error")
  }
}
