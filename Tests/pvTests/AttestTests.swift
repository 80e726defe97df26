import Attestation
import ContractKit
import Foundation
import XCTest

/// `pv attest` and `pv verify --attestation`; signed witnesses.
final class AttestTests: XCTestCase {
  private func attested(_ name: String = "ed25519") throws -> VerifyProject {
    let project = try VerifyProject(self)
    let pv = try project.pv("attest", "--key", try project.addKey(name), "--output", "a.json")
    XCTAssertEqual(pv.exitCode, 0, pv.standardError)
    return project
  }

  private func verify(_ project: VerifyProject, _ key: String = "ed25519.pem") throws -> PVProcess {
    try project.pv("verify", "--attestation", "a.json", "--key", key)
  }

  func testWhatIsAttestedIsAcceptedWhileItStands() throws {
    for name in ["ed25519", "p256"] {
      let project = try attested(name)
      let pv = try verify(project, "\(name).pem")
      XCTAssertEqual(pv.exitCode, 0, pv.standardOutput + pv.standardError)
      let envelope = try Envelope(reading: try Files.read("\(project.path)/a.json"))
      let statement = try envelope.statement(trusting: [try PublicKey(path: "\(VerifyProject.keys)/\(name).pem")])
      XCTAssertEqual(statement.result, .passed)
      XCTAssertEqual(statement.passed, ["scale-v1/FALSIFY-SCALE-001", "scale-v1/FALSIFY-SCALE-002"])
      XCTAssertEqual(
        statement.subjects.map(\.name),
        [VerifyProject.contractPath, VerifyProject.evidenceA, VerifyProject.evidenceB, VerifyProject.binding].sorted())
    }
  }

  func testTheFirstFileThatDiffersIsNamed() throws {
    func rejects(_ text: String, _ change: (VerifyProject) throws -> Void) throws {
      let project = try attested()
      try change(project)
      let pv = try verify(project)
      XCTAssertEqual(pv.exitCode, 1, text)
      XCTAssertTrue(pv.standardOutput.contains("is valid, but for other files than these"), pv.standardOutput)
      XCTAssertTrue(pv.standardOutput.contains(text), pv.standardOutput)
    }
    try rejects("contracts/scale-v1.yaml was ") {
      try $0.edit(VerifyProject.contractPath, "y = 2 x", "y = 2 * x")
    }
    try rejects("evidence/scale-v1/FALSIFY-SCALE-002.json no longer exists") {
      try FileManager.default.removeItem(atPath: "\($0.path)/\(VerifyProject.evidenceB)")
    }
    try rejects("contracts/b-v1.yaml exists, but was not attested") {
      try $0.folder.write("contracts/b-v1.yaml", ProjectFolder.contract)
    }
    try rejects("evidence/scale-v1/FALSIFY-SCALE-003.json exists") {
      try $0.folder.write("evidence/scale-v1/FALSIFY-SCALE-003.json", "{}\n")
    }
  }

  /// 1,000 changes of one byte of what is attested: each is seen.
  func testEveryChangedByteIsSeen() throws {
    let project = try attested()
    let key = try PublicKey(path: "\(VerifyProject.keys)/ed25519.pem")
    func verification() throws -> Verification {
      Verification(
        ContractSet.load(paths: ["\(project.path)/contracts"]),
        options: .init(
          root: project.path, evidenceFolder: "\(project.path)/evidence", asOf: .today(), isWholeProject: true))
    }
    func isRefused() throws -> Bool {
      var found = try verification()
      found.check(attestation: "\(project.path)/a.json", trusting: [key])
      return found.diagnostics.contains { $0.rule == "attestation-refused" }
    }
    XCTAssertFalse(try isRefused())
    let files = [VerifyProject.contractPath, VerifyProject.evidenceA, VerifyProject.evidenceB, VerifyProject.binding]
    for _ in 0..<1000 {
      let path = "\(project.path)/\(files.randomElement()!)"
      let bytes = try Files.read(path)
      var changed = bytes
      changed[Int.random(in: bytes.indices)] ^= UInt8.random(in: 1...255)
      try Files.replace(path, with: changed)
      XCTAssertTrue(try isRefused(), path)
      try Files.replace(path, with: bytes)
    }
    XCTAssertFalse(try isRefused())
  }

