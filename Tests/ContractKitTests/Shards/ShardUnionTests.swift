import ContractKit
import XCTest

/// What `pv merge` takes, and what it refuses, with the place and the way out.
final class ShardUnionTests: XCTestCase {
  private var folder: TemporaryFolder!

  override func setUpWithError() throws { folder = try TemporaryFolder(self) }

  private let items = ["a-v1/F1", "a-v1/F2", "b-v1/F3", "b-v1/F4", "b-v1/F5"]

  private func record(
    _ number: Int, of count: Int = 3, items: [String]? = nil, _ change: (inout ShardRecord) -> Void = { _ in }
  ) throws -> ShardRecord {
    let items = items ?? self.items
    let shards = ShardSplit.shards(of: items, durations: [:], count: count)
    var record = ShardRecord(
      kind: .run, index: try XCTUnwrap(ShardIndex(number, of: count)), parameters: ["stale": .bool(false)],
      inputs: ["contracts": "c0ffee"],
      demand: items.map { .init(name: $0, shard: shards[$0] ?? 0, digests: ["key": "k-\($0)"]) },
      command: ["pv", "run", "--shard", "\(number)/\(count)", "--filter", "a b"], host: "here",
      started: "2026-11-30T09:00:00Z")
    change(&record)
    return record
  }

  /// A finished attempt whose items all say the same word.
  @discardableResult
  private func finish(
    _ record: ShardRecord, word: String = "finished", done: [String]? = nil, in place: String? = nil
  ) throws -> ShardFolder {
    let shard = try ShardFolder(of: record.index, in: place ?? folder.path)
    try shard.begin(record)
    try Files.replace("\(shard.path)/ledger.jsonl", with: Array("\(record.index)\n".utf8))
    let outcome = JSON.object(["event": .string(word)])
    try shard.finish(
      record,
      done: Dictionary(
        uniqueKeysWithValues: (done ?? record.own).map { ($0, .init(outcome: outcome, milliseconds: 7)) }),
      files: ["ledger.jsonl", "notes.jsonl"])
    return shard
  }

  private func problems(file: StaticString = #filePath, line: UInt = #line) -> [String] {
    do throws(ShardUnion.Refusal) {
      _ = try ShardUnion(paths: [folder.path])
      XCTFail("nothing is refused", file: file, line: line)
      return []
    } catch { return error.problems.map { $0.replacingOccurrences(of: folder.path + "/", with: "") } }
  }

  // MARK: What is taken

  func testAllShardsAreTakenInTheirOrder() throws {
    for number in [3, 1, 2] { try finish(try record(number)) }
    let union = try ShardUnion(paths: [folder.path])
    XCTAssertEqual(union.attempts.map(\.record.index.number), [1, 2, 3])
    XCTAssertEqual(union.ignored, [])
    XCTAssertEqual(union.durations.milliseconds, Dictionary(uniqueKeysWithValues: items.map { ($0, 7) }))
    for item in union.common.demand {
      XCTAssertEqual(union.attempt(of: item).outcome(of: item.name)?["event"]?.string, "finished")
    }
    // By their own names, some twice, and from folders of an engine's.
    let names = [1, 2, 3, 1].map { "\(folder.path)/shard-\($0)-of-3" }
    XCTAssertEqual(try ShardUnion(paths: names + [folder.path]).attempts.count, 3)
    try FileManager.default.createDirectory(atPath: "\(folder.path)/job-7", withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: names[1], toPath: "\(folder.path)/job-7/shard-2-of-3")
    XCTAssertEqual(try ShardUnion(paths: [folder.path]).attempts.count, 3)
  }

