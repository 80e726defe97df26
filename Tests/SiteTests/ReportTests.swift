import ContractKit
import Foundation
import XCTest

@testable import Site

/// Reports that other commands wrote, and what is refused in their place.
final class ReportTests: XCTestCase {
  private func file(_ text: String) throws -> String {
    let path = WrittenSite.folder(self)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  func testTheRecordsOfThisRepositoryAreShown() throws {
    let folder = "\(Repository.path)/docs/conformance"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let libraries = try names.map { try ConformedLibrary(path: "\(folder)/\($0)") }
    XCTAssertEqual(libraries.count, 9)
    let numpy = try XCTUnwrap(libraries.first { $0.name == "NumPy" })
    let dot = try XCTUnwrap(numpy.clauses.first { $0.falsifier == "FALSIFY-DOT-001" })
    XCTAssertEqual(dot.verdict, "holds")
    XCTAssertEqual(dot.margin, "2.15")
    let exp = try XCTUnwrap(numpy.clauses.first { $0.falsifier == "FALSIFY-SOFTMAX-007" })
    XCTAssertEqual(exp.margin, "-1.22")
    XCTAssertEqual(exp.reason, "bound_ratio is 2.334149; must be ≤ 1")
    XCTAssertEqual(numpy.source, "numpy==2.4.6")
    XCTAssertEqual(numpy.operations.first?.invariances.first { $0.name == "address" }?.compared, 1749)
  }

  /// Decimals in strings stay what they are, and a report without any is read as it is.
  func testAReportOfPVConformIsRead() throws {
    let path = try file(
      """
      {"schema": {"name": "pv-conformance", "version": 1}, "library": {"name": "lib\\"1.5\\".so", "sha256": "ab"},
       "machine": {"architecture": "x86_64", "features": ["scalar"], "system": "Debian"}, "seed": "s",
       "clauses": [{"contract": "c-v1", "falsifier": "F", "clauses": ["x"], "verdict": "falsified",
                    "report": ["0.5 off"], "diagnosis": "zeros"}],
       "operations": [{"symbol": "pv_dot_f32", "invariances": {"address": {"compared": 3, "breaches": 1}},
                       "manners": {"nan": {"holds": false}, "reads": {"holds": true}}}]}
      """)
    let library = try ConformedLibrary(path: path)
    XCTAssertEqual(library.name, "lib\"1.5\".so")
    XCTAssertEqual(library.clauses.first?.reason, "zeros")
    XCTAssertEqual(library.operations.first?.breaches, ["nan"])
    XCTAssertEqual(library.operations.first?.invariances.first?.differing, 1)
  }

  func testOtherFilesAreRefused() throws {
    for text in [
      "", "[]", "{}", "{\"clauses\": []}", "{\"title\": \"x\", \"clauses\": [{}], \"operations\": []}", "no json",
    ] {
      let path = try file(text)
      XCTAssertThrowsError(try ConformedLibrary(path: path), text) { XCTAssertTrue("\($0)".contains(path), "\($0)") }
      XCTAssertThrowsError(try SiteBisection(path: path), text) { XCTAssertTrue("\($0)".contains(path), "\($0)") }
    }
  }

  func testABisectionIsReadAndItsFirstStageMarked() throws {
    func stage(_ point: String, _ violations: Int, _ local: String) -> String {
      """
      {"point": "\(point)", "violations": \(violations), "allowance": "same bits", "rounded_display":
       {"total": {"worst": "0.5"}, "local": {"worst": "\(local)"}, "inherited": {"worst": "nan"}, "amplification": null}}
      """
    }
    let path = try file(
      """
      {"first": "layer-1/ffn_out", "verdict": "first: layer-1/ffn_out",
       "stages": [\(stage("embedding", 0, "0")), \(stage("layer-0/ffn_out", 0, "0.001")), \(stage("layer-1/ffn_out", 7, "0.1"))]}
      """)
    let bisection = try SiteBisection(path: path)
    XCTAssertEqual(bisection.stages.map(\.violations), [0, 0, 7])
    let parts = BisectionPage.page(bisection).parts().map(\.text).joined()
    XCTAssertTrue(parts.contains("<code>layer-1/ffn_out</code> <strong>← first</strong>"), parts)
    XCTAssertTrue(parts.contains("class=\"mark\""), parts)
  }
}
