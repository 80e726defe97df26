import ContractKit
import Foundation
import XCTest

/// What SARIF offers as a fix is what `--fix` does.
final class SARIFFixTests: XCTestCase {
  func testFixesAreThoseOfTheCommand() throws {
    let text = String(decoding: RuleExample.completed([]), as: UTF8.self)
      .replacingOccurrences(of: "domain:", with: "domian:").replacingOccurrences(of: "\"1.0.0\"", with: "1.0")
    let file = decode(text, path: "/nowhere/a-v1.yaml")
    let validation = Validation(ContractSet(files: [file]), today: CalendarDate("2026-07-01")!)
    XCTAssertEqual(Set(validation.diagnostics.map(\.rule)), ["near-miss-key", "version-not-semver"])
    let log = try XCTUnwrap(
      JSONSerialization.jsonObject(with: Data(ReportFormat.sarif.render(validation.report()).utf8)) as? [String: Any])
    let run = try XCTUnwrap((log["runs"] as? [[String: Any]])?.first)
    var bytes = Array(text.utf8)
    for result in try XCTUnwrap(run["results"] as? [[String: Any]]).reversed() {
      let fix = try XCTUnwrap((result["fixes"] as? [[String: Any]])?.first)
      XCTAssertNotNil((fix["description"] as? [String: String])?["text"])
      let change = try XCTUnwrap((fix["artifactChanges"] as? [[String: Any]])?.first)
      XCTAssertEqual((change["artifactLocation"] as? [String: String])?["uri"], "file:///nowhere/a-v1.yaml")
      let replacement = try XCTUnwrap((change["replacements"] as? [[String: Any]])?.first)
      let region = try XCTUnwrap(replacement["deletedRegion"] as? [String: Int])
      let inserted = try XCTUnwrap((replacement["insertedContent"] as? [String: String])?["text"])
      let start = try XCTUnwrap(region["byteOffset"])
      bytes.replaceSubrange(start..<start + region["byteLength"]!, with: inserted.utf8)
    }
    XCTAssertEqual(String(decoding: bytes, as: UTF8.self), String(decoding: FixedFile(file).new, as: UTF8.self))
    XCTAssertTrue(String(decoding: bytes, as: UTF8.self).contains("domain:"))
  }

  func testWhatCannotBeFixedOffersNothing() throws {
    let text = String(decoding: RuleExample.completed([]), as: UTF8.self)
      .replacingOccurrences(of: "    domain: \"1 <= n\"", with: "    domain: a\n    domian: b")
    let validation = Validation(
      ContractSet(files: [decode(text, path: "/nowhere/a-v1.yaml")]), today: CalendarDate("2026-07-01")!)
    XCTAssertEqual(validation.diagnostics.map(\.rule), ["near-miss-key"])
    XCTAssertFalse(ReportFormat.sarif.render(validation.report()).contains("\"fixes\""))
  }
}
