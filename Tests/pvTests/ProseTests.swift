import ContractKit
import XCTest

/// Numbers in prose that point at evidence, in documents and in contracts.
final class ProseTests: XCTestCase {
  private func rejects(_ project: VerifyProject, _ texts: String..., line: UInt = #line) throws {
    let verify = try project.pv("verify")
    XCTAssertEqual(verify.exitCode, 1, verify.standardOutput, line: line)
    for text in texts { XCTAssertTrue(verify.standardOutput.contains(text), verify.standardOutput, line: line) }
  }

  func testADocumentIsHeldToTheEvidence() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      "docs/results.md",
      "The error is [0.00001 %](pv:FALSIFY-SCALE-001/max_abs_error), and\nthe mutant's "
        + "[1](pv:scale-v1#FALSIFY-SCALE-001/max_abs_error@tripled).\n")
    try project.accepts()
    try project.edit("docs/results.md", "0.00001 %", "0.00002 %")
    try rejects(
      project, "prose-number-differs", "docs/results.md:1:14",
      "0.00002 % is printed, but FALSIFY-SCALE-001/max_abs_error is 1e-7")
  }

  func testAContractsProseIsHeldToTheEvidence() throws {
    let project = try VerifyProject(self)
    try project.edit(
      VerifyProject.contractPath, "\"no error above 1e-6\"",
      ">-\n      the error is [1e-7](pv:max_abs_error), below\n      1e-6, the bits are [0x40000000](pv:FALSIFY-SCALE-002/one.bits)"
    )
    try project.acceptWording()
    try project.accepts()
    let page = try project.pv("explain", "FALSIFY-SCALE-001").standardOutput
    XCTAssertTrue(page.contains("the error is 1e-7, below 1e-6, the bits are 0x40000000"), page)
    try project.edit(VerifyProject.contractPath, "[0x40000000]", "[0x40000001]")
    try rejects(project, "prose-number-differs", "scale-v1.yaml:23:", "is 0x40000000")
  }

  func testCountsRatiosAndTracesArePointedAt() throws {
    let project = try VerifyProject(self)
    try project.folder.write(
      "traces/a.json",
      """
      {"schema": "pv-trace-check", "stages": [{"point": "layer-1/ffn_out", "rounded_display": {"growth": "18.2345"},
      "statistics": {"count": 1792, "rounded_display_over_finite": {"max": "4.08109", "mean": "nan"}},
      "last_position": {"nan": 3}}]}
      """)
    try project.folder.write(
      "traces/m.json",
      """
      {"schema": "pv-trace-manifest", "stages": [{"path": "layer-0/embedding.bin", "statistics":
      {"count": 4, "rounded_display_over_finite": {"min": "-1.00072"}}}]}
      """)
    try project.folder.write("traces/other.json", "{}\n")
    func page(_ text: String) throws { try project.folder.write("README.md", text + "\n") }
    try page(
      """
      [2](pv:count/falsifiers) of [1](pv:count/contracts), [2](pv:scale-v1#count/clauses_holding), [2](pv:count/discharged),
      [0](pv:count/waived), [1](pv:count/gates_passing), [2](pv:count/mutants).
      [18.23](pv:traces/a.json#layer-1/ffn_out.growth), [1,792](pv:traces/a.json#layer-1/ffn_out.count),
      [4.08](pv:traces/a.json#layer-1/ffn_out.max), [3](pv:traces/a.json#layer-1/ffn_out.last_position.nan),
      [-1.001](pv:traces/m.json#layer-0/embedding.min).
      [10,000,000](pv:FALSIFY-SCALE-001/max_abs_error@tripled:FALSIFY-SCALE-001/max_abs_error) times,
      [448](pv:traces/a.json#layer-1/ffn_out.count:traces/m.json#layer-0/embedding.count)
      """)
    try project.accepts()
    for (text, rule, why) in [
      ("[3](pv:count/falsifiers)", "prose-number-differs", "count/falsifiers is 2"),
      ("[3](pv:count/tests)", "prose-number-unresolved", "the counts are blocked, checks, clauses"),
      ("[3](pv:other-v1#count/clauses)", "prose-number-unresolved", "there is no contract other-v1"),
      ("[18.24](pv:traces/a.json#layer-1/ffn_out.growth)", "prose-number-differs", "is 18.2345"),
      ("[1](pv:traces/a.json#layer-2/ffn_out.growth)", "prose-number-unresolved", "has layer-1/ffn_out"),
      ("[1](pv:traces/a.json#layer-1/ffn_out.spread)", "prose-number-unresolved", "has count, growth"),
      ("[1](pv:traces/a.json#layer-1/ffn_out.mean)", "prose-number-differs", "is nan"),
      ("[1](pv:traces/b.json#layer-1/ffn_out.growth)", "prose-number-unresolved", "there is no JSON file"),
      ("[1](pv:../a.json#layer-1/ffn_out.growth)", "prose-number-unresolved", "there is no JSON file"),
      ("[1](pv:traces/other.json#a.b)", "prose-number-unresolved", "is neither the manifest nor the check of a trace"),
      (
        "[449](pv:traces/a.json#layer-1/ffn_out.count:traces/m.json#layer-0/embedding.count)", "prose-number-differs",
        "is 448"
      ),
      ("[1](pv:count/checks:count/waived)", "prose-number-unresolved", "the second of which is not 0"),
      ("[1](pv:a:b:c)", "prose-number-unresolved", "with `:` between them for a ratio"),
    ] {
      try page(text)
      try rejects(project, rule, why)
    }
  }

  /// The pointer as the title of a link that a forge can follow.
  func testALinkLeadsToTheFileOfItsPointer() throws {
    let project = try VerifyProject(self)
    func page(_ number: String, _ target: String) throws {
      let link = "[\(number)](\(target) \"pv:FALSIFY-SCALE-001/max_abs_error\")"
      try project.folder.write("docs/page.md", "The error is \(link).\n")
    }
    try page("1e-7", "../\(VerifyProject.evidenceA)")
    try project.accepts()
    try page("2e-7", "../\(VerifyProject.evidenceA)")
    try rejects(project, "prose-number-differs", "docs/page.md:1:14", "is 1e-7")
    for target in [VerifyProject.evidenceA, "page.md", "https://example.org/"] {
      try page("1e-7", target)
      try rejects(project, "prose-number-unresolved", "its link leads to \(target)")
    }
  }

  func testInputsAndOutputsAreCounted() throws {
    let project = try VerifyProject(self)
    var evidence = try project.evidence(
      "FALSIFY-SCALE-001", ["max_abs_error": .init(.real(1e-7), over: "3 f32")],
      mutant: ["max_abs_error": .init(.real(1), over: "3 f32")])
    let digest = Digest(of: [UInt8]())
    try project.edit(
      VerifyProject.contractPath, "{inputs: {x: {over: 3 f32}}, over: {max", "{inputs: {x.y: {}}, over: {max")
    evidence.inputs = [
      .init(
        name: "x.y", generator: "g", generatorVersion: 1, parameters: [:], seed: nil, cases: 340, dtype: "f32",
        shape: [340, 7], sha256: digest, classes: ["normal": 2380])
    ]
    evidence.outputs = [.init(name: "z", dtype: "f32", shape: [12], sha256: digest)]
    try project.write(evidence, to: VerifyProject.evidenceA)
    try project.folder.write(
      "README.md",
      "[340](pv:FALSIFY-SCALE-001/inputs.x.y.cases), [2,380](pv:FALSIFY-SCALE-001/inputs.x.y.elements),\n"
        + "[12](pv:FALSIFY-SCALE-001/outputs.z.elements)\n")
    try project.accepts()
    try project.edit("README.md", "[12]", "[13]")
    try rejects(project, "prose-number-differs", "outputs.z.elements is 12")
  }

  func testARecordedRatioNamesItsOperands() throws {
    let project = try VerifyProject(self)
    func problem(_ over: String, _ ratio: Double) throws -> String {
      var evidence = try project.evidence(
        "FALSIFY-SCALE-001",
        [
          "max_abs_error": .init(.real(1e-7), over: "3 f32"), "last.max_abs_error": .init(.real(3), over: "3 f32"),
          "first.max_abs_error": .init(.real(2), over: "3 f32"), "growth.ratio": .init(.real(ratio), over: over),
        ], mutant: ["max_abs_error": .init(.real(1), over: "3 f32")])
      // Of arrays that no check names there are none.
      evidence.impostors = evidence.impostors.filter { $0.key == "max_abs_error" }
      try project.write(evidence, to: VerifyProject.evidenceA)
      return try project.pv("verify").standardOutput
    }
    let right = "max_abs_error of last (3 f32) over that of first (3 f32)"
    let accepted = try problem(right, 1.5)
    XCTAssertTrue(accepted.contains("accepted"), accepted)
    XCTAssertTrue(try problem("max_abs_error of other (3 f32) over that of first (3 f32)", 7).contains("accepted"))
    XCTAssertTrue(try problem(right, 1.6).contains("is not last.max_abs_error over first.max_abs_error"))
    XCTAssertTrue(try problem("max_abs_error of 3 f32 over that of 3 f32", 1.5).contains("does not name its operands"))
  }

  func testWhatPointsAtNothingIsFound() throws {
    for (text, why) in [
      ("[1](pv:FALSIFY-SCALE-009/max_abs_error)", "there is no such falsifier"),
      ("[1](pv:FALSIFY-SCALE-001/max_ulps)", "the evidence has max_abs_error"),
      ("[1](pv:max_abs_error)", "write [CONTRACT#]FALSIFIER/METRIC"),
      ("[about 1](pv:FALSIFY-SCALE-001/max_abs_error)", "the printed text is not a number"),
      ("[1](pv:other-v1#FALSIFY-SCALE-001/max_abs_error)", "there is no such falsifier"),
    ] {
      let project = try VerifyProject(self)
      try project.folder.write("README.md", "Here: \(text)\n")
      try rejects(project, "prose-number-unresolved", why)
    }
    let project = try VerifyProject(self)
    try project.folder.write("README.md", "[1](pv:FALSIFY-SCALE-001/max_abs_error)\n")
    try FileManager.default.removeItem(atPath: "\(project.path)/\(VerifyProject.evidenceA)")
    try rejects(project, "it has no readable evidence")
  }

  func testAGeneratedTableThatWasEditedDoesNotAddUp() throws {
    let project = try VerifyProject(self)
    try project.folder.write("ship-spec.md", "<!-- pv:status:begin -->\n<!-- pv:status:end -->\n")
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 0)
    try project.accepts()
    try project.edit("ship-spec.md", "| scale-v1 | 2 | 2 |", "| scale-v1 | 3 | 2 |")
    try rejects(project, "table-sum", "ship-spec.md:5:", "3 falsifiers, but the statuses add up to 2")
    XCTAssertEqual(try project.pv("status", "--write").exitCode, 1, "a page that does not add up is still judged")
    XCTAssertEqual(try project.pv("verify").exitCode, 0)
    try project.edit("evidence/README.md", "| 3.3 |", "| 4.3 |")
    try rejects(project, "table-sum", "the margin is printed as 4.3")
  }
}
