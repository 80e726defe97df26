import ContractKit
import Foundation
import XCTest

/// Each form of a report, byte by byte, against a committed file.
///
/// `PV_RECORD_GOLDEN=1` writes the files anew and fails the run, so that no run passes on what it has
/// just recorded.
final class GoldenReportTests: XCTestCase {
  private let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../Golden").standardized

  func testEachFormIsAsRecorded() throws {
    for format in ReportFormat.allCases {
      try compare(format.render(SampleReport.report()), "\(format.rawValue).txt")
    }
    try compare(ReportFormat.human.render(SampleReport.report(), color: true, verbose: true), "human-color-verbose.txt")
    try compare(ReportFormat.concise.render(SampleReport.report(), verbose: true), "concise-verbose.txt")
  }

  func testNoFileIsLeftBehind() throws {
    let names = ReportFormat.allCases.map { "\($0.rawValue).txt" } + ["human-color-verbose.txt", "concise-verbose.txt"]
    XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted(), names.sorted())
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["PV_RECORD_GOLDEN"] != nil {
      try Data(text.utf8).write(to: file)
      return XCTFail("recorded \(name): look at the difference, then run without PV_RECORD_GOLDEN")
    }
    XCTAssertEqual(text, try String(contentsOf: file, encoding: .utf8), name)
  }
}
