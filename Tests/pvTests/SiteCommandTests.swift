import ContractKit
import Foundation
import XCTest

/// `pv site`: what it writes is what the other commands say, and what it refuses.
final class SiteCommandTests: XCTestCase {
  private func page(_ project: VerifyProject, _ name: String) throws -> String {
    String(decoding: try project.bytes("site/\(name)"), as: UTF8.self)
  }

  func testTheStatusesAreThoseOfTheScoreboard() throws {
    let project = try VerifyProject(self)
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-8")
    let site = try project.pv("site", "--output", "site")
    XCTAssertEqual(site.exitCode, 0, site.standardError)
    XCTAssertTrue(site.standardOutput.hasSuffix(": site/index.html\n"), site.standardOutput)
    let json = try JSON(reading: Array(try project.pv("status", "--format", "json").standardOutput.utf8))
    let list = try page(project, "falsifiers.html")
    for falsifier in try XCTUnwrap(json["falsifiers"]?.array) {
      let (id, status) = (falsifier["id"]?.string ?? "", falsifier["status"]?.string ?? "")
      let row = try XCTUnwrap(list.range(of: ">\(id)</a>"))
      XCTAssertTrue(list[row.upperBound...].prefix { $0 != "\n" }.contains(">\(status)</b>"), "\(id) \(status)")
    }
    let overview = try page(project, "index.html")
    XCTAssertTrue(overview.contains(">rejected</b>"), overview)
    XCTAssertTrue(try page(project, "findings.html").contains("falsified"))
    XCTAssertTrue(try page(project, "falsifier-FALSIFY-SCALE-001.html").contains("max_abs_error violates its check"))
  }

