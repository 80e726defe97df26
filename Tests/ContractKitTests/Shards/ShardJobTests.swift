import XCTest

import ContractKit

/// The jobs that `pv shard` writes; pvTests run them.
final class ShardJobTests: XCTestCase {
  private static let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../../../docs/shards.md").standardized.path

  /// The page shows the jobs as they are written.
  func testThePageHasTheJobsAsTheyAreWritten() throws {
    let page = String(decoding: try Files.read(Self.page), as: UTF8.self)
    let run = ["pv", "run", "--bundle", ".build/debug/MINE.xctest"]
    for (engine, job) in [
      (ShardJob.Engine.slurm, ShardJob(count: 8, command: run)),
      (.github, ShardJob(count: 3)), (.parallel, ShardJob(count: 8, command: run)),
    ] {
      let text = job.text(for: engine)
      XCTAssertTrue(page.contains("\n\(text)```\n"), "docs/shards.md lacks this as it is:\n\(text)")
      // And the command that writes it.
      let origin = try XCTUnwrap(text.split(separator: "\n").first { $0.hasPrefix("# Written by: ") }).dropFirst(14)
      let parts = origin.split(separator: " -- ", maxSplits: 1)
      XCTAssertTrue(page.contains("\n\(parts[0]) "), "docs/shards.md lacks \(parts[0])")
      if parts.count > 1 { XCTAssertTrue(page.contains(" -- \(parts[1])\n"), "docs/shards.md lacks \(parts[1])") }
    }
  }

  /// What makes a shard stands among the command's own options, and words are one word each.
  func testWhereTheOptionsStand() {
    func line(_ command: [String], into folder: String? = nil) -> String {
      let lines = ShardJob(count: 4, command: command, folder: folder).text(for: .slurm).split(separator: "\n")
      return String(lines.last ?? "")
    }
    let folder = "\"${SHARDS:-shards-$SLURM_ARRAY_JOB_ID}\""
    XCTAssertEqual(line(["pv", "run"]), "exec pv run --shard \"$shard/4\" --into \(folder)")
    XCTAssertEqual(
      line(["pv", "repro", "--filter", "a b"], into: "my shards"),
      "exec pv repro --filter 'a b' --shard \"$shard/4\" --into 'my shards'")
    XCTAssertEqual(
      line(["pv", "run", "--stale", "--", "swift", "test", "$HOME", "--"]),
      "exec pv run --stale --shard \"$shard/4\" --into \(folder) -- swift test '$HOME' --")
  }

  func testEachEngineHasAllShards() throws {
    let job = ShardJob(count: 5, command: ["pv", "each", "--", "it's"])
    XCTAssertTrue(job.text(for: .slurm).contains("\n#SBATCH --array=0-4\n"))
    XCTAssertTrue(job.text(for: .github).contains("\n        shard: [1, 2, 3, 4, 5]\n"), job.text(for: .github))
    XCTAssertTrue(job.text(for: .parallel).contains("::: $(seq 5)"))
    for engine in ShardJob.Engine.allCases {
      XCTAssertTrue(job.text(for: engine).contains(" -- 'it'\\''s'"), engine.rawValue)
      XCTAssertTrue(job.text(for: engine).hasSuffix("\n"), engine.rawValue)
    }
    // Only a run has a ledger to verify.
    XCTAssertFalse(job.text(for: .github).contains("pv verify"))
    XCTAssertTrue(ShardJob(count: 5).text(for: .github).contains("pv verify --run .build/falsifier-runs/latest"))
  }

  /// The workflow is YAML as this package reads it, and each job has its steps.
  func testTheWorkflowIsYAML() throws {
    for command in [["pv", "run"], ["pv", "run", "--filter", "a: b # c"], ["pv", "repro", "--", "./it's"]] {
      let text = ShardJob(count: 2, command: command).text(for: .github)
      let reader = YAMLReader(SourceText(path: "shards.yml", bytes: Array(text.utf8)))
      XCTAssertEqual(reader.diagnostics.map(\.message), [], text)
      XCTAssertNotNil(reader.root?.entries, text)
    }
  }
}
