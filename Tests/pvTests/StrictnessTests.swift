import ContractKit
import Foundation
import XCTest

/// What is not declared is not judged, and what is waived has somebody who answers for it.
final class StrictnessTests: XCTestCase {
  func testWithoutAFormatNothingIsJudged() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "  format: pv/1\n", "")
    for id in ["FALSIFY-SCALE-001", "FALSIFY-SCALE-002"] { XCTAssertEqual(try project.status(id), "PENDING") }
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1, "it says DISCHARGED")
    XCTAssertTrue(verify.standardOutput.contains("declare the format"), verify.standardOutput)
    XCTAssertTrue(verify.standardOutput.contains("2 falsifiers not judged"), verify.standardOutput)
    XCTAssertTrue(verify.standardOutput.contains("0 of 2 judged, 0 hold"), verify.standardOutput)
    // A contract of the public format, which declares no status, is not at fault.
    try project.edit(VerifyProject.contractPath, "    discharge_status: DISCHARGED\n", "")
    try project.edit(VerifyProject.contractPath, ", verdict: pass", "")
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("results of it are bound here"))
    try FileManager.default.removeItem(atPath: "\(project.path)/evidence")
    let undeclared = try project.pv("verify", "--format", "concise")
    XCTAssertEqual(undeclared.exitCode, 2, undeclared.standardOutput)
    XCTAssertFalse(undeclared.standardOutput.contains(": error: "), undeclared.standardOutput)
    XCTAssertTrue(undeclared.standardOutput.contains("[format-undeclared]"), undeclared.standardOutput)
    XCTAssertTrue(
      undeclared.standardOutput.contains("warning: GATE-SCALE-001 declares no verdict"), undeclared.standardOutput)
  }

  func testAGateDeclaresItsVerdict() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, ", verdict: pass", "")
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("GATE-SCALE-001 declares no verdict; derived is pass"))
  }

  func testAWaiverHasAReasonAnOwnerAndAnEnd() throws {
    for (waiver, problem) in [
      ("reason: \"known since spring\", owner: \"team:kernels\", until: 2030-06-30", nil),
      ("reason: \"known\", owner: \"team:kernels\", until: 2030-06-30", "`known` is not a reason"),
      ("reason: \"known since spring\", owner: \"kernels\", until: 2030-06-30", "`kernels` names nobody"),
      ("reason: \"known since spring\", owner: \"@a\", until: 2030-06-30", nil),
      ("reason: \"known since spring\", owner: \"@a\", until: 2031-01-31", nil),
      ("reason: \"known since spring\", owner: \"@a\", until: 2031-02-01", "2031-02-01 is more than a year ahead"),
    ] as [(String, String?)] {
      let project = try VerifyProject(self)
      try project.edit(
        VerifyProject.contractPath, "    discharge_status: DISCHARGED\n  - id",
        "    waived: {\(waiver)}\n    discharge_status: DISCHARGED\n  - id")
      try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
      let verify = try project.pv("verify", "--as-of", "2030-01-31")
      XCTAssertEqual(verify.exitCode, problem == nil ? 0 : 1, verify.standardOutput)
      if let problem { XCTAssertTrue(verify.standardOutput.contains(problem), verify.standardOutput) }
    }
  }

  func testAWitnessOfAnotherMachineCoversNothing() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "    discharge_status: DISCHARGED\n  - id",
      "    variants: [neon]\n    discharge_status: PARTIAL_ALGORITHM_LEVEL\n  - id")
    try project.edit(VerifyProject.contractPath, "verdict: pass", "verdict: fail")
    try project.accepts()
    let witness = Witness(
      name: "box", architecture: "x86_64", features: ["scalar", "neon"], system: "Debian 12", toolchain: "Swift 6.3",
      variations: ["neon"], variants: ["neon"], reproduced: [:])
    try project.folder.write("witnesses/box.json", String(decoding: witness.bytes, as: UTF8.self))
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("witness-misfit"), verify.standardOutput)
    XCTAssertEqual(try project.status("FALSIFY-SCALE-001"), "PARTIAL_ALGORITHM_LEVEL")
  }
}
