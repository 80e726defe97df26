import ContractKit
import XCTest

/// `pv equations`, `pv query` and `pv graph`.
final class CatalogueTests: XCTestCase {
  private static let kernel = """
    metadata:
      format: pv/1
      version: "1.0.0"
      description: "Attention"
      references: [{id: r, text: "R"}]
      depends_on: [scale-v1]
    equations:
      attention:
        formula: "a_i = sum_j w_ij v_j / sqrt(d)"
        domain: "d <= 128"
    faults: [{class: head_map, violates: [attention], mutants: [modulo]}]
    falsification_tests:
      - id: FALSIFY-ATT-001
        rule: "Heads are mapped"
        prediction: "p"
        if_fails: "f"
        binds_to: [attention, scale-v1#scale]
        test: Falsifiers.FalsifyAttention/testFalsifyATT001
        domain: {inputs: {x: {classes: [normal]}}, over: {max_abs_error: 3 f32}}
        checks: [{metric: max_abs_error, at_most: 0}]
        mutants: [modulo]

    """

  private func project() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.folder.write("contracts/attention-v1.yaml", Self.kernel)
    return project
  }

  func testEquationsInEachForm() throws {
    let project = try project()
    let text = try project.pv("equations", "contracts/attention-v1.yaml").standardOutput
    XCTAssertEqual(
      text, "attention-v1\n  attention: a_i = sum_j w_ij v_j / sqrt(d)\n    for d <= 128\n")
    let markdown = try project.pv("equations", "--format", "markdown").standardOutput
    XCTAssertTrue(markdown.hasPrefix("## attention-v1\n\n### attention\n\n    a_i = sum_j w_ij"), markdown)
    XCTAssertTrue(markdown.contains("- `exact`: no rounding without overflow\n"), markdown)
    let latex = try project.pv("equations", "--format", "latex").standardOutput
    XCTAssertTrue(
      latex.contains("\\[ a_{i} = \\sum_{j} w_{\\mathrm{ij}} v_{j} / \\sqrt{d} \\]\nFor d $\\le$ 128."), latex)
    XCTAssertEqual(try project.pv("equations", "--format", "html").exitCode, 64)
    XCTAssertEqual(try project.pv("equations", "missing").exitCode, 2)
    XCTAssertEqual(try PVProcess("equations", in: "/").exitCode, 2)
  }

  func testQueryByEachFilter() throws {
    let project = try project()
    func ids(_ arguments: String...) throws -> [String] {
      let process = try PVProcess(arguments: ["query", "--json"] + arguments, in: project.path)
      XCTAssertEqual(process.exitCode, 0, process.standardError)
      let json = try JSON(reading: Array(process.standardOutput.utf8))
      return json["matches"]?.array?.compactMap { $0["id"]?.string } ?? []
    }
    XCTAssertEqual(
      try ids(), ["attention-v1", "FALSIFY-ATT-001", "scale-v1", "FALSIFY-SCALE-001", "FALSIFY-SCALE-002"])
    XCTAssertEqual(try ids("keeps", "BITS"), ["FALSIFY-SCALE-002"])
    XCTAssertEqual(try ids("no rounding"), ["scale-v1"])
    XCTAssertEqual(try ids("--id", "att"), ["attention-v1", "FALSIFY-ATT-001"])
    XCTAssertEqual(try ids("--obligation", "bound"), ["scale-v1", "FALSIFY-SCALE-001", "FALSIFY-SCALE-002"])
    XCTAssertEqual(try ids("--depends-on", "scale-v1"), ["attention-v1", "FALSIFY-ATT-001"])
    XCTAssertEqual(try ids("--status", "PENDING"), ["attention-v1", "FALSIFY-ATT-001"])
    XCTAssertEqual(
      try ids("--status", "DISCHARGED", "--kind", "falsifier"), ["FALSIFY-SCALE-001", "FALSIFY-SCALE-002"])
    XCTAssertEqual(try ids("--in", "contracts/attention-v1.yaml"), ["attention-v1", "FALSIFY-ATT-001"])
    XCTAssertEqual(try ids("nothing like it"), [])
    let table = try project.pv("query", "--kind", "contract").standardOutput
    XCTAssertTrue(table.hasSuffix("2 contracts, 0 falsifiers\n"), table)
    XCTAssertTrue(table.contains("contract  scale-v1      2 of 2 hold  contracts/scale-v1.yaml:1"), table)
    XCTAssertEqual(try project.pv("query", "--status", "MAYBE").exitCode, 64)
    XCTAssertEqual(try project.pv("query", "--in", "missing").exitCode, 2)
  }

  func testGraphInEachForm() throws {
    let project = try project()
    let text = try project.pv("graph").standardOutput
    XCTAssertTrue(text.hasPrefix("attention-v1\n  depends on scale-v1\n  attention <- FALSIFY-ATT-001\n"), text)
    XCTAssertTrue(text.contains("  scale <- FALSIFY-ATT-001, FALSIFY-SCALE-001\n"), text)
    let alone = try project.pv("graph", "contracts/attention-v1.yaml").standardOutput
    XCTAssertTrue(alone.contains("depends on scale-v1 (missing)"), alone)
    XCTAssertTrue(alone.contains("FALSIFY-ATT-001 binds scale-v1#scale (missing)"), alone)
    let dot = try project.pv("graph", "--format", "dot").standardOutput
    XCTAssertTrue(dot.hasPrefix("digraph contracts {\n"), dot)
    XCTAssertTrue(dot.contains("\"FALSIFY-ATT-001\" -> \"scale-v1#scale\" [label=\"binds\"];"), dot)
    let mermaid = try project.pv("graph", "--format", "mermaid").standardOutput
    XCTAssertTrue(mermaid.hasPrefix("flowchart LR\n  n0[\"attention-v1\"]\n"), mermaid)
    let json = try JSON(reading: Array(try project.pv("graph", "--format", "json").standardOutput.utf8))
    let nodes = Set(json["nodes"]?.array?.compactMap { $0["id"]?.string } ?? [])
    for edge in json["edges"]?.array ?? [] {
      XCTAssertTrue(nodes.contains(edge["from"]?.string ?? "") && nodes.contains(edge["to"]?.string ?? ""))
    }
    XCTAssertEqual(json["edges"]?.array?.count, 11)
  }

  func testImpactFollowsDependencies() throws {
    let project = try project()
    let text = try project.pv("graph", "--impact", "scale-v1").standardOutput
    XCTAssertEqual(
      text,
      """
      scale-v1: 1 contract built on it
        attention-v1
      3 falsifiers to run again
        FALSIFY-ATT-001  swift test --filter Falsifiers.FalsifyAttention/testFalsifyATT001
        FALSIFY-SCALE-001  swift test --filter Falsifiers.FalsifyScale/testOne
        FALSIFY-SCALE-002  swift test --filter Falsifiers.FalsifyScale/testTwo
      1 gate to judge again
        GATE-SCALE-001

      """)
    let json = try JSON(
      reading: Array(try project.pv("graph", "--impact", "attention-v1", "--format", "json").standardOutput.utf8))
    XCTAssertEqual(json["falsifiers"]?.array?.count, 1)
    XCTAssertEqual(json["gates"]?.array?.count, 0)
    let wrong = try project.pv("graph", "--impact", "scale-v2")
    XCTAssertEqual(wrong.exitCode, 2)
    XCTAssertTrue(wrong.standardError.contains("did you mean `scale-v1`?"), wrong.standardError)
    XCTAssertEqual(try project.pv("graph", "--impact", "scale-v1", "--format", "dot").exitCode, 64)
  }
}
