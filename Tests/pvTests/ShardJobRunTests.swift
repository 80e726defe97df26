import ContractKit
import Foundation
import XCTest

/// The jobs that `pv shard` writes, run as they stand; `swift`, `scripts/setup` and what GitHub does itself have stand-ins.
final class ShardJobRunTests: XCTestCase {
  private static let count = 3

  private struct Step {
    var name = ""
    var job: String
    var lines: [String] = []
  }

  private func project() throws -> RecordedProject {
    let project = try RecordedProject.several(self)
    try project.write("scripts/setup", "#!/bin/sh\n")
    try project.write(
      "bin/swift",
      """
      #!/bin/bash
      [ "$*" = "build -c release --product pv" ] || exit 9
      mkdir -p .build/release; ln -sf '\(try PVProcess.executable().path)' .build/release/pv

      """)
    for file in ["scripts/setup", "bin/swift"] { XCTAssertEqual(chmod("\(project.path)/\(file)", 0o755), 0) }
    try FileManager.default.createSymbolicLink(
      atPath: "\(project.path)/bin/pv", withDestinationPath: try PVProcess.executable().path)
    // Evidence is there, and fresh: a merge that gives other bytes is seen by git.
    XCTAssertEqual(try project.pv("run").exitCode, 0)
    XCTAssertEqual(try project.pv("verify", "--write").exitCode, 0)
    try FileManager.default.removeItem(atPath: "\(project.path)/.build")
    let identity = "-c user.name=a -c user.email=a@b -c commit.gpgsign=false"
    let commit = "git init -q && printf '.build\\nshards*\\n*.log\\n__pycache__\\n' >.gitignore && git add -A"
    XCTAssertEqual(try shell("\(commit) && git \(identity) commit -qm c", in: project).status, 0)
    return project
  }

  /// Runs lines as bash does, with the project's own programs first.
  private func shell(
    _ text: String, in project: RecordedProject, _ environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-e", "-c", text]
    process.currentDirectoryURL = URL(fileURLWithPath: project.path)
    let variables = ProcessInfo.processInfo.environment
    let added = (try? String(contentsOfFile: "\(project.path)/.build/path", encoding: .utf8)) ?? ""
    let own = [
      "PATH": added.split(separator: "\n").joined(separator: ":") + ":\(project.path)/bin:" + (variables["PATH"] ?? ""),
      "LD_LIBRARY_PATH": variables["LD_LIBRARY_PATH"] ?? "", "HOME": "\(project.path)/.build",
      "GITHUB_WORKSPACE": project.path, "GITHUB_PATH": "\(project.path)/.build/path",
    ]
    process.environment = own.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  // MARK: GitHub Actions

  /// The steps of a workflow that have a `run:`, with what else they say.
  private func steps(_ workflow: String) -> [Step] {
    var (steps, job, isBlock): ([Step], String, Bool) = ([], "", false)
    for line in workflow.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " }
      let depth = line.count - text.count
      if depth == 2, text.hasSuffix(":") { job = String(text.dropLast()) }
      if isBlock, depth >= 10 {
        steps[steps.count - 1].lines.append(String(text))
        continue
      }
      isBlock = text == "run: |"
      if text.hasPrefix("- ") { steps.append(Step(job: job)) }
      if text.hasPrefix("- name: ") { steps[steps.count - 1].name = String(text.dropFirst(8)) }
      if text.hasPrefix("run: "), !isBlock { steps[steps.count - 1].lines = [String(text.dropFirst(5))] }
    }
    return steps.filter { !$0.lines.isEmpty }
  }

