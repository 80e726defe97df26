import Conformance
import ContractKit
import XCTest

/// `pv conform --shard` and `pv merge`: what is united is what one machine finds.
final class ConformShardTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "conform-shards-\(UUID().uuidString)"
    try Files.makeFolder(folder)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  private func pv(_ arguments: [String], environment: [String: String] = [:]) throws -> PVProcess {
    try PVProcess(arguments: arguments, in: folder, environment: environment)
  }

  private func runShards(
    _ numbers: [Int], of count: Int, _ command: [String], environment: [String: String] = [:], into place: String
  ) throws -> [PVProcess] {
    try numbers.map {
      try pv(["conform"] + command + ["--shard", "\($0)/\(count)", "--into", place], environment: environment)
    }
  }

  /// A run on one machine and one in three shards: their reports in every form, and the exit codes.
  @discardableResult
  private func assertSame(
    _ command: [String], environment: [String: String] = [:], exitCode: Int32, file: StaticString = #filePath,
    line: UInt = #line
  ) throws -> PVProcess {
    let place = "shards-\(UUID().uuidString)"
    let parts = try runShards([3, 1, 2], of: 3, command, environment: environment, into: place)
    for part in parts {
      XCTAssertTrue([0, 1].contains(part.exitCode), part.standardError, file: file, line: line)
      XCTAssertTrue(part.standardOutput.contains("\(place)/shard-"), part.standardOutput, file: file, line: line)
    }
    XCTAssertEqual(parts.map(\.exitCode).max(), exitCode, file: file, line: line)
    func words(_ name: String) -> [String] {
      ["--verbose", "--report", name] + ["json", "sarif"].flatMap { ["--output", "\($0)=\(name).\($0)"] }
    }
    let whole = try pv(["conform"] + command + words("one"), environment: environment)
    let merged = try pv(["merge", place, "--into", "united"] + words("merged"))
    XCTAssertEqual(whole.exitCode, exitCode, whole.standardError + whole.standardOutput, file: file, line: line)
    XCTAssertEqual(merged.exitCode, exitCode, merged.standardError, file: file, line: line)
    XCTAssertEqual(merged.standardOutput, whole.standardOutput, file: file, line: line)
    for end in ["", ".json", ".sarif"] {
      XCTAssertEqual(
        try Files.read("\(folder)/merged\(end)"), try Files.read("\(folder)/one\(end)"), file: file, line: line)
    }
    return merged
  }

  // MARK: What is united

  func testShardsOfOurKernelsAreOneReport() throws {
    let library = try OwnLibraryTests.library()
    let merged = try assertSame(
      [library, "--contract", "f32-dot-v1", "--contract", "rmsnorm-v1", "--seed", "1"], exitCode: 0)
    XCTAssertTrue(merged.standardOutput.contains("accepted: 10 falsifiers of 2 contracts"), merged.standardOutput)
    // Each piece's duration is there for the next split, and decides nothing else.
    let durations = try Durations(reading: Files.read("\(folder)/united/durations.json"))
    XCTAssertEqual(durations.milliseconds.count, 11, "\(durations)")
    XCTAssertNotNil(durations.milliseconds["f32-dot-v1/FALSIFY-DOT-001"])
    let again = try assertSame(
      [library, "--contract", "f32-dot-v1", "--seed", "1", "--threads", "1"], exitCode: 0)
    XCTAssertTrue(again.standardOutput.contains("accepted: 4 falsifiers"), again.standardOutput)
  }

  func testAMutantIsFalsifiedInShardsAsOnOneMachine() throws {
    let library = try OwnLibraryTests.library()
    let all = try MutantLibrary.all.first { $0.falsifier == "FALSIFY-SOFTMAX-001" }
    let mutant = try XCTUnwrap(all?.mutants.first)
    let merged = try assertSame(
      [library, "--falsifier", "FALSIFY-SOFTMAX-001", "--falsifier", "FALSIFY-SOFTMAX-002", "--seed", "2"],
      environment: ["PV_MUTANT": "FALSIFY-SOFTMAX-001/\(mutant)"], exitCode: 1)
    XCTAssertTrue(merged.standardOutput.contains("falsified     FALSIFY-SOFTMAX-001"), merged.standardOutput)
  }

  /// Whether other bits are a fault depends on another falsifier, which another shard has tried.
  func testAVerdictThatDependsOnAnotherFalsifier() throws {
    let library = try ForeignLibrary("faults", fault: 1, in: folder)
    let command = [library.path, "--falsifier", "FALSIFY-DOT-001", "--falsifier", "FALSIFY-DOT-002", "--seed", "1"]
    let merged = try assertSame(command, exitCode: 1)
    XCTAssertTrue(merged.standardOutput.contains("falsified     FALSIFY-DOT-002"), merged.standardOutput)
    let json = try JSON(reading: Files.read("\(folder)/merged"))
    XCTAssertEqual(
      json["clauses"]?.array?.last?["reason"]?.string,
      "and FALSIFY-DOT-001, which bounds the error in any order, is falsified")
  }

  /// What a library did beside its results is added up, and what it keeps from call to call begins anew for each falsifier.
  func testWhatWasSeenOfCallsIsAddedUp() throws {
    for (fault, phrase) in [
      (4, "changed its input a"), (5, "other bits"), (12, "leaves more threads behind with each call"),
      (15, "touched byte 1 past the end of result"),
    ] {
      let library = try ForeignLibrary("faults", fault: fault, in: folder)
      let merged = try assertSame([library.path, "--contract", "f32-dot-v1", "--seed", "1"], exitCode: 1)
      XCTAssertTrue(merged.standardOutput.contains(phrase), "\(fault): \(merged.standardOutput)")
    }
  }

  /// What calls of one falsifier change for those of another is seen in the last round, whichever shard makes it.
  func testCallsThatOtherCallsChange() throws {
    try Files.replace(
      "\(folder)/state.c",
      with: Array(
        """
        #include "pv_kernels.h"
        static int squared;
        int pv_kernels_version(void) { return PV_KERNELS_VERSION; }
        int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
          double sum = 0;
          for (size_t i = 0; i < n; i++) sum += (double)a[i] * b[i];
          *result = (float)(squared ? sum * (1 + 0x1p-22) : sum);
          return PV_OK;
        }
        int pv_exp_f32(size_t n, const float *x, float *y) {
          squared = 1;
          return PV_UNSUPPORTED;
        }
        int pv_silu_f32(size_t n, const float *x, float *y) {
          squared = 1;
          return PV_UNSUPPORTED;
        }

        """.utf8))
    let library = "\(folder)/state.so"
    try ForeignLibrary.run([
      "cc", "-O2", "-shared", "-fPIC", "-I\(ForeignLibrary.root)/Sources/CConformance/include", "-o", library,
      "\(folder)/state.c",
    ])
    let alone = try pv(["conform", library, "--contract", "f32-dot-v1", "--seed", "1"])
    XCTAssertEqual(alone.exitCode, 0, alone.standardOutput)
    let merged = try assertSame(
      [library, "--falsifier", "FALSIFY-DOT-001", "--falsifier", "FALSIFY-SWIGLU-001", "--seed", "1"], exitCode: 1)
    XCTAssertTrue(merged.standardOutput.contains("gave other bits after other calls"), merged.standardOutput)
    XCTAssertTrue(merged.standardOutput.contains("holds         FALSIFY-DOT-001"), merged.standardOutput)
  }

  func testHowMuchIsSaidAndWhere() throws {
    let library = try ForeignLibrary("faults", fault: 1, in: folder)
    let command = [library.path, "--falsifier", "FALSIFY-DOT-001", "--seed", "1"]
    _ = try runShards([1], of: 1, command, into: "s")
    func said(_ options: String...) throws -> String {
      let merged = try pv(["merge", "s"] + options)
      XCTAssertEqual(merged.exitCode, 1, merged.standardError)
      return merged.standardOutput
    }
    let plain = try said()
    XCTAssertNotEqual(try said("--quiet"), plain)
    XCTAssertNotEqual(try said("--verbose"), plain)
    XCTAssertNotEqual(try said("--format", "json", "--root", folder), try said("--format", "json", "--root", "/"))
  }

  // MARK: What is refused

  func testWhatIsMissingChangedOrOfAnotherRunIsRefused() throws {
    let sound = try ForeignLibrary("sound", in: folder)
    let flushing = try ForeignLibrary("flushing", in: folder)
    func use(_ library: ForeignLibrary) throws {
      try Files.replace("\(folder)/mine.so", with: Files.read(library.path))
    }
    func shard(_ number: Int, _ place: String, seed: String = "1", _ more: String...) throws {
      let command = ["./mine.so", "--contract", "f32-dot-v1", "--seed", seed] + more
      let part = try runShards([number], of: 2, command, into: place)[0]
      XCTAssertEqual(part.exitCode, 0, part.standardError)
    }
    func refused(_ folders: String..., says part: String, line: UInt = #line) throws {
      let merged = try pv(["merge", "--report", "merged"] + folders)
      XCTAssertEqual(merged.exitCode, 1, merged.standardOutput, line: line)
      XCTAssertTrue(merged.standardError.contains(part), "\(merged.standardError) lacks \(part)", line: line)
      XCTAssertTrue(merged.standardError.contains("pv: nothing is merged: "), merged.standardError, line: line)
      XCTAssertEqual(merged.standardOutput, "", line: line)
      XCTAssertNil(Files.kind(of: "\(folder)/merged"), line: line)
    }
    try use(sound)
    try shard(1, "a")
    try refused(
      "a",
      says:
        "shard 2/2 is missing: none of the folders belongs to it; run it: pv conform ./mine.so --contract f32-dot-v1 "
        + "--seed 1 --shard 2/2 --into a")
    try shard(2, "seed", seed: "2")
    try refused(
      "a", "seed", says: "seed/shard-2-of-2 belongs to another run than a/shard-1-of-2: `seed` was \"2\", not \"1\"")
    try shard(2, "threads", "--threads", "1")
    try refused("a", "threads", says: "`threads` was 1, not ")
    try use(flushing)
    try shard(2, "library")
    try refused(
      "a", "library",
      says: "library/shard-2-of-2 belongs to another run than a/shard-1-of-2: its `library` was different")
    try use(sound)
    try shard(2, "a")
    // A report that is cut off, and one that was made up with all its digests.
    let name = "FALSIFY-DOT-001.json"
    let place = try XCTUnwrap(
      ["a/shard-1-of-2", "a/shard-2-of-2"].first { Files.kind(of: "\(folder)/\($0)/reports/\(name)") != nil })
    let (report, path) = ("\(folder)/\(place)/reports/\(name)", "\(folder)/\(place)/shard.json")
    let (bytes, record) = (try Files.read(report), try Files.read(path))
    try Files.replace(report, with: bytes.dropLast(20))
    try refused("a", says: "\(place)/reports/\(name) is cut off or changed")
    func putInItsPlace(_ other: [UInt8]) throws {
      XCTAssertNotEqual(other, bytes)
      try Files.replace(report, with: other)
      try edit(path) {
        $0.files["reports/\(name)"] = Digest(of: other)
        $0.done?["f32-dot-v1/FALSIFY-DOT-001"]?.outcome = .object(["report": .string(Digest(of: other).description)])
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    try putInItsPlace(Array(text.replacingOccurrences(of: "\"holds\"", with: "\"sound\"").utf8))
    try refused("a", says: "\(place)/reports/\(name): it is not a pv-conformance of version 1 as this pv writes it")
    let neighbor = try pv([
      "conform", "./mine.so", "--falsifier", "FALSIFY-DOT-002", "--seed", "1", "--report", "neighbor",
    ])
    XCTAssertEqual(neighbor.exitCode, 0, neighbor.standardError)
    try putInItsPlace(try Files.read("\(folder)/neighbor"))
    try refused(
      "a", says: "\(place)/reports/\(name): it is of f32-dot-v1/FALSIFY-DOT-002, not of f32-dot-v1/FALSIFY-DOT-001")
    try Files.replace(report, with: bytes)
    try edit(path) { $0.files["reports/\(name)"] = Digest(of: bytes) }
    try refused("a", says: "\(place)/reports/\(name): it is not the report that the shard's record names")
    try Files.replace(path, with: record)
    // Another library in the place of the one that was tried.
    try use(flushing)
    try refused("a", says: "./mine.so is another library than the one that was tried")
    try use(sound)
    let merged = try pv(["merge", "a", "--report", "merged"])
    XCTAssertEqual(merged.exitCode, 0, merged.standardError)
    try FileManager.default.removeItem(atPath: "\(folder)/merged")
    // All that was found twice is taken once; and nothing of another pv.
    try shard(1, "a")
    XCTAssertEqual(try pv(["merge", "a"]).exitCode, 0)
    for place in ["shard-1-of-2", "shard-1-of-2.attempt-2", "shard-2-of-2"] {
      try edit("\(folder)/a/\(place)/shard.json") { $0.inputs["pv"] = "0.0.9" }
    }
    try refused("a", says: "a/shard-1-of-2: it was tried by another pv: its `pv` is 0.0.9")
  }

  private func edit(_ path: String, _ change: (inout ShardRecord) -> Void) throws {
    var record = try ShardRecord(reading: Files.read(path))
    change(&record)
    try Files.replace(path, with: record.bytes)
  }

  func testALibraryThatIsReplacedWhileItIsTried() throws {
    let source = try ForeignLibrary("flushing", in: folder)
    let own = "\(folder)/own.so"
    // The library puts another one in its own place.
    try Files.replace(
      "\(folder)/own.c",
      with: Array(
        """
        #include <stdio.h>
        #include "\(ForeignLibrary.root)/Tests/pvTests/Libraries/sound.c"
        __attribute__((constructor)) static void replace(void) { rename("\(source.path)", "\(own)"); }

        """.utf8))
    try ForeignLibrary.run([
      "cc", "-O2", "-shared", "-fPIC", "-I\(ForeignLibrary.root)/Sources/CConformance/include", "-o", own,
      "\(folder)/own.c",
    ])
    let shard = try pv(["conform", own, "--contract", "f32-dot-v1", "--seed", "1", "--shard", "1/1", "--into", "s"])
    XCTAssertEqual(shard.exitCode, 2, shard.standardOutput)
    XCTAssertTrue(shard.standardError.contains("was replaced while it was being tried"), shard.standardError)
    XCTAssertTrue(try pv(["merge", "s"]).standardError.contains("shard 1/1 did not finish"))
  }

  // MARK: Usage

  func testUsage() throws {
    let library = try ForeignLibrary("sound", in: folder)
    func exitCode(_ more: String...) throws -> Int32 {
      try pv(["conform", library.path, "--falsifier", "FALSIFY-DOT-001"] + more).exitCode
    }
    XCTAssertEqual(try exitCode("--shard", "1/2"), 64, "without a seed")
    XCTAssertEqual(try exitCode("--into", "x"), 64)
    XCTAssertEqual(try exitCode("--durations", "x"), 64)
    for option in [["--report", "r"], ["--format", "json"], ["--output", "json=r"], ["--quiet"], ["--case", "{}"]] {
      let part = try pv(
        ["conform", library.path, "--falsifier", "FALSIFY-DOT-001", "--seed", "1", "--shard", "1/2"] + option)
      XCTAssertEqual(part.exitCode, 64, "\(option)")
    }
    // Two shards and one piece: one has nothing to do, and says so.
    let parts = try runShards(
      [1, 2], of: 2, [library.path, "--falsifier", "FALSIFY-DOT-001", "--seed", "1"], into: "one")
    XCTAssertEqual(parts.map(\.exitCode), [0, 0])
    XCTAssertTrue(parts[1].standardOutput.contains("shard 2/2: nothing to do; 0 pieces of 1"), parts[1].standardOutput)
    XCTAssertEqual(try pv(["merge", "one"]).exitCode, 0)
    let project = try RecordedProject(self)
    for number in 1...2 { _ = try project.pv("run", "--shard", "\(number)/2", "--into", "shards") }
    let merged = try project.pv("merge", "shards", "--report", "r")
    XCTAssertEqual(merged.exitCode, 64, merged.standardError)
    XCTAssertTrue(merged.standardError.contains("these are shards of pv run"), merged.standardError)
  }

  /// The split is that of the durations that are given.
  func testDurationsBalanceTheSplit() throws {
    let library = try ForeignLibrary("sound", in: folder)
    let slow = Durations(["f32-dot-v1/FALSIFY-DOT-002": 1000])
    try Files.replace("\(folder)/d.json", with: slow.bytes)
    let command = [library.path, "--contract", "f32-dot-v1", "--seed", "1", "--durations", "d.json"]
    for part in try runShards([1, 2], of: 2, command, into: "shards") { XCTAssertEqual(part.exitCode, 0) }
    let record = try ShardRecord(reading: Files.read("\(folder)/shards/shard-1-of-2/shard.json"))
    XCTAssertEqual(record.kind, .conform)
    XCTAssertEqual(record.own.first, "f32-dot-v1/FALSIFY-DOT-002")
    XCTAssertEqual(
      record.demand.map(\.name),
      ["FALSIFY-DOT-001", "FALSIFY-DOT-002", "FALSIFY-FFN-GGUF-006", "FALSIFY-DOT-004"].map { "f32-dot-v1/\($0)" }
        + ["calls made again"])
    XCTAssertEqual(try pv(["merge", "shards"]).exitCode, 0)
  }

  /// The jobs of `pv shard` run it as it stands.
  func testAJobOfShards() throws {
    let library = try ForeignLibrary("sound", in: folder)
    let command = ["pv", "conform", library.path, "--contract", "f32-dot-v1", "--seed", "1"]
    let job = try pv(["shard", "--parallel", "--count", "2", "--"] + command)
    XCTAssertEqual(job.exitCode, 0, job.standardError)
    try Files.replace("\(folder)/job.sh", with: Array(job.standardOutput.utf8))
    let slurm = try pv(["shard", "--slurm", "--count", "2", "--"] + command).standardOutput
    let line = try XCTUnwrap(slurm.split(separator: "\n").last { $0.hasPrefix("exec ") })
    // What Slurm starts, for both of its tasks.
    for task in 0...1 {
      let words = "cd \(folder); pv() { \(try PVProcess.executable().path) \"$@\"; }; shard=\(task + 1); SHARDS=s; "
      try ForeignLibrary.run(["bash", "-c", words + line.dropFirst("exec ".count)])
    }
    let merged = try pv(["merge", "s"])
    XCTAssertEqual(merged.exitCode, 0, merged.standardError)
    XCTAssertEqual(
      merged.standardOutput,
      try pv(["conform", library.path, "--contract", "f32-dot-v1", "--seed", "1"]).standardOutput)
  }
}
