import Foundation
import XCTest

@testable import Site

/// A folder that is not ours is left alone, and in one that is only our files are replaced or removed.
final class SiteFolderTests: XCTestCase {
  private var path = ""

  override func setUp() { path = WrittenSite.folder(self) }

  private func files() throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try String(contentsOfFile: "\(path)/\($0)", encoding: .utf8)) })
  }

  private func put(_ name: String, _ text: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  @discardableResult private func write(_ pages: [String: String]) throws -> (files: Int, removed: Int) {
    let folder = try SiteFolder(path)
    for (name, text) in pages.sorted(by: { $0.key < $1.key }) { try folder.write(name, Array(text.utf8)) }
    return try folder.finish()
  }

  func testPagesThatAreGoneAreRemovedAndOthersFilesStay() throws {
    XCTAssertTrue(try write(["a.html": "1", "b.html": "2"]) == (2, 0))
    try put("CNAME", "example.org")
    XCTAssertTrue(try write(["b.html": "3", "c.html": "4"]) == (2, 1))
    XCTAssertEqual(
      try files(), ["CNAME": "example.org", "b.html": "3", "c.html": "4", ".pv-site": "pv-site 1\nb.html\nc.html\n"])
  }

  func testAFolderWithOtherFilesIsRefused() throws {
    try put("thesis.tex", "years of work")
    XCTAssertThrowsError(try write(["a.html": "1"])) { XCTAssertTrue("\($0)".contains("it is not a site"), "\($0)") }
    XCTAssertEqual(try files(), ["thesis.tex": "years of work"])
  }

  /// A page that is new goes nowhere where something else stands, and nothing of others is removed.
  func testAFileInThePlaceOfAPageIsRefused() throws {
    try write(["a.html": "1"])
    try put("b.html", "mine")
    XCTAssertThrowsError(try write(["a.html": "1", "b.html": "2"])) {
      XCTAssertTrue("\($0)".contains("b.html is not a page of this site"), "\($0)")
    }
    try write(["a.html": "1"])
    XCTAssertEqual(try files()["b.html"], "mine")
  }

  func testAFileInThePlaceOfTheFolderIsRefused() throws {
    try Data("x".utf8).write(to: URL(fileURLWithPath: path))
    XCTAssertThrowsError(try write(["a.html": "1"])) { XCTAssertTrue("\($0)".contains("is no folder"), "\($0)") }
  }

  func testAnotherVersionsMarkerIsRefused() throws {
    try put(".pv-site", "pv-site 9\n")
    XCTAssertThrowsError(try write(["a.html": "1"])) { XCTAssertTrue("\($0)".contains("name another folder"), "\($0)") }
  }

  /// A marker that is a link would be written through.
  func testAMarkerThatIsALinkIsRefused() throws {
    try put("elsewhere", "pv-site 1\n")
    let target = WrittenSite.folder(self)
    try FileManager.default.moveItem(atPath: "\(path)/elsewhere", toPath: target)
    try FileManager.default.createSymbolicLink(atPath: "\(path)/.pv-site", withDestinationPath: target)
    XCTAssertThrowsError(try write(["a.html": "1"]))
    XCTAssertEqual(try String(contentsOfFile: target, encoding: .utf8), "pv-site 1\n")
  }

  /// Names that a marker was given by hand lead nowhere else.
  func testAMarkerCannotNameFilesElsewhere() throws {
    let outside = WrittenSite.folder(self)
    try Data("keep".utf8).write(to: URL(fileURLWithPath: outside))
    let name = (outside as NSString).lastPathComponent
    try put(".pv-site", "pv-site 1\n../\(name)\n.git\n")
    XCTAssertTrue(try write(["a.html": "1"]) == (1, 0))
    XCTAssertEqual(try String(contentsOfFile: outside, encoding: .utf8), "keep")
  }

  /// What an interrupted run left is known to the next one.
  func testAnInterruptedRunIsCompleted() throws {
    do {
      let folder = try SiteFolder(path)
      try folder.write("left.html", Array("x".utf8))
    }
    XCTAssertTrue(try write(["a.html": "1"]) == (1, 1))
    XCTAssertEqual(try files(), ["a.html": "1", ".pv-site": "pv-site 1\na.html\n"])
  }

  /// A page that is a link is replaced, and what it led to stays.
  func testALinkInThePlaceOfAPageIsReplaced() throws {
    _ = try write(["a.html": "1"])
    let target = WrittenSite.folder(self)
    try Data("keep".utf8).write(to: URL(fileURLWithPath: target))
    try FileManager.default.removeItem(atPath: "\(path)/a.html")
    try FileManager.default.createSymbolicLink(atPath: "\(path)/a.html", withDestinationPath: target)
    _ = try write(["a.html": "2"])
    XCTAssertEqual(try String(contentsOfFile: target, encoding: .utf8), "keep")
    XCTAssertEqual(try files()["a.html"], "2")
  }
}
