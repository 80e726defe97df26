import ContractKit
import Foundation
import XCTest

/// `pv run` with programs that record, in a package without Swift: the example of docs/recordings.md.
final class RecordingCommandTests: XCTestCase {
  private func run(
    _ project: RecordedProject, _ arguments: String..., exitCode: Int32 = 0, says parts: [String] = [],
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let process = try PVProcess(arguments: ["run"] + arguments, in: project.path)
    let said = process.standardOutput + process.standardError
    XCTAssertEqual(process.exitCode, exitCode, said, file: file, line: line)
    for part in parts { XCTAssertTrue(said.contains(part), "\(said) lacks \(part)", file: file, line: line) }
  }

  // MARK: From nothing to a status and back

  func testThePagesExampleIsDischargedFalsifiedAndDischargedAgain() throws {
    let project = try RecordedProject(self)
    let validated = try project.pv("validate")
    XCTAssertEqual(validated.exitCode, 0, validated.standardOutput)
    XCTAssertEqual(try project.status(), "PENDING")
    try run(project, says: ["1 of 1 demanded falsifiers finished"])
    XCTAssertEqual(try project.status(), "DISCHARGED")
    XCTAssertEqual(try project.pv("verify", "--write").exitCode, 0)
    let ran = try project.pv("verify", "--run", ".build/falsifier-runs/latest")
    XCTAssertEqual(ran.exitCode, 0, ran.standardOutput)
    XCTAssertNil(Files.kind(of: "\(project.path)/.build/falsifier-runs/latest/recordings/scale-v1/FALSIFY-SCALE-001"))
    let evidence = try project.text(RecordedProject.evidence)
    try run(project)
    XCTAssertEqual(try project.text(RecordedProject.evidence), evidence)

    try project.edit(RecordedProject.kernel, "for value in x", "for value in x[:-1]] + [x[-1]")
    XCTAssertEqual(try project.status(), "PENDING")
    let stale = try project.pv("verify").standardOutput
    XCTAssertTrue(stale.contains("src/scale.py changed since the run (what it runs)"), stale)
    try run(
      project, exitCode: 1, says: ["FALSIFIED", "bits_differing is 1; must be = 0", "the kernel rounds", "its files:"])
    XCTAssertEqual(try project.status(), "FALSIFIED")
    try project.edit(RecordedProject.kernel, "for value in x[:-1]] + [x[-1]", "for value in x")
    try run(project, "--stale")
    XCTAssertEqual(try project.status(), "DISCHARGED")
    try run(project, "--stale", says: ["0 of 0 stale falsifiers finished, 1 fresh"])
  }

  func testKeysAreThoseOfTheSecondVerifier() throws {
    let project = try RecordedProject(self)
    try project.write("tests/conftest.py", "import helper\n")
    try project.write("tests/helper.py", "DATA = 'data/table.csv'\n")
    try project.write("data/table.csv", "1\n")
    try project.write("src/unused.py", "")
    try run(project)
    let members = try project.second("--members", RecordedProject.id)
    for part in ["data/table.csv", "src/scale.py", "tests/conftest.py", "tests/helper.py", "metric#bits_differing"] {
      XCTAssertTrue(members.contains("  \(part)\n"), "\(members) lacks \(part)")
    }
    XCTAssertFalse(members.contains("unused"), members)
    XCTAssertEqual(members, try project.pv("explain", RecordedProject.id, "--members").standardOutput)
    XCTAssertEqual(try project.status(), "DISCHARGED")
    try project.write("data/table.csv", "2\n")
    XCTAssertEqual(try project.status(), "PENDING")
  }

  func testWhatIsRunBelongsToTheClaim() throws {
    let project = try RecordedProject(self)
    try run(project)
    try project.edit(RecordedProject.contract, "tests/record_scale.py]", "tests/record_scale.py, again]")
    XCTAssertEqual(try project.status(), "PENDING")
    XCTAssertTrue(try project.pv("verify").standardOutput.contains("the claim changed"))
  }