  func testWhatIsWrongIsSaid() throws {
    let project = try attested()
    XCTAssertTrue(try verify(project, "p256.pem").standardError.contains("p256.pem"), "the key is not there")
    _ = try project.addKey("p256")
    let foreign = try verify(project, "p256.pem")
    XCTAssertEqual(foreign.exitCode, 1)
    XCTAssertTrue(foreign.standardOutput.contains("it is signed by 5a7b0639470d1ee4"), foreign.standardOutput)
    let none = try project.pv("verify", "--attestation", "a.json")
    XCTAssertEqual(none.exitCode, 1)
    XCTAssertTrue(none.standardError.contains("no key is trusted"), none.standardError)
    XCTAssertEqual(try project.pv("verify", "--key", "p256.pem").exitCode, 64)
    XCTAssertEqual(try project.pv("attest", "--key", "ed25519.key").exitCode, 64)

    try project.edit("a.json", "\"payload\": \"", "\"payload\": \"A")
    XCTAssertTrue(try verify(project).standardOutput.contains("it is not a DSSE envelope: payload"))
    // What is rejected is not signed.
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    let refused = try project.pv("attest", "--key", "ed25519.key", "--output", "b.json")
    XCTAssertEqual(refused.exitCode, 1)
    XCTAssertTrue(refused.standardError.contains("nothing is signed"), refused.standardError)
    XCTAssertNil(Files.kind(of: "\(project.path)/b.json"))
  }

  func testWhereKeysAreTrustedAnUnsignedWitnessCompletesNothing() throws {
    let project = try ReproProject(self)
    let key = try project.project.addKey("ed25519")
    try project.project.edit(
      VerifyProject.contractPath, "mutants: [tripled]\n    discharge_status: DISCHARGED\n  - id",
      "mutants: [tripled]\n    variants: [scalar]\n    discharge_status: DISCHARGED\n  - id")
    XCTAssertEqual(try project.repro("--variation", "scalar", "--witness", "box").exitCode, 0)
    func status() throws -> String { try project.project.status("FALSIFY-SCALE-001") }
    XCTAssertEqual(try status(), "DISCHARGED")

    try project.project.folder.write("pv.yaml", VerifyProject.settings + "keys: ed25519.pem\n")
    XCTAssertEqual(try status(), "PARTIAL_ALGORITHM_LEVEL")
    XCTAssertTrue(try project.project.pv("status").standardOutput.contains("witness box (claimed, unsigned)"))
    let unsigned = try project.project.pv("verify").standardOutput
    XCTAssertTrue(unsigned.contains("[witness-unsigned]"), unsigned)

    let signed = try project.project.pv("attest", "--witness", "box", "--key", key)
    XCTAssertEqual(signed.exitCode, 0, signed.standardError)
    XCTAssertEqual(try status(), "DISCHARGED")
    XCTAssertTrue(try project.project.pv("status").standardOutput.contains("witness box (signed by a trusted key)"))
    let json = try JSON(reading: Array(try project.project.pv("status", "--format", "json").standardOutput.utf8))
    XCTAssertEqual(json["witnesses"]?.array?.first?["signed"]?.bool, true)

    // A signature over another witness is none of this one.
    XCTAssertEqual(try project.repro("--variation", "scalar", "--witness", "other").exitCode, 0)
    try FileManager.default.removeItem(atPath: "\(project.path)/witnesses/box.json")
    try FileManager.default.moveItem(
      atPath: "\(project.path)/witnesses/box.dsse", toPath: "\(project.path)/witnesses/other.dsse")
    XCTAssertEqual(try status(), "PARTIAL_ALGORITHM_LEVEL")
    XCTAssertTrue(try project.project.pv("verify").standardOutput.contains("is not for these bytes"))

    try project.project.folder.write("pv.yaml", VerifyProject.settings + "keys: [nowhere.pem]\n")
    XCTAssertEqual(try status(), "PARTIAL_ALGORITHM_LEVEL")
    let verify = try project.project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1)
    XCTAssertTrue(verify.standardOutput.contains("the key nowhere.pem cannot be used"), verify.standardOutput)
  }
}
