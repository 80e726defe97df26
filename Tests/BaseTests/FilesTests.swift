import Base
import XCTest

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

/// Writers and readers at the same time, and paths that lead out.
final class FilesAtOnceTests: XCTestCase {
  func testReadersSeeWholeFilesWhileTwoWritersReplaceThem() throws {
    let folder = try TemporaryFolder(self).path
    let path = "\(folder)/evidence.json"
    let contents = [UInt8(1), 2].map { [UInt8](repeating: $0, count: 100_000) }
    try Files.replace(path, with: contents[0])
    DispatchQueue.concurrentPerform(iterations: 4) { worker in
      for _ in 0..<50 {
        if worker < 2 {
          do { try Files.replace(path, with: contents[worker]) } catch { XCTFail("\(error)") }
        } else {
          let seen = (try? Files.read(path)) ?? []
          XCTAssertTrue(contents.contains(seen), "a reader saw a part of a file")
        }
      }
    }
    XCTAssertEqual(try Files.names(in: folder), ["evidence.json"])
  }

  func testNoPartOfAPathBelowAFolderMayLeadOutOfIt() throws {
    let folder = try TemporaryFolder(self).path
    try Files.replace("\(folder)/in/a", with: [1])
    try Files.replace("\(folder)/out/a", with: [2])
    XCTAssertEqual(symlink("\(folder)/out", "\(folder)/in/link"), 0)
    XCTAssertEqual(symlink("\(folder)/out/a", "\(folder)/in/file"), 0)
    XCTAssertEqual(try Files.read("a", below: "\(folder)/in"), [1])
    for path in ["link/a", "file", "../out/a", "./a", "", "a/", "/etc/hostname"] {
      XCTAssertThrowsError(try Files.read(path, below: "\(folder)/in"), path)
    }
    for path in ["link/a", "../out/a", "file"] {
      XCTAssertThrowsError(try Files.replace(path, below: "\(folder)/in", with: [3]), path)
    }
    XCTAssertEqual(try Files.read("\(folder)/out/a"), [2])
    // The folder itself may be reached through a link: that is its owner's choice.
    XCTAssertEqual(try Files.read("a", below: "\(folder)/in/link"), [2])
  }

  func testALockIsHeldByOneAndEndsWithIt() throws {
    let path = "\(try TemporaryFolder(self).path)/lock"
    func isFree() throws -> Bool { try FileLock(path, creating: false) != nil }
    do {
      guard let lock = try FileLock(path, creating: true) else { return XCTFail("nobody holds it") }
      XCTAssertFalse(try isFree())
      _ = consume lock
    }
    XCTAssertTrue(try isFree())
    let second = try FileLock(path, creating: true)
    XCTAssertTrue(second == nil, "the file is there already")
  }
}