  /// Runs a workflow; the names of the steps that failed.
  ///
  /// - Parameter lost: a shard whose job did not end.
  private func runWorkflow(_ project: RecordedProject, lost: Int? = nil) throws -> [String] {
    let pv = try PVProcess("shard", "--github", "--count", "\(Self.count)", in: project.path)
    XCTAssertEqual(pv.exitCode, 0, pv.standardError)
    let steps = steps(pv.standardOutput)
    XCTAssertEqual(
      steps.map { "\($0.job): \($0.name)" },
      [
        "shard: Trust the checkout", "shard: Set up", "shard: Build pv", "shard: Run the shard",
        "merge: Trust the checkout", "merge: Set up", "merge: Build pv", "merge: Is every shard there?",
        "merge: Do the claims hold?",
      ])
    var failed: [String] = []
    func run(_ job: String, _ environment: [String: String]) throws {
      try FileManager.default.createDirectory(atPath: "\(project.path)/.build", withIntermediateDirectories: true)
      for step in steps where step.job == job {
        let (status, output) = try shell(step.lines.joined(separator: "\n"), in: project, environment)
        if status != 0 { failed.append("\(step.name) \(output)") }
      }
    }
    let artifacts = "\(project.path)/.build/artifacts"
    for number in 1...Self.count where number != lost {
      try run("shard", ["SHARD": "\(number)"])
      // What the upload keeps, each under a name of its own, and the next machine has not.
      let name = "\(artifacts)/shards-\(number)-attempt-1"
      try FileManager.default.createDirectory(atPath: artifacts, withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: "\(project.path)/shards", toPath: name)
    }
    try FileManager.default.moveItem(atPath: artifacts, toPath: "\(project.path)/shards")
    try run("merge", [:])
    return failed
  }

  func testEachStepOfTheWorkflowRunsAsItIsWritten() throws {
    XCTAssertEqual(try runWorkflow(try project()), [])
  }

  func testTheWorkflowSeesWhatIsMissingAndWhatFails() throws {
    let failed = try runWorkflow(try project(), lost: 2)
    XCTAssertEqual(failed.count, 2, "\(failed)")
    XCTAssertTrue(failed.first?.hasPrefix("Is every shard there? ") ?? false, "\(failed)")
    XCTAssertTrue(failed.first?.contains("shard 2/3 is missing") ?? false, "\(failed)")

    let project = try project()
    // Of another length: what Python compiled within the same second would be taken for it.
    try project.edit(RecordedProject.kernel, "2 * value", "3.5 * value")
    let wrong = try runWorkflow(project)
    XCTAssertEqual(
      wrong.map { String($0.prefix { $0 != " " }) }, ["Run", "Run", "Run", "Is", "Do"], "\(wrong)")
  }

  // MARK: Slurm

  /// The lines of the job array, as Slurm starts them; scripts/slurm-trial is the real thing.
  func testTheArrayJobRunsAsItIsWritten() throws {
    let project = try project()
    let pv = try project.pv("shard", "--slurm", "--count", "3", "--output", ".build/job")
    XCTAssertEqual(pv.exitCode, 0, pv.standardError)
    XCTAssertEqual(pv.standardOutput, "")
    for task in 0..<3 {
      let (status, output) = try shell(
        "bash .build/job", in: project,
        [
          "SLURM_ARRAY_TASK_ID": "\(task)", "SLURM_ARRAY_JOB_ID": task == 1 ? "8" : "7",
          "SLURM_SUBMIT_DIR": project.path,
          // The second one was sent later, for the first job.
          "SHARDS": task == 1 ? "shards-7" : "",
        ])
      XCTAssertEqual(status, 0, output)
    }
    let merge = try project.pv("merge", "shards-7")
    XCTAssertEqual(merge.exitCode, 0, merge.standardOutput + merge.standardError)
    XCTAssertEqual(try shell("test -z \"$(git status --porcelain)\"", in: project).status, 0)
  }

  // MARK: GNU parallel

  func testTheScriptForParallelRunsAsItIsWritten() throws {
    let project = try project()
    guard try shell("parallel --version | grep -q GNU", in: project).status == 0 else {
      throw XCTSkip("GNU parallel is not installed (Debian: parallel)")
    }
    let write = [
      "shard", "--parallel", "--count", "3", "--output", ".build/job", "--", "pv", "run", "--filter", "TWICE 1",
    ]
    XCTAssertEqual(try PVProcess(arguments: write, in: project.path).exitCode, 0)
    let none = try shell("bash .build/job", in: project)
    XCTAssertEqual(none.status, 2, "a word with a blank stays one: nothing is meant by it, and no shard has a folder")
    XCTAssertTrue(none.output.contains("--filter matches none of 5 falsifiers"), none.output)
    XCTAssertEqual(try project.pv("shard", "--parallel", "--count", "3", "--output", ".build/job").exitCode, 0)
    let (status, output) = try shell("bash .build/job", in: project)
    XCTAssertEqual(status, 0, output)
    XCTAssertTrue(output.contains("3 shards united: 5 of 5 falsifiers finished"), output)
    XCTAssertEqual(try shell("test -z \"$(git status --porcelain)\"", in: project).status, 0)
  }
}
