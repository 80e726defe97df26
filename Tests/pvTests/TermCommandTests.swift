import ContractKit
import Foundation
import XCTest

/// The commands in a project with an operation of its own: Examples/PythonRouter.
final class TermCommandTests: XCTestCase {
  private func example() throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    try FileManager.default.removeItem(atPath: project.path)
    try FileManager.default.copyItem(atPath: "\(root)/Examples/PythonRouter", toPath: project.path)
    return project
  }

  func testTheExampleIsAcceptedAndDischarged() throws {
    let project = try example()
    let validated = try PVProcess("validate", "--strict", in: project.path)
    XCTAssertEqual(validated.exitCode, 0, validated.standardOutput)
    let verified = try PVProcess("verify", in: project.path)
    XCTAssertEqual(verified.exitCode, 0, verified.standardOutput)
    XCTAssertTrue(verified.standardOutput.contains("1 of 1 judged, 1 hold"), verified.standardOutput)
  }

  func testALackingFaultIsFoundAtTheOperation() throws {
    let project = try example()
    try project.edit(
      "contracts/moe-router-v1.yaml",
      "  - {class: tie_order, violates: [moe_router, moe_router/ties], mutants: [last_of_equals]}\n", "")
    let found = try PVProcess("validate", "--format", "concise", in: project.path)
    XCTAssertEqual(found.exitCode, 1)
    XCTAssertTrue(
      found.standardOutput.contains("contracts/moe-router-v1.yaml:13:16: error"), found.standardOutput)
    XCTAssertTrue(found.standardOutput.contains("[fault-required]"), found.standardOutput)
    // No contract that has errors is judged.
    let verified = try PVProcess("verify", in: project.path)
    XCTAssertEqual(verified.exitCode, 1)
    XCTAssertTrue(verified.standardOutput.contains("0 of 1 judged, 0 hold"), verified.standardOutput)
  }

  func testAMistakeInTheProjectFileIsFound() throws {
    let project = try example()
    try project.edit("pv.yaml", "requires: [tie_order", "requires: [tie_oder")
    for command in ["validate", "verify"] {
      let found = try PVProcess(command, in: project.path)
      XCTAssertEqual(found.exitCode, 1, command)
      XCTAssertTrue(found.standardOutput.contains("pv.yaml:9:16: error"), found.standardOutput)
      XCTAssertTrue(found.standardOutput.contains("did you mean `tie_order`?"), found.standardOutput)
    }
  }

  func testTheNamesAreExplainedAndInTheSchema() throws {
    let project = try example()
    let operation = try PVProcess("explain", "moe_router", in: project.path)
    XCTAssertTrue(operation.standardOutput.hasPrefix("moe_router, an operation of this project"))
    XCTAssertTrue(operation.standardOutput.contains("capacity_exceeded  an expert is given more tokens"))
    let both = try PVProcess("explain", "rms_norm", in: project.path).standardOutput
    XCTAssertTrue(both.contains("rms_norm, version") && both.contains("rms_norm, an operation"), both)
    XCTAssertEqual(try PVProcess("explain", "moe_ruoter", in: project.path).exitCode, 64)
    let schema = try PVProcess("schema", in: project.path).standardOutput
    XCTAssertTrue(schema.contains("\"moe_router\"") && schema.contains("\"not_renormalized\""))
    let elsewhere = try ProjectFolder(self)
    XCTAssertFalse(try PVProcess("schema", in: elsewhere.path).standardOutput.contains("moe_router"))
  }
}
