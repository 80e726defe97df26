import ContractKit
import Foundation
import XCTest

/// `pv run --shard` and `pv merge`, on falsifiers that programs record: what is united is what one machine gives.
final class ShardTests: XCTestCase {
  private static let shards = 3

  private func run(
    _ project: RecordedProject, _ arguments: String..., exitCode: Int32 = 0, says parts: [String] = [],
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let process = try PVProcess(arguments: arguments, in: project.path)
    let said = process.standardOutput + process.standardError
    XCTAssertEqual(process.exitCode, exitCode, said, file: file, line: line)
    for part in parts { XCTAssertTrue(said.contains(part), "\(said) lacks \(part)", file: file, line: line) }
  }

  private func runShards(_ project: RecordedProject, _ numbers: [Int] = [1, 2, 3], _ more: String...) throws {
    for number in numbers {
      let process = try PVProcess(
        arguments: ["run", "--shard", "\(number)/\(Self.shards)", "--into", "shards"] + more, in: project.path)
      XCTAssertEqual(process.exitCode, 0, process.standardOutput + process.standardError)
    }
  }

  /// All files below a folder of a project.
  private func tree(_ project: RecordedProject, _ folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: "\(project.path)/\(folder)")
    where Files.kind(of: "\(project.path)/\(folder)/\(path)") == .file {
      files[path] = try Files.read("\(project.path)/\(folder)/\(path)")
    }
    return files
  }

  private func ledger(_ project: RecordedProject) throws -> [String] {
    try project.text(".build/falsifier-runs/latest/ledger.jsonl").split(separator: "\n").map(String.init).sorted()
  }

  /// Everything that a run leaves and that names no machine and no time is the same as that of one machine.
  private func assertSame(
    _ united: RecordedProject, _ whole: RecordedProject, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let run = ".build/falsifier-runs/latest/evidence"
    for folder in ["evidence", run] {
      XCTAssertEqual(try tree(united, folder), try tree(whole, folder), folder, file: file, line: line)
    }
    XCTAssertEqual(try ledger(united), try ledger(whole), file: file, line: line)
  }

  func testWhatIsUnitedIsWhatOneMachineGives() throws {
    let (whole, parts) = (try RecordedProject.several(self), try RecordedProject.several(self))
    try run(whole, "run", says: ["5 of 5 demanded falsifiers finished"])
    try runShards(parts)
    XCTAssertNil(Files.kind(of: "\(parts.path)/evidence"), "a shard writes nothing into the checkout")
    try run(parts, "merge", "shards", says: ["3 shards united: 5 of 5 falsifiers finished"])
    try assertSame(parts, whole)
    let record = try JSON(reading: Files.read("\(parts.path)/.build/falsifier-runs/latest/run.json"))
    XCTAssertEqual(record["shards"]?.array?.compactMap { $0["shard"]?.string }, ["1/3", "2/3", "3/3"])
    XCTAssertEqual(record["exit_status"]?.integer, 0)
    XCTAssertEqual(
      record["processor"],
      try JSON(reading: Files.read("\(whole.path)/.build/falsifier-runs/latest/run.json"))["processor"])
    try run(parts, "verify", "--write")
    try run(parts, "verify", "--run", ".build/falsifier-runs/latest")
    // Once more, of the same shards: the same again.
    try run(parts, "merge", "shards")
    try assertSame(parts, whole)

    // Later, from evidence that is there: some is stale, some is not, and somebody has vouched for words.
    for project in [whole, parts] {
      if project.path == whole.path { try run(project, "verify", "--write") }
      try project.edit("contracts/twice-v1.yaml", "no element differs", "no element at all differs")
      try run(project, "verify", "--accept-wording", "--reason", "made for the test", "--owner", "team:tests")
      try project.edit("src/scale.py", "2 * value", "value + value")
      try project.edit("contracts/twice-v1.yaml", "src/scale.py", "src/other.py")
      try project.write("src/other.py", "def scale(x):\n    return [2 * value for value in x]\n")
    }
    try FileManager.default.removeItem(atPath: "\(parts.path)/shards")
    try run(whole, "run", "--stale", "--filter", "001", "--filter", "twice")
    try runShards(parts, [3, 1, 2], "--stale", "--filter", "001", "--filter", "twice")
    try run(parts, "merge", "shards")
    try assertSame(parts, whole)
  }

  /// The split of recorded durations, which every shard makes by itself.
  func testDurationsThatAreCommittedBalanceTheSplit() throws {
    let project = try RecordedProject.several(self)
    try run(project, "run")
    let path = ".build/falsifier-runs/latest/durations.json"
    let recorded = try Durations(reading: Files.read("\(project.path)/\(path)"))
    XCTAssertEqual(recorded.milliseconds.count, 5)
    XCTAssertTrue(recorded.milliseconds.values.allSatisfy { $0 > 0 }, "\(recorded)")
    let slow = Durations(["scale-v1/FALSIFY-SCALE-002": 1000, "twice-v1/FALSIFY-TWICE-001": 900])
    try Files.replace("\(project.path)/durations.json", with: slow.bytes)
    try runShards(project)
    func own(_ number: Int) throws -> [String] {
      try ShardRecord(reading: Files.read("\(project.path)/shards/shard-\(number)-of-3/shard.json")).own
    }
    XCTAssertEqual(try own(1), ["scale-v1/FALSIFY-SCALE-002"])
    XCTAssertEqual(Set(try (1...3).flatMap(own)).count, 5)
    // One of another split is of another run.
    try run(project, "run", "--shard", "2/3", "--into", "other", "--durations", path)
    try FileManager.default.removeItem(atPath: "\(project.path)/shards/shard-2-of-3")
    try run(
      project, "merge", "shards", "other", exitCode: 1,
      says: ["other/shard-2-of-3 belongs to another run than shards/shard-1-of-3: its `durations` was different"])
    try project.write("durations.json", "{}")
    try run(project, "run", "--shard", "1/3", exitCode: 2, says: ["durations.json:1:1: not durations"])
  }

  func testWhatIsMissingCutOffOrOfOtherSourcesIsRefusedAndNothingIsWritten() throws {
    let project = try RecordedProject.several(self)
    func refused(_ part: String, file: StaticString = #filePath, line: UInt = #line) throws {
      try run(
        project, "merge", "shards", exitCode: 1, says: [part, "pv: nothing is merged: "], file: file, line: line)
      XCTAssertNil(Files.kind(of: "\(project.path)/evidence"), file: file, line: line)
      XCTAssertNil(Files.kind(of: "\(project.path)/.build/falsifier-runs/latest"), file: file, line: line)
    }
    try run(project, "merge", "nowhere", exitCode: 2, says: ["there is no folder nowhere"])
    try runShards(project, [1, 3])
    try refused("shard 2/3 is missing: none of the folders belongs to it; run it: pv run --shard 2/3 --into shards")
    try runShards(project, [2])
    let evidence = try XCTUnwrap(tree(project, "shards/shard-2-of-3/evidence").keys.first)
    let path = "\(project.path)/shards/shard-2-of-3/evidence/\(evidence)"
    let bytes = try Files.read(path)
    try Files.replace(path, with: bytes.dropLast(1))
    try refused("shards/shard-2-of-3/evidence/\(evidence) is cut off or changed")
    try Files.replace(path, with: bytes)
    try project.edit("src/scale.py", "2 * value", "value + value")
    try refused("FALSIFY-SCALE-001 (scale-v1): it ran other sources: its key is ")
    try project.edit("src/scale.py", "value + value", "2 * value")
    try run(project, "merge", "shards")
  }

  /// A falsifier that another result was committed of, under the same key, is no more taken than on one machine.
  func testAnotherResultUnderTheSameKeyIsRefused() throws {
    let project = try RecordedProject.several(self)
    try runShards(project)
    try project.edit("src/scale.py", "2 * value", "value * 2 + (value > 100)")
    try run(project, "run", exitCode: 1)
    // The same binding, as if the sources of this checkout had given that.
    let contract = "\(project.path)/contracts/scale-v1.yaml"
    let wrong = try Binding(reading: Files.read("\(project.path)/evidence/scale-v1/binding.txt"))
    try project.edit("src/scale.py", "value * 2 + (value > 100)", "2 * value")
    let key = try XCTUnwrap(
      ShardRecord(reading: Files.read("\(project.path)/shards/shard-1-of-3/shard.json")).demand.first {
        $0.name == "scale-v1/FALSIFY-SCALE-001"
      }?.digests["key"].flatMap(Digest.init(_:)))
    var entry = try XCTUnwrap(wrong.entries["FALSIFY-SCALE-001"])
    entry.key = key
    var binding = Binding()
    binding.bind("FALSIFY-SCALE-001", to: entry, keys: ["FALSIFY-SCALE-001": nil])
    XCTAssertNotNil(ContractFile.load(path: contract).contract)
    try Files.replace("\(project.path)/evidence/scale-v1/binding.txt", with: binding.bytes)
    try run(
      project, "merge", "shards", exitCode: 1,
      says: ["its result differs from evidence/scale-v1"])
  }

  /// What did not finish on one machine does not finish in shards: it is united as that, and is no success.
  func testAFalsifierThatDoesNotFinishIsCountedAsThat() throws {
    let (whole, parts) = (try RecordedProject.several(self), try RecordedProject.several(self))
    for project in [whole, parts] {
      try project.edit(
        RecordedProject.script, "folder, claim =",
        "if 'SCALE-002' in os.environ['PV_FALSIFIER']: sys.exit(3)\nfolder, claim =")
    }
    try run(whole, "run", exitCode: 1)
    for number in 1...3 { _ = try parts.pv("run", "--shard", "\(number)/3", "--into", "shards") }
    try run(
      parts, "merge", "shards", exitCode: 1,
      says: ["FALSIFY-SCALE-002 (scale-v1): aborted: python3 ended with exit status 3", "4 of 5 falsifiers finished"])
    try assertSame(parts, whole)
  }

  func testAShardThatIsKilledIsRunAgainBesideItsOldSelf() throws {
    let project = try RecordedProject.several(self)
    try project.edit(
      RecordedProject.script, "folder, claim =",
      "import time; time.sleep(float(os.environ.get('SLOW', 0)))\nfolder, claim =")
    try runShards(project, [1, 3])
    let killed = Process()
    killed.executableURL = try PVProcess.executable()
    killed.arguments = ["run", "--shard", "2/3", "--into", "shards"]
    killed.currentDirectoryURL = URL(fileURLWithPath: project.path)
    killed.environment = ProcessInfo.processInfo.environment.merging(["SLOW": "15"]) { $1 }
    killed.standardOutput = FileHandle.nullDevice
    killed.standardError = FileHandle.nullDevice
    try killed.run()
    for _ in 0..<200 where Files.kind(of: "\(project.path)/shards/shard-2-of-3/shard.json") == nil { usleep(50_000) }
    kill(killed.processIdentifier, SIGKILL)
    killed.waitUntilExit()
    try run(
      project, "merge", "shards", exitCode: 1, says: ["shard 2/3 did not finish, or still runs: shards/shard-2-of-3"])
    try runShards(project, [2])
    try run(
      project, "merge", "shards",
      says: [
        "shards/shard-2-of-3: this attempt of shard 2/3 did not finish; shards/shard-2-of-3.attempt-2 did, and is taken",
        "5 of 5 falsifiers finished",
      ])
  }

  /// `pv repro`: the same results.json, whatever is split, with what stays together in one process.
  func testAReproductionInShardsIsThatOfOneMachine() throws {
    let project = try ReproProject(self)
    try project.vary()
    let asked = ["unvaried", "serial", "time-zone"].flatMap { ["--variation", $0] }
    func repro(_ more: String...) throws -> PVProcess {
      try PVProcess(arguments: ["repro"] + asked + more + ReproProject.command, in: project.path)
    }
    let whole = try repro()
    let results = try project.project.bytes(".build/repro/results.json")
    let summary = whole.standardOutput.components(separatedBy: "\n").suffix(5)
    XCTAssertEqual(whole.exitCode, 1, "in another time zone one differs")
    try FileManager.default.removeItem(atPath: "\(project.path)/.build")
    for number in [2, 3, 1] {
      let pv = try repro("--shard", "\(number)/3", "--into", "shards")
      XCTAssertTrue([0, 1].contains(pv.exitCode), pv.standardError)
    }
    XCTAssertNil(Files.kind(of: "\(project.path)/.build/repro"))
    let record = try ShardRecord(reading: project.project.bytes("shards/shard-1-of-3/shard.json"))
    XCTAssertEqual(
      record.demand.map(\.name),
      [
        "unvaried scale-v1/FALSIFY-SCALE-001", "unvaried scale-v1/FALSIFY-SCALE-002", "serial",
        "time-zone scale-v1/FALSIFY-SCALE-001", "time-zone scale-v1/FALSIFY-SCALE-002",
      ])
    let merged = try project.project.pv("merge", "shards")
    XCTAssertEqual(merged.exitCode, 1)
    XCTAssertEqual(try project.project.bytes(".build/repro/results.json"), results)
    XCTAssertEqual(merged.standardOutput.components(separatedBy: "\n").suffix(5), summary)
    XCTAssertTrue(merged.standardOutput.contains("first element that differs: y[1, 1]"), merged.standardOutput)

    let other = try PVProcess(
      arguments: ["repro", "--variation", "unvaried", "--shard", "1/3", "--into", "shards"] + ReproProject.command,
      in: project.path)
    XCTAssertEqual(other.exitCode, 0, other.standardError)
    let refused = try project.project.pv("merge", "shards")
    XCTAssertEqual(refused.exitCode, 1)
    XCTAssertTrue(
      refused.standardError.contains("`falsifiers` was") || refused.standardError.contains("`variations` was"))
    XCTAssertEqual(try repro("--shard", "1/3", "--witness", "box").exitCode, 64)
    XCTAssertEqual(try repro("--into", "shards").exitCode, 64)
  }

  func testACommandForEachItem() throws {
    let project = try RecordedProject(self)
    let items = (1...7).map { "item \($0)" }
    func each(_ number: Int, of count: Int, _ folder: String, _ command: String...) throws -> PVProcess {
      try PVProcess(
        arguments: ["each", "--shard", "\(number)/\(count)", "--into", folder, "--"] + command, in: project.path,
        input: items.joined(separator: "\n") + "\n\n")
    }
    let script = "echo \"$1: $2\"; echo aside >&2; test \"$2\" != \"$0\""
    for number in 1...3 {
      XCTAssertEqual(try each(number, of: 3, "parts", "sh", "-c", script, "none", "a").exitCode, 0)
    }
    XCTAssertEqual(try each(1, of: 1, "whole", "sh", "-c", script, "none", "a").exitCode, 0)
    let (parts, whole) = (try project.pv("merge", "parts"), try project.pv("merge", "whole"))
    XCTAssertEqual(parts.exitCode, 0, parts.standardError)
    XCTAssertEqual(parts.standardOutput, items.map { "a: \($0)\n" }.joined())
    XCTAssertEqual(parts.standardOutput, whole.standardOutput)
    // One that fails is named, and the rest is there.
    for number in 1...2 { _ = try each(number, of: 2, "failing", "sh", "-c", script, "item 3", "a") }
    let failing = try project.pv("merge", "failing")
    XCTAssertEqual(failing.exitCode, 1)
    XCTAssertTrue(failing.standardError.contains("item 3: exit status 1"), failing.standardError)
    XCTAssertEqual(failing.standardOutput, parts.standardOutput)
    // One that a signal ended has not done its item.
    let killed = try each(1, of: 1, "killed", "sh", "-c", "kill -9 $$")
    XCTAssertEqual(killed.exitCode, 1)
    XCTAssertTrue(try project.pv("merge", "killed").standardError.contains("shard 1/1 did not finish"))
    try run(project, "merge", "parts/shard-1-of-3", "parts/shard-2-of-3", exitCode: 1, says: ["shard 3/3 is missing"])
    for (input, code) in [("", Int32(2)), ("a\nb\na\n", 2), ("a\n", 0)] {
      let pv = try PVProcess(
        arguments: ["each", "--shard", "1/1", "--into", "e", "--", "true"], in: project.path, input: input)
      XCTAssertEqual(pv.exitCode, code, pv.standardError)
    }
    XCTAssertEqual(try PVProcess(arguments: ["each", "--shard", "1/1"], in: project.path).exitCode, 64)
    // From a file, on one machine.
    try project.write("items", "x\ny\n")
    let file = try project.pv("each", "--items", "items", "--into", "f", "--", "echo")
    XCTAssertEqual(file.exitCode, 0, file.standardError)
    XCTAssertEqual(try project.pv("merge", "f").standardOutput, "x\ny\n")
    XCTAssertEqual(try project.pv("each", "--items", "nowhere", "--", "echo").exitCode, 2)
  }

  #if os(Linux)
    /// A bundle of tests is a program here; one that fails fails the run, and the others run all the same.
    func testABundleIsRunWithoutSwiftPM() throws {
      let project = try VerifyProject(self)
      try project.folder.write(
        "tests.xctest",
        """
        #!/bin/bash
        case "$1" in *testOne) id=FALSIFY-SCALE-001 ;; *) id=FALSIFY-SCALE-002 ;; esac
        echo "$#: $1" >>ran
        printf '{"contract":"scale-v1","digest":"%064d","event":"finished","falsifier":"%s","key":"%064d"}\\n' 0 $id 0 \\
          >>"$PV_RUN/ledger.jsonl"
        [ "$1" != "$FAILING" ]

        """)
      XCTAssertEqual(chmod("\(project.path)/tests.xctest", 0o755), 0)
      func run(failing: String = "none") throws -> PVProcess {
        try? FileManager.default.removeItem(atPath: "\(project.path)/ran")
        let pv = try PVProcess(
          "run", "--bundle", "tests.xctest", in: project.path, environment: ["FAILING": failing])
        XCTAssertEqual(
          String(decoding: try project.bytes("ran"), as: UTF8.self).split(separator: "\n").sorted(),
          ["1: Falsifiers.FalsifyScale/testOne", "1: Falsifiers.FalsifyScale/testTwo"])
        XCTAssertTrue(pv.standardOutput.contains("2 of 2 demanded falsifiers finished"), pv.standardOutput)
        return pv
      }
      XCTAssertEqual(try run().exitCode, 0)
      XCTAssertEqual(try run(failing: "Falsifiers.FalsifyScale/testOne").exitCode, 1)
      let none = try project.pv("run", "--bundle", "nowhere.xctest")
      XCTAssertEqual(none.exitCode, 2)
      XCTAssertTrue(none.standardError.contains("there is no nowhere.xctest; swift build --build-tests makes it"))
      XCTAssertEqual(try project.pv("run", "--bundle", "tests.xctest", "--", "true").exitCode, 64)
    }
  #endif

  func testUsage() throws {
    let project = try RecordedProject.several(self)
    for arguments in [
      ["run", "--shard", "0/3"], ["run", "--shard", "4/3"], ["run", "--shard", "3"], ["run", "--durations", "x"],
      ["merge"],
      ["shard", "--slurm"], ["shard", "--count", "3"], ["shard", "--slurm", "--github", "--count", "3"],
      ["shard", "--slurm", "--count", "0"], ["shard", "--slurm", "--count", "2", "--", "pv", "run", "--shard", "1/2"],
    ] { XCTAssertEqual(try PVProcess(arguments: arguments, in: project.path).exitCode, 64, "\(arguments)") }
    // More shards than falsifiers: some have nothing to do, and say so.
    for number in 1...7 { try run(project, "run", "--shard", "\(number)/7", "--into", "many") }
    try run(project, "merge", "many", says: ["7 shards united: 5 of 5 falsifiers finished"])
  }
}

extension RecordedProject {
  /// The project with five falsifiers, three of one contract and two of another.
  static func several(_ test: XCTestCase) throws -> RecordedProject {
    let project = try RecordedProject(test)
    let text = try project.text(contract)
    let start = try XCTUnwrap(text.range(of: "  - id: FALSIFY-SCALE-001")).lowerBound
    let (head, one) = (String(text[..<start]), String(text[start...]))
    func copies(_ name: String, _ count: Int) -> String {
      head
        + (1...count).map { one.replacingOccurrences(of: "FALSIFY-SCALE-001", with: "FALSIFY-\(name)-00\($0)") }
        .joined()
    }
    try project.write("contracts/scale-v1.yaml", copies("SCALE", 3))
    try project.write("contracts/twice-v1.yaml", copies("TWICE", 2))
    return project
  }
}
