import Foundation
import XCTest

@testable import Provenance

/// Where a falsifier has no key, and why: docs/evidence-keys.md.
final class KeyProblemTests: XCTestCase {
  private func assertNoKey(
    _ problem: KeyProblem, line: UInt = #line, _ key: @autoclosure () throws -> EvidenceKey
  ) {
    XCTAssertThrowsError(try key(), line: line) { XCTAssertEqual($0 as? KeyProblem, problem, line: line) }
  }

  func testNoFileOfTheTest() throws {
    let package = try SourcePackage(self, changing: ["Tests/T/Dir.swift/x.txt": ""])
    assertNoKey(.noTestFile("T.None"), try package.key("T", "None"))
    assertNoKey(.noTestFile("X.Own"), try package.key("X"))
    assertNoKey(.noTestFile("T.Dir"), try package.key("T", "Dir"))
    assertNoKey(.noTestFile("T."), try package.key("T", ""))
  }

  func testPathsThatNameNothingInThePackage() throws {
    let package = try SourcePackage(self, changing: [:])
    for path in [
      "../x", "Sources//C", "Sources/./C", "", "/", "/*", "/etc/passwd", "Sources/../Sources", ".", "a\u{0}",
    ] {
      assertNoKey(.outsidePackage(path), try package.key(implementation: [path]))
      assertNoKey(.outsidePackage(path), try package.key(fixtures: [path]))
    }
    for path in ["Sources/none", "Sources/C/other.c/*", "Sources/C/other.c/x", "Sources/C/none/*"] {
      assertNoKey(.missing(path), try package.key(implementation: [path]))
      assertNoKey(.missing(path), try package.key(fixtures: [path]))
    }
    XCTAssertNoThrow(try package.key(implementation: ["Sources/C/other.c/", "Sources", "lib/*"]))
  }

  func testALinkInTheFolderOfACandidate() throws {
    let package = try SourcePackage(self, changing: ["lib/x": ""])
    try package.link("Sources/Kernels/.link", to: "other.c")
    try package.link("lib/link", to: "x")
    try package.link("lib/other/link", to: "x")
    XCTAssertNoThrow(try package.key(), "no candidate's, and none with a dot")
    for name in ["link", "link.swift", "link.txt"] {
      try package.link("Sources/Kernels/\(name)", to: "other.c")
      assertNoKey(.link("Sources/Kernels/\(name)"), try package.key())
      try package.remove("Sources/Kernels/\(name)")
    }
    XCTAssertNoThrow(try package.key())
  }

  func testALinkOnTheWayToACandidate() throws {
    let package = try SourcePackage(self, changing: [:])
    try FileManager.default.moveItem(atPath: "\(package.root)/Sources/C", toPath: "\(package.root)/Sources/D")
    try package.link("Sources/C", to: "D")
    assertNoKey(.link("Sources/C"), try package.key())
    try package.remove("Sources/C")
    try FileManager.default.moveItem(atPath: "\(package.root)/Sources/D", toPath: "\(package.root)/Sources/C")
    try FileManager.default.moveItem(atPath: "\(package.root)/Sources", toPath: "\(package.root)/Elsewhere")
    try package.link("Sources", to: "Elsewhere")
    assertNoKey(.link("Sources"), try package.key())
  }

  func testALinkAmongImplementationsAndFixtures() throws {
    let package = try SourcePackage(self, changing: ["data/a": "", "data/deep/b": ""])
    try package.link("data/deep/link", to: "b")
    try package.link("way", to: "data")
    for path in ["data", "data/deep/link", "data/deep/*", "way", "way/a"] {
      let link = path.hasPrefix("way") ? "way" : "data/deep/link"
      assertNoKey(.link(link), try package.key(implementation: [path]))
      assertNoKey(.link(link), try package.key(fixtures: [path]))
    }
    XCTAssertNoThrow(try package.key(implementation: ["data/*"], fixtures: ["data/a"]))
  }

  func testALinkInPlaceOfTheFalsifiersFile() throws {
    let package = try SourcePackage(self, changing: ["Tests/T/z/Other.swift": ""])
    try package.link("Tests/T/A/Own.swift", to: "../Own.swift")
    assertNoKey(.link("Tests/T/A/Own.swift"), try package.key())
    try package.link("Tests/X/Own.swift", to: "../T/Own.swift")
    assertNoKey(.link("Tests/X/Own.swift"), try package.key("X"))
  }

  func testALinkAnywhereWhereTheManifestCannotBeFollowed() throws {
    let package = try SourcePackage(self, changing: ["lib/x": ""], manifest: "var x = 1")
    try package.link(".link", to: "lib")
    XCTAssertNoThrow(try package.key())
    try package.link("lib/link", to: "x")
    assertNoKey(.link("lib/link"), try package.key())
  }

  func testWhatIsNoFileAndWhatCannotBeRead() throws {
    let package = try SourcePackage(self, changing: [:])
    let path = "Sources/Kernels/pipe"
    XCTAssertEqual(mkfifo("\(package.root)/\(path)", 0o600), 0)
    assertNoKey(.unreadable("\(path) is no regular file"), try package.key())
    try package.remove(path)
    XCTAssertEqual(mkfifo("\(package.root)/lib/pipe", 0o600), 0)
    assertNoKey(.missing("lib/pipe"), try package.key(fixtures: ["lib/pipe"]))
    assertNoKey(.unreadable("lib/pipe is no regular file"), try package.key(fixtures: ["lib"]))
    try package.write(path + ".swift", "x")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: "\(package.root)/\(path).swift")
    // Root reads every file.
    guard geteuid() != 0 else { return }
    XCTAssertThrowsError(try package.key()) { error in
      guard case .unreadable = error as? KeyProblem else { return XCTFail("\(error)") }
    }
  }

  func testNoManifest() throws {
    let package = try SourcePackage(self, SourcePackage.files, manifest: nil)
    assertNoKey(.noManifest, try package.key())
    XCTAssertNil(KeyBook(root: package.root).testFile(module: "T", className: "Own"))
    try package.link("Package.swift", to: "Tests/T/Own.swift")
    assertNoKey(.noManifest, try package.key())
    assertNoKey(.noManifest, try SourcePackage(self, ["Package.swift/x": ""], manifest: nil).key())
  }

  func testEachProblemNamesItsPath() {
    for (problem, text) in [
      (.outsidePackage("a"), "a is not a path inside the package"), (.missing("a"), "a does not exist"),
      (.link("a"), "a is a symbolic link, which is not followed"), (.unreadable("a is b"), "a is b"),
      (.noManifest, "there is no Package.swift"), (.noTestFile("A.B"), "no source file holds the test A.B"),
      (.noTestFile(""), "no source file holds the test (none declared)"),
    ] as [(KeyProblem, String)] { XCTAssertEqual(problem.description, text) }
  }
}
