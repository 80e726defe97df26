import XCTest

@testable import ContractKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

final class FilesTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = try TemporaryFolder(self).path
    // The unprivileged user of the tests below has to be able to reach the folder.
    chmod(folder, 0o777)
  }

  func testReplacingWritesAllBytesAndLeavesNoTemporaryFile() throws {
    let path = "\(folder)/a/b/file.json"
    try Files.replace(path, with: Array("old".utf8))
    try Files.replace(path, with: Array("new".utf8))
    XCTAssertEqual(try Files.read(path), Array("new".utf8))
    XCTAssertEqual(try Files.names(in: "\(folder)/a/b"), ["file.json"])
  }

  func testFullDiskKeepsTheOldFileAndNamesThePath() throws {
    let path = "\(folder)/file.json"
    try Files.replace(path, with: Array("old".utf8))
    // A file size limit stands for the full disk: the write fails half-way in the same manner.
    var limit = rlimit()
    getrlimit(fileSizeResource, &limit)
    let previous = limit
    limit.rlim_cur = 4096
    XCTAssertEqual(setrlimit(fileSizeResource, &limit), 0)
    defer {
      var restored = previous
      setrlimit(fileSizeResource, &restored)
    }
    XCTAssertThrowsError(try Files.replace(path, with: [UInt8](repeating: 65, count: 1 << 20))) { error in
      XCTAssertTrue("\(error)".contains(path), "\(error)")
    }
    XCTAssertEqual(try Files.read(path), Array("old".utf8))
    XCTAssertEqual(try Files.names(in: folder), ["file.json"])
  }

  func testReadOnlyFolderKeepsTheOldFileAndNamesThePath() throws {
    let path = "\(folder)/file.json"
    try Files.replace(path, with: Array("old".utf8))
    chmod(folder, 0o555)
    defer { chmod(folder, 0o777) }
    // Root writes into read-only folders, so the attempt is made as nobody.
    let isRoot = geteuid() == 0
    if isRoot { XCTAssertEqual(seteuid(65534), 0) }
    defer { if isRoot { XCTAssertEqual(seteuid(0), 0) } }
    XCTAssertThrowsError(try Files.replace(path, with: Array("new".utf8))) { error in
      XCTAssertTrue("\(error)".contains(path), "\(error)")
      XCTAssertTrue("\(error)".contains("ermission denied"), "\(error)")
    }
    XCTAssertEqual(try Files.read(path), Array("old".utf8))
  }

  func testLinksAreNotRead() throws {
    try Files.replace("\(folder)/target", with: [1])
    XCTAssertEqual(symlink("\(folder)/target", "\(folder)/link"), 0)
    XCTAssertThrowsError(try Files.read("\(folder)/link")) { error in
      XCTAssertTrue("\(error)".contains("symbolic link"), "\(error)")
    }
  }

  func testSizeLimitIsCheckedBeforeReading() throws {
    try Files.replace("\(folder)/large", with: [UInt8](repeating: 0, count: 100))
    XCTAssertThrowsError(try Files.read("\(folder)/large", limit: 99))
    XCTAssertEqual(try Files.read("\(folder)/large", limit: 100).count, 100)
  }

  #if canImport(Glibc)
    private var fileSizeResource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_FSIZE.rawValue) }
  #else
    private var fileSizeResource: Int32 { RLIMIT_FSIZE }
  #endif
}