  func testOnlyRunAndReproStartIt() throws {
    let project = try RecordedProject(self)
    try project.edit(
      RecordedProject.script, "import json, os", "import json, os; open('started', 'a').write('x')\nimport")
    for command in ["validate", "verify", "status", "coverage", "doctor", "graph", "query"] {
      _ = try project.pv(command)
    }
    _ = try project.pv("explain", RecordedProject.id)
    _ = try project.pv("claim", RecordedProject.id)
    XCTAssertNil(Files.kind(of: "\(project.path)/started"))
  }

  // MARK: Programs that do not record

  private func project(_ script: String) throws -> RecordedProject {
    let project = try RecordedProject(self)
    try project.write("tests/record.sh", script)
    try project.edit(RecordedProject.contract, "[python3, tests/record_scale.py]", "[sh, tests/record.sh]")
    return project
  }

  private func assertAborted(
    _ script: String, _ arguments: String..., says parts: String..., file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let project = try project(script)
    let process = try PVProcess(arguments: ["run"] + arguments, in: project.path)
    let said = process.standardOutput
    XCTAssertEqual(process.exitCode, 1, said, file: file, line: line)
    for part in ["aborted: "] + parts {
      XCTAssertTrue(said.contains(part), "\(said) lacks \(part)", file: file, line: line)
    }
    XCTAssertNil(Files.kind(of: "\(project.path)/\(RecordedProject.evidence)"), file: file, line: line)
    XCTAssertEqual(
      try project.pv("verify", "--run", ".build/falsifier-runs/latest").exitCode, 1, file: file, line: line)
  }

  func testExitStatusesCrashesAndMissingRecordings() throws {
    try assertAborted("echo what went wrong; exit 3\n", says: "exit status 3", "what went wrong")
    try assertAborted("kill -SEGV $$\n", says: "sh crashed: signal 11")
    try assertAborted("exit 0\n", says: "recording.json: the program has left none")
    try assertAborted("nothing-that-there-is\n", says: "exit status 127: sh, or a program that it calls", "not found")
  }

  func testAProgramThatIsNotThere() throws {
    let project = try RecordedProject(self)
    try project.edit(RecordedProject.contract, "[python3,", "[nothing-that-there-is,")
    try run(project, exitCode: 1, says: ["nothing-that-there-is, or a program that it calls, is not on PATH"])
  }

  func testWhatTakesTooLongIsEndedWithAllThatItStarted() throws {
    let project = try project("sleep 60 & echo $! > pid; sleep 60\n")
    try run(project, "--timeout", "1", exitCode: 1, says: ["took longer than 1 s", "--timeout"])
    let id = try XCTUnwrap(Int32(try project.text("pid").trimmingCharacters(in: .newlines)))
    // A zombie that nobody has waited for is dead as well.
    let state = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    XCTAssertTrue(state.isEmpty || state.contains(") Z "), state)
  }

  func testWhatIsLeftRunningIsEnded() throws {
    let project = try project("sleep 60 & echo $! > pid\n")
    try run(project, exitCode: 1, says: ["the program has left none"])
    let id = try XCTUnwrap(Int32(try project.text("pid").trimmingCharacters(in: .newlines)))
    let state = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    XCTAssertTrue(state.isEmpty || state.contains(") Z "), state)
  }

  func testWhatPrintsWithoutEndIsEnded() throws {
    try assertAborted("yes\n", says: "printed more than 64 MiB", "  y\n")
  }

  func testARecordingOfAnotherRunIsRefused() throws {
    let project = try RecordedProject(self)
    try run(project)
    try project.edit(RecordedProject.script, "\"run\": claim[\"run\"]", "\"run\": \"0\"")
    try run(project, exitCode: 1, says: ["recording.json: run belongs to another run", "PV_CLAIM"])
    // The evidence of before stays as it is, and is stale.
    XCTAssertNotNil(Files.kind(of: "\(project.path)/\(RecordedProject.evidence)"))
    XCTAssertEqual(try project.status(), "PENDING")
  }

