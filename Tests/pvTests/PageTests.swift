import ContractKit
import XCTest

/// Pages that `prose:` lists, against what there is: docs/pages.md.
final class PageTests: XCTestCase {
  private func verify(_ page: String) throws -> PVProcess {
    let project = try VerifyProject(self)
    try project.folder.write("pv.yaml", "prose: [docs]\n")
    try project.folder.write("docs/page.md", page)
    try project.folder.write(
      "docs/other.md", "# Of `scale` and [more](page.md)\n\n## A B\n\n## A B\n\n<a id=\"own\"></a>\n")
    return try project.pv("verify", "--format", "concise")
  }

  func testWhatIsThereIsAccepted() throws {
    let pv = try verify(
      """
      # Page

      FALSIFY-SCALE-001 is DISCHARGED, `FALSIFY-SCALE-002` is not PENDING. GATE-SCALE-001 of scale-v1 and
      contracts/scale-v1.yaml has 2 falsifiers and 2 clauses of 1 contract. UTF-8, X86-64 and SHA-256 are no ids here, and
      PENDING stands far from any.

      PENDING, not FALSIFY-SCALE-001: DISCHARGED FALSIFY-SCALE-002. What of FALSIFY-SCALE-001

      PENDING; FALSIFY-SCALE-001 is. PENDING is it | FALSIFIED |

      | FALSIFY-SCALE-001 | or FALSIFY-SCALE-002 | what is | it that is | PENDING |

      [other](other.md#of-scale-and-more), [second](other.md#a-b-1), [own](other.md#own), [here](#page), [up](../Package.swift),
      [away](https://example.org/#none), [number](pv:FALSIFY-SCALE-001/max_abs_error) is `[1](none.md)`.

      The metric `max_abs_error`, metrics `cosine`, `one.bits` or `bits`; stages `ffn_out` and `layer_output`, the `embedding` stage:
      layer-0/ffn_out.bin, layer-N/STAGE, FALSIFY-SCALE-001/tripled, `FALSIFY-SCALE-002/one.bits`, `layer_types`, `kernel.mine`.

      | Stage | of |
      | --- | --- |
      | `lm_head`, computed by `lm_heat()` | `anything` |

      ```sh
      $ PV_LIVE=tiny pv run --stale --into here -- make --all   # --comment
      .build/debug/pv verify --as-of=2030-01-01 | less --none
      pv COMMAND --flag; FALSIFY-SCALE-999, none-v1, 77 falsifiers
      ```
      """.replacingOccurrences(of: "[number]", with: "[1e-7]"))
    XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
  }

  func testWhatIsNotThereIsFound() throws {
    for (text, rule, message) in [
      ("See FALSIFY-SCALE-003.", "page-id-unknown", "1:5: error: there is no falsifier or gate FALSIFY-SCALE-003"),
      ("`GATE-SCALE-002`", "page-id-unknown", "there is no falsifier or gate GATE-SCALE-002"),
      ("The metric `max_abs_eror` is", "page-id-unknown", "1:13: error: there is no metric max_abs_eror"),
      ("the metrics `cosine` and `cosines`", "page-id-unknown", "there is no metric cosines"),
      ("one `speed` metric", "page-id-unknown", "there is no metric speed"),
      ("`two.bits`", "page-id-unknown", "no falsifier measures two.bits"),
      ("stages `ffn_out`, `ffn_in`", "page-id-unknown", "there is no stage ffn_in"),
      ("| stage |\n| --- |\n| `attn` |", "page-id-unknown", "3:4: error: there is no stage attn"),
      ("in layer-3/qkv_matmull.bin", "page-id-unknown", "there is no stage qkv_matmull"),
      ("It is `max_ulp`.", "page-id-unknown", "1:8: error: there is no metric max_ulp"),
      ("FALSIFY-SCALE-001/max_ulps", "page-id-unknown", "FALSIFY-SCALE-001 has no max_ulps"),
      ("of scale-v2,", "page-id-unknown", "there is no contract scale-v2"),
      ("contracts/scales-v1.yaml", "page-id-unknown", "there is no contract scales-v1"),
      ("[a](none.md)", "page-link-dead", "1:5: error: there is no none.md"),
      ("[a](other.md#a-b-2)", "page-link-dead", "other.md has no heading #a-b-2"),
      ("[a](#none)", "page-link-dead", "the page has no heading #none"),
      ("[a][b]\n\n [b]: none.md 'c'", "page-link-dead", "3:7: error: there is no none.md"),
      ("`pv verfy`", "page-command-unknown", "1:2: error: pv has no command verfy"),
      ("```sh\ncd x && pv verify --fix\n```", "page-command-unknown", "2:1: error: pv verify has no --fix"),
      ("`PV_LIVE=tiny pv run --stalled=1`", "page-command-unknown", "pv run has no --stalled"),
      (
        "FALSIFY-SCALE-001 is still PENDING", "page-status-differs",
        "FALSIFY-SCALE-001 is called PENDING, but is DISCHARGED"
      ),
      ("| FALSIFY-SCALE-001 | FALSIFIED |", "page-status-differs", "is called FALSIFIED"),
      ("| FALSIFY-SCALE-001 | what it is all about | **PENDING** |", "page-status-differs", "is called PENDING"),
      ("PENDING is `FALSIFY-SCALE-001` now", "page-status-differs", "1:1: error: FALSIFY-SCALE-001 is called PENDING"),
      (
        "FALSIFY-SCALE-002 DISCHARGED, PENDING: FALSIFY-SCALE-001", "page-status-differs",
        "FALSIFY-SCALE-001 is called PENDING"
      ),
      (
        "<!-- pv:status:begin -->\nFALSIFY-SCALE-001 is PENDING\n<!-- pv:status:end -->", "page-status-differs",
        "FALSIFY-SCALE-001 is called PENDING"
      ),
      (
        "It has 17 falsifiers.", "page-count-differs",
        "1:8: error: the scoreboard has no count of 17 falsifiers"
      ),
      ("It has 3\nclauses.", "page-count-differs", "3 clauses"),
    ] {
      let pv = try verify(text + "\n")
      XCTAssertEqual(pv.exitCode, 1, text)
      let found = pv.standardOutput.split(separator: "\n").filter { $0.hasPrefix("docs/page.md") }
      XCTAssertEqual(found.count, 1, pv.standardOutput)
      XCTAssertTrue(found.first?.contains(message) == true, pv.standardOutput)
      XCTAssertTrue(found.first?.hasSuffix("[\(rule)]") == true, pv.standardOutput)
    }
  }