  func testAnAttemptThatDidNotFinishIsNamedAndIgnored() throws {
    for number in 1...3 { try finish(try record(number)) }
    // Killed before it had written anything, and killed while it ran.
    XCTAssertEqual(
      try ShardFolder(of: try record(2).index, in: folder.path).path, "\(folder.path)/shard-2-of-3.attempt-2")
    let late = try ShardFolder(of: try record(2).index, in: folder.path)
    try late.begin(try record(2))
    let ignored = try ShardUnion(paths: [folder.path]).ignored
    XCTAssertEqual(ignored.count, 2)
    XCTAssertTrue(
      ignored[0].hasSuffix("shard-2-of-3.attempt-2: this attempt ended before it wrote shard.json"), ignored[0])
    XCTAssertTrue(
      ignored[1].contains("shard-2-of-3.attempt-3: this attempt of shard 2/3 did not finish; ")
        && ignored[1].hasSuffix("shard-2-of-3 did, and is taken"), ignored[1])
  }

  func testTwoFinishedAttemptsThatAgreeCountOnce() throws {
    for number in [1, 2, 2, 3] {
      // Where and when is nothing that they must agree in.
      try finish(try record(number) { ($0.host, $0.command) = ("host \(number)", ["elsewhere"]) })
    }
    XCTAssertEqual(try ShardUnion(paths: [folder.path]).attempts.count, 3)
  }

  // MARK: What is refused

  func testAFolderWithoutShards() throws {
    XCTAssertTrue(problems()[0].contains("it contains no folder of a shard"))
  }

  func testAMissingShardIsNamedWithTheCommandThatRunsIt() throws {
    for number in [1, 3] { try finish(try record(number)) }
    XCTAssertEqual(
      problems(),
      ["shard 2/3 is missing: none of the folders belongs to it; run it: pv run --shard 2/3 --filter 'a b'"])
  }

  func testAShardThatDidNotFinish() throws {
    for number in [1, 3] { try finish(try record(number)) }
    try ShardFolder(of: try record(2).index, in: folder.path).begin(try record(2))
    XCTAssertEqual(
      problems(),
      [
        "shard 2/3 did not finish, or still runs: shard-2-of-3, started 2026-11-30T09:00:00Z on here; wait for it, or run "
          + "it again: pv run --shard 2/3 --filter 'a b'"
      ])
  }

