import ContractKit
import XCTest

/// The shell lines of the workflow in docs/ci.md, run as they stand in a fresh checkout.
///
/// `swift` and `scripts/setup` are stand-ins there: .ci/run runs the real ones.
final class WorkflowTests: XCTestCase {
  private struct Step {
    let name: String
    var lines: [String]
  }

  private static let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../../docs/ci.md").standardized.path

  /// The steps with a `run:` of the only workflow on the page.
  private func steps() throws -> [Step] {
    let lines = String(decoding: try Files.read(Self.page), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let start = try XCTUnwrap(lines.firstIndex(of: "name: contracts"))
    var steps: [Step] = []
    var name = ""
    var isBlock = false
    for line in lines[start...].prefix(while: { $0 != "```" }) {
      let text = line.drop { $0 == " " }
      if text.hasPrefix("- name: ") { name = String(text.dropFirst(8)) }
      if isBlock, line.hasPrefix("          ") {
        steps[steps.count - 1].lines.append(String(text))
        continue
      }
      isBlock = text == "run: |"
      if text.hasPrefix("run: ") { steps.append(Step(name: name, lines: isBlock ? [] : [String(text.dropFirst(5))])) }
    }
    return steps
  }

  /// A project that is committed, and whose commit is the base branch.
  private func checkout() throws -> VerifyProject {
    let project = try VerifyProject(self)
    try project.folder.write("scripts/setup", "#!/bin/sh\n")
    try project.folder.write(
      "bin/swift",
      """
      #!/bin/bash
      set -e
      if [ "$1" = build ]; then
        [ "$*" = "build -c release --product pv" ]
        mkdir -p .build/release; ln -sf '\(PVProcess.executable().path)' .build/release/pv
      else
        [ "$*" = "test --parallel --filter Falsify" ]
        for file in evidence/scale-v1/*.json; do
          printf '{"contract":"scale-v1","digest":"%s","event":"finished","falsifier":"%s","key":"%064d"}\\n' \\
            "$(grep '^  "digest"' "$file" | cut -c14-77)" "$(basename "$file" .json)" 0 >>"$PV_RUN/ledger.jsonl"
        done
      fi

      """)
    XCTAssertEqual(chmod("\(project.path)/bin/swift", 0o755), 0)
    XCTAssertEqual(chmod("\(project.path)/scripts/setup", 0o755), 0)
    try project.folder.write("pv.yaml", VerifyProject.settings + "release: v1\n")
    try commit(project, "git init -q -b main && printf '.build\\n' >.gitignore && ")
    XCTAssertEqual(try shell("git tag v1", project), 0)
    XCTAssertEqual(try shell("git update-ref refs/remotes/origin/main HEAD", project), 0)
    return project
  }

  private func commit(_ project: VerifyProject, _ before: String = "") throws {
    let identity = "-c user.name=a -c user.email=a@b -c commit.gpgsign=false"
    XCTAssertEqual(try shell("\(before)git add -A && git \(identity) commit -qm c", project), 0)
  }

  /// Runs a step as GitHub does; the exit code.
  private func shell(_ text: String, _ project: VerifyProject) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-e", "-c", text]
    process.currentDirectoryURL = URL(fileURLWithPath: project.path)
    let variables = ProcessInfo.processInfo.environment
    let added = (try? String(contentsOfFile: "\(project.path)/.build/path", encoding: .utf8)) ?? ""
    process.environment = [
      "PATH": added.split(separator: "\n").joined(separator: ":") + ":\(project.path)/bin:" + (variables["PATH"] ?? ""),
      "LD_LIBRARY_PATH": variables["LD_LIBRARY_PATH"] ?? "", "HOME": "\(project.path)/.build",
      "GITHUB_WORKSPACE": project.path, "GITHUB_PATH": "\(project.path)/.build/path", "GITHUB_BASE_REF": "main",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The names of the steps that fail.
  private func failures(_ project: VerifyProject) throws -> [String] {
    try FileManager.default.createDirectory(atPath: "\(project.path)/.build", withIntermediateDirectories: true)
    return try steps().filter { try shell($0.lines.joined(separator: "\n"), project) != 0 }.map(\.name)
  }

  func testEachStepRunsAsItIsWritten() throws {
    XCTAssertEqual(
      try steps().map(\.name),
      [
        "Trust the checkout", "Set up", "Build pv", "Are the contracts in order?", "Did a claim become easier to pass?",
        "Does somebody answer for what changed since the last release?", "Do the claims hold?",
      ])
    XCTAssertEqual(try failures(try checkout()), [])
  }

  func testEachQuestionIsAnswered() throws {
    let broken = try checkout()
    try broken.edit(VerifyProject.contractPath, "binds_to: scale/exact", "binds_to: scale/exat")
    try commit(broken)
    XCTAssertTrue(try failures(broken).contains("Are the contracts in order?"))

    let loosened = try checkout()
    try loosened.edit(VerifyProject.contractPath, "at_most: 1.0e-6", "at_most: 1.0e-5")
    try commit(loosened)
    XCTAssertTrue(try failures(loosened).contains("Did a claim become easier to pass?"))

    let stale = try checkout()
    try stale.edit("Sources/Scale/Scale.swift", "2 * x", "x + x")
    try commit(stale)
    XCTAssertEqual(try failures(stale), ["Do the claims hold?"])
  }
}