  func testOtherBitsUnderTheSameKeyAreRefused() throws {
    let project = try RecordedProject(self)
    try run(project)
    try project.edit(RecordedProject.script, "x = [", "import random\nx = [")
    try project.edit(RecordedProject.script, "1.5 * 2.0", "(1 + random.random()) * 2.0")
    try run(project)
    try run(project, exitCode: 1, says: ["another result under the same key", "bits: {vary: REASON}"])
  }

  // MARK: What was executed

  func testExecutionIsShownByLinesInBodies() throws {
    let project = try RecordedProject(self)
    try project.edit(RecordedProject.script, "[1, 2]", "[1]")
    try run(project, exitCode: 1, says: ["src/scale.py was not executed"])
    XCTAssertEqual(try project.status(), "PENDING")
    try project.edit(RecordedProject.script, "{\"src/scale.py\": [1]}", "{}")
    try run(project)
    XCTAssertEqual(try project.status(), "PARTIAL_ALGORITHM_LEVEL")
    let explained = try project.pv("explain", RecordedProject.id).standardOutput
    XCTAssertTrue(explained.contains("execution not shown"), explained)
    XCTAssertTrue(explained.contains("`executed`"), explained)
    try project.edit(RecordedProject.script, "\"lines\": {}", "\"lines\": {\"src/scale.py\": [9]}")
    try run(project, exitCode: 1, says: ["line 9 of src/scale.py, which has 2"])
  }

  // MARK: Bits that vary

  func testBitsThatVary() throws {
    let project = try RecordedProject(self)
    try project.edit(RecordedProject.contract, "bits_differing: 16 f32", "max_abs_error: 16 f32")
    try project.edit(
      RecordedProject.contract, "{metric: bits_differing, equals: 0}", "{metric: max_abs_error, at_most: 0.01}")
    try project.edit(
      RecordedProject.contract, "    exact:", "    bits: {vary: \"threads add in any order\"}\n    exact:")
    try project.edit(RecordedProject.script, "\"bits_differing\"", "\"max_abs_error\"")
    try project.edit(RecordedProject.script, "y = scale(x)", "import random\ny = scale(x)")
    try project.edit(
      RecordedProject.script, "\"real\": {\"outputs\": {\"y\": write(\"real\", y)}}",
      "\"real\": {\"repeats\": [{\"outputs\": {\"y\": write(f\"real{i}\", [v + random.random() / 256 for v in y])}}"
        + " for i in range(5)]}")
    let validated = try project.pv("validate")
    XCTAssertEqual(validated.exitCode, 0, validated.standardOutput)
    for _ in 0..<2 {
      try run(project)
      XCTAssertEqual(try project.status(), "DISCHARGED")
    }
    let evidence = try project.text(RecordedProject.evidence)
    let outputs = try XCTUnwrap(evidence.components(separatedBy: "\"outputs\": [").last)
    XCTAssertFalse(outputs.components(separatedBy: "]").first?.contains("sha256") ?? true, evidence)
    let repro = try project.pv("repro", "--variation", "unvaried", "--variation", "time-zone")
    XCTAssertEqual(repro.exitCode, 0, repro.standardOutput + repro.standardError)
    let explained = try project.pv("explain", RecordedProject.id).standardOutput
    XCTAssertTrue(explained.contains("bits      vary: threads add in any order"), explained)
  }

  // MARK: Variants, and large arrays

