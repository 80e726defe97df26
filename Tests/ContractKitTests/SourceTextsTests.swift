import Foundation
import XCTest

import ContractKit

/// Files that have been judged are read again where a report shows their lines.
final class SourceTextsTests: XCTestCase {
  private let text = "metadata:\n  descripton: \"a\"\n"
  private var folder: TemporaryFolder!
  private var path: String { folder.path + "/a-v1.yaml" }

  override func setUpWithError() throws {
    folder = try TemporaryFolder(self)
    try folder.write("a-v1.yaml", text)
  }

  private func judged() -> Validation {
    Validation(ContractInputs(paths: [folder.path]), today: CalendarDate("2026-07-01")!)
  }

  private func shown(_ validation: Validation) -> String { ReportFormat.human.render(validation.report()) }

  func testTheLineIsReadAgain() {
    let validation = judged()
    XCTAssertTrue(shown(validation).contains("2 |   descripton: \"a\""), shown(validation))
    XCTAssertEqual(validation.sources.paths, [path])
  }

  func testAFileThatChangedShowsNoLine() throws {
    let validation = judged()
    let count = validation.diagnostics.count
    for changed in ["metadata:\n", text + "a: b\n", text.replacingOccurrences(of: "descripton", with: "description")] {
      try folder.write("a-v1.yaml", changed)
      XCTAssertFalse(shown(validation).contains(" |"), shown(validation))
      XCTAssertTrue(shown(validation).contains("near-miss-key"))
    }
    try FileManager.default.removeItem(atPath: path)
    XCTAssertFalse(shown(validation).contains(" |"))
    XCTAssertEqual(validation.diagnostics.count, count)
    for format in ReportFormat.allCases { XCTAssertFalse(format.render(validation.report()).isEmpty) }
  }

  /// What was read before it was judged, as standard input is, cannot be read again and is kept.
  func testWhatWasReadIsKept() {
    let file = ContractFile(path: "stdin.yaml", bytes: Array(text.utf8))
    let validation = Validation(ContractInputs(files: [.read(file)]), today: CalendarDate("2026-07-01")!)
    XCTAssertTrue(shown(validation).contains("2 |   descripton: \"a\""), shown(validation))
  }

  func testReadingAFileAndJudgingASetSayTheSame() {
    let set = Validation(.load(paths: [folder.path]), today: CalendarDate("2026-07-01")!)
    XCTAssertEqual(shown(set), shown(judged()))
  }
}