  func testTheSameTwiceAndWhatIsGoneIsRemoved() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(try project.pv("site", "--output", "site").exitCode, 0)
    let before = try page(project, "contract-scale-v1.html")
    XCTAssertEqual(try project.pv("site", "-o", "site").exitCode, 0)
    XCTAssertEqual(try page(project, "contract-scale-v1.html"), before)
    try FileManager.default.moveItem(
      atPath: "\(project.path)/contracts/scale-v1.yaml", toPath: "\(project.path)/contracts/other-v1.yaml")
    let again = try project.pv("site", "-o", "site")
    XCTAssertEqual(again.exitCode, 0)
    XCTAssertTrue(again.standardOutput.contains("1 removed"), again.standardOutput)
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(project.path)/site/contract-scale-v1.html"))
  }

  func testRefusals() throws {
    let project = try VerifyProject(self)
    try project.folder.write("mine/notes.txt", "keep")
    func refused(_ code: Int32, _ words: String, _ arguments: String...) throws {
      let process = try PVProcess(arguments: ["site"] + arguments, in: project.path)
      XCTAssertEqual(process.exitCode, code, "\(arguments): \(process.standardError)")
      XCTAssertTrue(process.standardError.contains(words), process.standardError)
    }
    try refused(1, "it is not a site", "--output", "mine")
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: "\(project.path)/mine"), ["notes.txt"])
    try refused(64, "--output", "--trace", "x")
    try refused(2, "nowhere does not exist", "--output", "site", "--trace", "nowhere")
    try refused(2, "nowhere.json does not exist", "--output", "site", "--conformance", "nowhere.json")
    try refused(1, "no report of pv conform", "--output", "site", "--conformance", VerifyProject.evidenceA)
    try refused(1, "no output of pv bisect", "--output", "site", "--bisection", VerifyProject.evidenceA)
    try refused(2, "git", "--output", "site", "--since", "no-such-revision")
    XCTAssertFalse(FileManager.default.fileExists(atPath: "\(project.path)/site"), "something was written")
    try refused(2, "no contract", "--output", "site", "Sources")
  }

  /// Other evidence, another day, and a run that finished nothing give other pages.
  func testWhatIsJudgedIsWhatIsAskedFor() throws {
    let project = try VerifyProject(self)
    func chip(_ arguments: String...) throws -> String {
      let site = try PVProcess(arguments: ["site", "--output", "site"] + arguments, in: project.path)
      XCTAssertEqual(site.exitCode, 0, site.standardError)
      let page = try page(project, "falsifier-FALSIFY-SCALE-001.html")
      let start = try XCTUnwrap(page.range(of: "<dt>status</dt><dd>"))
      return String(page[start.upperBound...].prefix { $0 != "\n" })
    }
    XCTAssertTrue(try chip().contains(">DISCHARGED</b>"))
    let elsewhere = try chip("--evidence", "elsewhere")
    XCTAssertTrue(elsewhere.contains(">PENDING</b>") && elsewhere.contains("no evidence"), elsewhere)
    let run = try project.pv("site", "--output", "site", "--run", "nowhere")
    XCTAssertEqual(run.exitCode, 2, run.standardError)
    try project.edit(
      VerifyProject.contractPath, "mutants: [tripled]\n    discharge_status: DISCHARGED\n  - id",
      "mutants: [tripled]\n    waived: {reason: a b, owner: team:b, until: 2030-06-30}\n    discharge_status: DISCHARGED\n  - id"
    )
    XCTAssertTrue(try chip("--as-of", "2030-06-30").contains("waived until 2030-06-30"))
    XCTAssertFalse(try chip("--as-of", "2030-07-01").contains("waived until"))
  }

  /// What moved is what `pv diff` says, and commits are named with what they changed.
  func testWhatMovedSinceARevision() throws {
    let project = try VerifyProject(self)
    try project.folder.git("init", "-q")
    try project.folder.git("add", "-A")
    try project.folder.git("commit", "-q", "-m", "one")
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-5")
    try project.folder.git("commit", "-q", "-a", "-m", "two")
    try project.edit(VerifyProject.contractPath, "at_most: 1.0e-5", "at_most: 1.0e-8")
    XCTAssertEqual(try project.pv("site", "-o", "site", "--since", "HEAD~1").exitCode, 0)
    let changes = try page(project, "changes.html")
    XCTAssertTrue(
      changes.contains("<strong>1</strong> <a href=\"changes.html#falsified\">newly falsified</a>"), changes)
    XCTAssertTrue(changes.contains("<strong>1</strong> <a href=\"changes.html#harder\">tightened</a>"), changes)
    XCTAssertTrue(changes.contains("<strong>0</strong> <a href=\"changes.html#easier\">loosened</a>"), changes)
    XCTAssertTrue(changes.contains("FALSIFY-SCALE-001/max_abs_error"), changes)
    let contract = try page(project, "contract-scale-v1.html")
    XCTAssertTrue(contract.contains("Changes by commit") && contract.contains(">loosened</b>"), contract)
  }

  /// The stage that the first page names is that of `pv bisect`, and its heads and cells are shown.
  func testTwoTracesPartWhereBisectSays() throws {
    let project = try VerifyProject(self)
    XCTAssertEqual(try project.pv("fixture", "qwen2", "--tiny", "-o", "m.gguf").exitCode, 0)
    for path in ["reference", "production"] {
      let trace = try project.pv("trace", "m.gguf", "--prompt", "Once upon", "--path", path, "--output", path)
      XCTAssertEqual(trace.exitCode, 0, trace.standardError)
    }
    let bisection = try project.pv("bisect", "reference", "production", "--json")
    let first = try XCTUnwrap(JSON(reading: Array(bisection.standardOutput.utf8))["first"]?.string)
    let json = try project.pv("bisect", "m.gguf", "--prompt", "Once upon", "--json").standardOutput
    try project.folder.write("bisection.json", json)
    let site = try project.pv(
      "site", "-o", "site", "--trace", "reference", "--trace", "production", "--bisection", "bisection.json")
    XCTAssertEqual(site.exitCode, 0, site.standardError)
    XCTAssertTrue(try page(project, "index.html").contains("<code>\(first)</code></strong></a> is the first"), first)
    XCTAssertTrue(try page(project, "trace-overlay.html").contains("<code>\(first)</code> <strong>← first</strong>"))
    let layer = try page(project, "trace-reference-layer-0.html")
    XCTAssertTrue(layer.contains("head 15") && layer.contains("digest as recorded"), layer)
    XCTAssertFalse(layer.contains("another digest"), layer)
    XCTAssertTrue(try page(project, "trace-bisection.html").contains("Amplification"))
    let manifest = try JSON(reading: try project.bytes("reference/manifest.json"))
    let hash = try XCTUnwrap(manifest["trace_hash"]?.string)
    XCTAssertTrue(try page(project, "trace-reference.html").contains(hash))

    // A capture that was changed, and one that is gone, are said to be so.
    var bytes = try project.bytes("reference/layer-0/attn_softmax.bin")
    bytes[20] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: "\(project.path)/reference/layer-0/attn_softmax.bin"))
    try FileManager.default.removeItem(atPath: "\(project.path)/reference/layer-0/ffn_out.bin")
    XCTAssertEqual(try project.pv("site", "-o", "site", "--trace", "reference").exitCode, 0)
    let damaged = try page(project, "trace-reference-layer-0.html")
    XCTAssertTrue(damaged.contains(">another digest than recorded</b>") && damaged.contains(">missing</b>"), damaged)
  }
}