  /// As long as `pv` writes a form of evidence that the second verifier does not know, that one gives another status.
  func testVariantsAndARatioBecomeEvidence() throws {
    let project = try RecordedProject(self)
    try project.edit(
      RecordedProject.contract, "bits_differing: 16 f32}", "variants_differing: 16 f32, growth.ratio: 16 f32}")
    try project.edit(
      RecordedProject.contract, "[{metric: bits_differing, equals: 0}]",
      "[{metric: variants_differing, equals: 0}, {metric: growth.ratio, equals: 2}]")
    try project.edit(
      RecordedProject.script, "{\"y\": write(\"real\", y)}",
      "{\"y\": write(\"real\", y), \"other\": write(\"other\", scale(x)), "
        + "\"moved\": write(\"moved\", scale([v + 1 for v in x]))}")
    try project.edit(
      RecordedProject.script, "{\"y\": write(\"tail_dropped\", y[:-1] + [0.0])}",
      "{\"y\": write(\"tail_dropped\", y[:-1] + [0.0]), \"other\": \"other.npy\", \"moved\": \"real.npy\"}")
    try project.edit(
      RecordedProject.script,
      "{\"metric\": \"bits_differing\", \"output\": \"y\", \"expected\": write(\"oracle\", [value + value for value in x])}",
      "{\"metric\": \"variants_differing\", \"output\": \"y\", \"variants\": [\"other\"]}, "
        + "{\"metric\": \"ratio\", \"subject\": \"growth\", \"of\": \"max_abs_error\", \"name\": \"y\", \"output\": \"moved\", "
        + "\"expected\": write(\"oracle\", y), \"unit\": {\"name\": \"x\", \"array\": write(\"x1\", [v + 1 for v in x]), "
        + "\"expected\": \"x.npy\"}}")
    let validated = try project.pv("validate")
    XCTAssertEqual(validated.exitCode, 0, validated.standardOutput)
    try run(project)
    XCTAssertEqual(try project.status(), "DISCHARGED")
    let evidence = try project.text(RecordedProject.evidence)
    XCTAssertTrue(evidence.contains("max_abs_error of y (16 f32) over that of x (16 f32)"), evidence)
  }