  func testANumberThatWasMeasuredPointsThere() throws {
    let project = try VerifyProject(self)
    try project.writeEvidence(
      one: ["max_abs_error": .init(.real(1.2345e-7), over: "3 f32")],
      oneMutant: [
        "max_abs_error": .init(.real(0.875), over: "3 f32"), "bits_differing": .init(.count(512), over: "512 f32"),
      ])
    try project.folder.write("pv.yaml", "prose: [docs, contracts]\n")
    try project.edit(VerifyProject.contractPath, "look at the scale", "then 0x40000000 or 0.875")
    func notes(_ page: String) throws -> [String] {
      try project.folder.write("docs/page.md", page + "\n")
      let pv = try project.pv("verify", "--verbose")
      XCTAssertEqual(pv.exitCode, 0, pv.standardOutput)
      return pv.standardOutput.split(separator: "\n").filter { $0.contains("help: write") }.map {
        String($0.drop { $0 == " " })
      }
    }
    let own = "help: write `[0.875](pv:max_abs_error@tripled)`"
    let evidence = "evidence/scale-v1/FALSIFY-SCALE-"
    XCTAssertEqual(
      try notes("FALSIFY-SCALE-001 gives 1.23e-7.\n\nAnd 1.23e-7 elsewhere."),
      [
        "help: write `[1.23e-7](../\(evidence)001.json \"pv:FALSIFY-SCALE-001/max_abs_error\")`", own,
      ])
    XCTAssertEqual(try notes("- of FALSIFY-SCALE-001\n- 0.875, of another"), [own])
    XCTAssertEqual(
      try notes("| FALSIFY-SCALE-002 | 0x40000000 |"),
      [
        "help: write `[0x40000000](../\(evidence)002.json \"pv:FALSIFY-SCALE-002/one.bits\")`", own,
      ])
    XCTAssertEqual(
      try notes("FALSIFY-SCALE-001: 87.5 %"),
      [
        "help: write `[87.5 %](../\(evidence)001.json \"pv:FALSIFY-SCALE-001/max_abs_error@tripled\")`", own,
      ])
    // A page of the project's folder itself; what it is told to write points where it should.
    let link = "[1.23e-7](\(evidence)001.json \"pv:FALSIFY-SCALE-001/max_abs_error\")"
    try project.folder.write("pv.yaml", "prose: [README.md, docs, contracts]\n")
    try project.folder.write("README.md", "FALSIFY-SCALE-001 gives 1.23e-7.\n")
    XCTAssertEqual(try notes("Nothing."), ["help: write `\(link)`", own])
    try project.folder.write("README.md", "FALSIFY-SCALE-001 gives \(link).\n")
    XCTAssertEqual(try notes("Nothing."), [own])
    // Few digits, a mutant's count, parts of something else, code, and what points already.
    XCTAssertEqual(
      try notes(
        "FALSIFY-SCALE-001: 0.88, 512, 2^0.875, 0.875/2, x0.875, `0.875`, [0.875](pv:FALSIFY-SCALE-001/max_abs_error@tripled)"
      ),
      [own])
  }

  func testAPageThatIsNotListedIsNotRead() throws {
    let project = try VerifyProject(self)
    try project.folder.write("docs/page.md", "FALSIFY-SCALE-003 and [a](none.md)\n")
    try project.accepts()
    try project.folder.write("pv.yaml", "prose: [none.md]\n")
    let pv = try project.pv("verify")
    XCTAssertEqual(pv.exitCode, 1)
    XCTAssertTrue(pv.standardOutput.contains("the page cannot be read as UTF-8"), pv.standardOutput)
  }

  func testAPointerIsHeldInEveryTextOfAContract() throws {
    for old in [
      "look at the scale", "doubling is exact", "finite x", "nothing is summed", "no rounding without overflow",
    ] {
      let project = try VerifyProject(self)
      try project.edit(
        VerifyProject.contractPath, old, old + " [2](pv:FALSIFY-SCALE-001/none)")
      let pv = try project.pv("verify")
      XCTAssertTrue(pv.standardOutput.contains("prose-number-unresolved"), pv.standardOutput)
    }
  }
}
