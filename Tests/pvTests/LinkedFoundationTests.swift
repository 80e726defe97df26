import Foundation
import XCTest

/// The whole of Foundation carries 30 MB of ICU's tables into every program that is linked statically.
final class LinkedFoundationTests: XCTestCase {
  /// Nothing that pv is made of imports it, but where the small one does not exist.
  func testTheProgramUsesTheSmallFoundationAlone() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let sources = root.appendingPathComponent("Sources").path
    let files = try XCTUnwrap(FileManager.default.enumerator(atPath: sources)).compactMap { $0 as? String }
      .filter { $0.hasSuffix(".swift") && !$0.hasPrefix("FalsifierKit/") }
    XCTAssertGreaterThan(files.count, 500)
    for file in files {
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      XCTAssertFalse(
        text.hasPrefix("import Foundation\n") || text.contains("\nimport Foundation\n"),
        "Sources/\(file) imports Foundation: what is needed of it is in Base, or for Glibc")
    }
  }
}