  /// What judging takes beyond a recording of sixteen elements, in units of the largest array: two arrays, or one and a
  /// wrong copy of it; the rest is for what any process does with it.
  func testMemoryIsBoundedByTheLargestArray() throws {
    let project = try RecordedProject(self)
    func peak(elements: Int) throws -> Int {
      try project.write(
        RecordedProject.contract,
        try project.text(RecordedProject.contract).replacing(/over: \d+ f32/, with: "over: \(elements) f32")
          .replacing(/(max_abs_error|bits_differing): \d+ f32/, with: "max_abs_error: \(elements) f32"))
      for name in ["x", "real", "tail_dropped", "oracle"] {
        let file = "\(project.path)/out/\(name).npy"
        // The same sixteen numbers again and again.
        let numbers = try Files.read(file).suffix(64)
        let header = Array("{'descr': '<f4', 'fortran_order': False, 'shape': (\(elements),), }\n".utf8)
        var data = Data(numbers)
        while data.count < 4 * elements { data.append(data) }
        let head = Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header)
        try (head + data.prefix(4 * elements)).write(to: URL(fileURLWithPath: file))
      }
      return try project.peak("claim", RecordedProject.id, "--recording", "out")
    }
    try project.edit(
      RecordedProject.contract, "{metric: bits_differing, equals: 0}", "{metric: max_abs_error, at_most: 0.25}")
    try project.edit(RecordedProject.script, "\"bits_differing\"", "\"max_abs_error\"")
    try project.edit(RecordedProject.script, "claim[\"run\"]", "\"\"")
    try project.write("claim.json", try project.pv("claim", RecordedProject.id).standardOutput)
    try project.write("out/.keep", "")
    XCTAssertNotNil(
      Shell.output(
        ["env", "PV_RECORDING=out", "PV_CLAIM=claim.json", "python3", RecordedProject.script], folder: project.path))
    // Larger than what malloc keeps for later.
    let elements = 9 << 20
    let base = try peak(elements: 16)
    let ratio = Double(try peak(elements: elements) - base) / Double(4 * elements)
    XCTAssertLessThan(ratio, 2.3)
    XCTAssertGreaterThan(ratio, 0.5, "the arrays are not looked at")
  }

  // MARK: Other commands

  func testReproductionComparesBytes() throws {
    let project = try RecordedProject(self)
    try run(project)
    let good = try project.pv("repro", "--variation", "unvaried", "--variation", "time-zone")
    XCTAssertEqual(good.exitCode, 0, good.standardOutput + good.standardError)
    try project.edit(RecordedProject.script, "x = [", "import time\nx = [")
    try project.edit(RecordedProject.script, "1.5 * 2.0", "(1.5 if time.timezone == 0 else 1.25) * 2.0")
    try run(project)
    let bad = try project.pv("repro", "--variation", "unvaried", "--variation", "time-zone", environment: ["TZ": "UTC"])
    XCTAssertEqual(bad.exitCode, 1, bad.standardOutput)
    XCTAssertTrue(bad.standardOutput.contains("x[0]: 0x3fa00000, without the variation 0x3fc00000"), bad.standardOutput)
    let release = try project.pv("repro", "--variation", "release")
    XCTAssertEqual(release.exitCode, 2, release.standardError)
  }

  func testTheClaimAndARecordingWithoutARun() throws {
    let project = try RecordedProject(self)
    let claim = try project.pv("claim", RecordedProject.id)
    XCTAssertEqual(claim.exitCode, 0, claim.standardError)
    for part in [
      "\"format\": \"pv-claim-entry/1\"", "\"repeats\": 1", "\"equals\": \"0\"", "\"src/scale.py\"",
      #""drawn": "{\"x\":{\"classes\":[],\"corners\":[],\"dtype\":\"f32\",\"shape\":[]}}""#,
    ] { XCTAssertTrue(claim.standardOutput.contains(part), "\(claim.standardOutput) lacks \(part)") }
    XCTAssertFalse(claim.standardOutput.contains("\"run\":"))
    XCTAssertEqual(try project.pv("claim", "FALSIFY-SCALE-002").exitCode, 2)

    try project.write("claim.json", claim.standardOutput)
    try project.edit(RecordedProject.script, "claim[\"run\"]", "claim.get(\"run\", \"\")")
    try project.write("out/.keep", "")
    func record() throws -> PVProcess {
      XCTAssertNotNil(
        Shell.output(
          ["env", "PV_RECORDING=out", "PV_CLAIM=claim.json", "python3", RecordedProject.script], folder: project.path))
      return try project.pv("claim", RecordedProject.id, "--recording", "out")
    }
    let good = try record()
    XCTAssertEqual(good.exitCode, 0, good.standardOutput + good.standardError)
    try project.edit(RecordedProject.kernel, "2 * value", "3 * value")
    let bad = try record()
    XCTAssertEqual(bad.exitCode, 1)
    XCTAssertTrue(bad.standardOutput.contains("FALSIFIED"), bad.standardOutput)
    XCTAssertNil(Files.kind(of: "\(project.path)/evidence"))
  }

  func testTheHeaderForC() throws {
    let project = try RecordedProject(self)
    let header = try project.pv("record", "--header")
    XCTAssertEqual(header.exitCode, 0)
    XCTAssertTrue(header.standardOutput.contains("PV_RECORDING"), header.standardOutput)
    XCTAssertEqual(try project.pv("record").exitCode, 64)
  }

  func testAFilterChoosesAndDemands() throws {
    let project = try RecordedProject(self)
    try run(project, "--filter", "SCALE-001", says: ["1 of 1 demanded"])
    try run(project, "--filter", "scale-v1/", says: ["1 of 1 demanded"])
    try run(project, "--filter", "OTHER", exitCode: 2, says: ["--filter matches none of 1 falsifiers"])
    try run(project, "--timeout", "0", exitCode: 64)
  }
}