  func testARecordThatIsCutOffOrEdited() throws {
    for number in 1...3 { try finish(try record(number)) }
    let path = "\(folder.path)/shard-2-of-3/shard.json"
    let bytes = try Files.read(path)
    try Files.replace(path, with: bytes.dropLast(9))
    XCTAssertTrue(problems()[0].hasPrefix("shard-2-of-3/shard.json: unreadable: "), "\(problems())")
    try Files.replace(path, with: [UInt8]())
    XCTAssertTrue(problems()[0].hasPrefix("shard-2-of-3/shard.json: unreadable: "), "\(problems())")
    let edited = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "finished\"", with: "finishes\"")
    try Files.replace(path, with: Array(edited.utf8))
    XCTAssertTrue(problems()[0].hasPrefix("shard-2-of-3/shard.json: edited: "), "\(problems())")
    let newer = String(decoding: bytes, as: UTF8.self).replacingOccurrences(
      of: "\"version\": 1", with: "\"version\": 2")
    try Files.replace(path, with: Array(newer.utf8))
    XCTAssertTrue(problems()[0].contains("written in version 2 of the form, but this pv reads 1"), "\(problems())")
  }

  /// Whatever is cut off, and wherever: a record is read whole or not at all.
  func testNoPrefixOfARecordIsOne() throws {
    let bytes = try record(1) { $0.done = [:] }.bytes
    for end in 0..<bytes.count { XCTAssertThrowsError(try ShardRecord(reading: Array(bytes[..<end])), "\(end) bytes") }
    XCTAssertEqual(try ShardRecord(reading: bytes).done, [:])
  }

  func testAFileThatIsCutOffOrMissing() throws {
    for number in 1...3 { try finish(try record(number)) }
    let path = "\(folder.path)/shard-3-of-3/ledger.jsonl"
    try Files.replace(path, with: [UInt8]())
    XCTAssertTrue(
      problems()[0].hasPrefix(
        "shard-3-of-3/ledger.jsonl is cut off or changed: it has e3b0c44298fc…, and shard 3/3 wrote"),
      "\(problems())")
    try FileManager.default.removeItem(atPath: path)
    XCTAssertTrue(
      problems()[0].hasPrefix("shard-3-of-3/ledger.jsonl is missing, but shard 3/3 wrote it; copy the folder again"),
      "\(problems())")
  }

  func testAnItemThatIsDoneTwiceOrNotAtAllOrWasNotDemanded() throws {
    let own = try (1...3).map { try record($0).own }
    try finish(try record(1), done: own[0] + [own[1][0]])
    try finish(try record(2), done: Array(own[1].dropFirst()) + ["z-v1/F9"])
    try finish(try record(3))
    XCTAssertEqual(
      problems().map { String($0.prefix { $0 != ";" }) },
      [
        "shard-1-of-3: shard 1/3 did \(own[1][0]), which belongs to shard 2, and would count twice",
        "shard-2-of-3: \(own[1][0]) is missing from what shard 2/3 says it did",
        "shard-2-of-3: shard 2/3 did z-v1/F9, which was not demanded of any shard",
      ])
  }

  func testFinishedTwiceAndNotTheSame() throws {
    for number in 1...3 { try finish(try record(number)) }
    try finish(try record(2), word: "crashed")
    let problem = problems()[0]
    for part in [
      "shard 2/3 was finished twice, in ",
      "shard-2-of-3.attempt-2, and a-v1/F2 is not the same (event finished, event crashed)",
      "and so are 1 more", "leave out the folder that is wrong",
    ] { XCTAssertTrue(problem.contains(part), "\(problem) lacks \(part)") }
  }

  /// One other shard of each kind of strangeness, and the words for it.
  func testShardsOfOtherRuns() throws {
    let strangers: [(String, ShardRecord)] = [
      ("it is one of 4 shards, not of 3", try record(2, of: 4)),
      ("`stale` was true, not false", try record(2) { $0.parameters["stale"] = .bool(true) }),
      ("`live` was [], not nothing", try record(2) { $0.parameters["live"] = .array([]) }),
      ("its `contracts` was different (decaf, not c0ffee)", try record(2) { $0.inputs["contracts"] = "decaf" }),
      ("its `durations` was different (1234, not none)", try record(2) { $0.inputs["durations"] = "1234" }),
      ("b-v1/F5 was demanded of the latter only", try record(2, items: Array(items.dropLast()))),
      (
        "it ran other sources: b-v1/F3 has another key",
        try record(2) { $0.demand[2].digests["key"] = "moved" }
      ),
      ("a-v1/F1 belongs to shard 3, not to shard 1", try record(2) { $0.demand[0].shard = 3 }),
    ]
    for (index, (words, stranger)) in strangers.enumerated() {
      let place = "\(folder.path)/\(index)"
      try finish(try record(1), in: place)
      try finish(stranger, in: place)
      try finish(try record(3), in: place)
      do throws(ShardUnion.Refusal) {
        _ = try ShardUnion(paths: [place])
        XCTFail("not refused: \(words)")
      } catch {
        let problem = error.problems[0]
        XCTAssertTrue(problem.contains("belongs to another run than"), problem)
        XCTAssertTrue(problem.contains(": \(words); give the folders of one run only"), "\(problem) lacks \(words)")
      }
    }
  }

  func testARecordIsReadAsItWasWritten() throws {
    var record = try record(2)
    XCTAssertEqual(try ShardRecord(reading: record.bytes), record)
    record.done = ["a-v1/F2": .init(outcome: .object(["event": .string("crashed")]), milliseconds: nil)]
    record.files = ["ledger.jsonl": Digest(of: [])]
    XCTAssertEqual(try ShardRecord(reading: record.bytes), record)
    record.files = ["../ledger.jsonl": Digest(of: [])]
    XCTAssertThrowsError(try ShardRecord(reading: record.bytes), "a path that leads out of the folder")
  }
}
