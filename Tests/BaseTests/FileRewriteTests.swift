import Base
import XCTest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

final class FileRewriteTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = try TemporaryFolder(self).path
    chmod(folder, 0o777)
  }

  private func file(_ mode: mode_t, _ name: String = "a.yaml") throws -> String {
    let path = "\(folder)/\(name)"
    try Files.replace(path, with: Array("old".utf8))
    XCTAssertEqual(chmod(path, mode), 0)
    return path
  }

  private func status(_ path: String) -> stat {
    var status = stat()
    XCTAssertEqual(stat(path, &status), 0)
    return status
  }

  private func assertRefused(_ path: String, _ reason: String) throws {
    let before = try Files.read(path, followsLinks: true, limit: 100).bytes
    XCTAssertThrowsError(try FileRewrite.replace(path, with: Array("new".utf8))) { error in
      XCTAssertEqual("\(error)", "cannot replace \(path): \(reason)")
    }
    XCTAssertEqual(try Files.read(path, followsLinks: true, limit: 100).bytes, before)
    XCTAssertFalse(try Files.names(in: folder).contains { $0.contains(".tmp.") })
  }

  func testModesStay() throws {
    for mode: mode_t in [0o755, 0o640, 0o600, 0o664, 0o2755] {
      let path = try file(mode)
      try FileRewrite.replace(path, with: Array("new".utf8))
      XCTAssertEqual(status(path).st_mode & 0o7777, mode)
      XCTAssertEqual(try Files.read(path), Array("new".utf8))
    }
    XCTAssertEqual(try Files.names(in: folder), ["a.yaml"])
  }

  func testAReadOnlyFileIsRefused() throws { try assertRefused(try file(0o444), "it is read-only") }

  func testTheOwnerStaysOrTheFileIsRefused() throws {
    guard geteuid() == 0 else { throw XCTSkip("owners not tried: only root can give a file away") }
    let path = try file(0o646)
    XCTAssertEqual(chown(path, 65534, 65533), 0)
    try FileRewrite.replace(path, with: Array("new".utf8))
    XCTAssertEqual(status(path).st_uid, 65534)
    XCTAssertEqual(status(path).st_gid, 65533)
    XCTAssertEqual(status(path).st_mode & 0o7777, 0o646)
    XCTAssertEqual(seteuid(1234), 0)
    defer { XCTAssertEqual(seteuid(0), 0) }
    try assertRefused(path, "its owner or its group is another one, and would not stay")
  }

  func testLinksStay() throws {
    let path = try file(0o600)
    XCTAssertEqual(symlink("a.yaml", "\(folder)/link.yaml"), 0)
    try FileRewrite.replace("\(folder)/link.yaml", with: Array("new".utf8))
    XCTAssertEqual(Files.kind(of: "\(folder)/link.yaml"), .link)
    XCTAssertEqual(try Files.read(path), Array("new".utf8))
    XCTAssertEqual(link(path, "\(folder)/b.yaml"), 0)
    try assertRefused(path, "it has 2 names (hard links), and the others would keep what it says now")
  }

  func testWhatIsNoFileIsRefused() throws {
    for path in ["\(folder)/none", folder] {
      XCTAssertThrowsError(try FileRewrite.replace(path, with: [])) { error in
        XCTAssertTrue("\(error)".hasPrefix("cannot replace \(path): "), "\(error)")
      }
    }
  }
}
