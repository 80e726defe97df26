import ContractKit
import XCTest

/// `pv init`, `pv new`, `pv doctor`, `pv schema`, completions and the hook: how a user starts.
final class StartTests: XCTestCase {
  private func package() throws -> ProjectFolder {
    let project = try ProjectFolder(self)
    for name in ["contracts", "Tests", "Sources"] {
      try FileManager.default.removeItem(atPath: "\(project.path)/\(name)")
    }
    return project
  }

  func testAFirstContractIsValidAndPendingAndItsFalsifierParses() throws {
    let project = try package()
    let pv = try PVProcess("init", "--contract", "my-kernel-v1", in: project.path)
    XCTAssertEqual(pv.exitCode, 0, pv.standardError)
    XCTAssertTrue(pv.standardOutput.hasPrefix("wrote contracts/my-kernel-v1.yaml\n"), pv.standardOutput)
    XCTAssertTrue(pv.standardOutput.contains(".testTarget("), pv.standardOutput)
    XCTAssertEqual(
      String(decoding: try Files.read("\(project.path)/.gitattributes"), as: UTF8.self), "* text=auto eol=lf\n")
    let validation = try PVProcess("validate", "--strict", in: project.path)
    XCTAssertEqual(validation.exitCode, 0, validation.standardOutput)
    XCTAssertEqual(try PVProcess("verify", in: project.path).exitCode, 2)
    let test = "\(project.path)/Tests/Falsifiers/FalsifyMyKernel.swift"
    let source = String(decoding: try Files.read(test), as: UTF8.self)
    XCTAssertTrue(source.contains("func testFalsifyMYKERNEL001() throws {\n    XCTFail("), source)
    let parse = Process()
    parse.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    parse.arguments = ["swiftc", "-parse", test]
    try parse.run()
    parse.waitUntilExit()
    XCTAssertEqual(parse.terminationStatus, 0)
  }

  func testNothingIsOverwritten() throws {
    let project = try package()
    XCTAssertEqual(try PVProcess("init", in: project.path).exitCode, 0)
    let again = try PVProcess("init", in: project.path)
    XCTAssertEqual(again.exitCode, 1)
    XCTAssertTrue(again.standardError.contains("pv new"), again.standardError)
    try project.write("Tests/Checks/FalsifyDot.swift", "mine\n")
    let new = try PVProcess("new", "dot-v1", "--module", "Checks", in: project.path + "/Tests")
    XCTAssertEqual(new.exitCode, 1)
    XCTAssertTrue(new.standardError.contains("not overwritten: Tests/Checks/FalsifyDot.swift"), new.standardError)
    XCTAssertNil(Files.kind(of: "\(project.path)/contracts/dot-v1.yaml"))
    XCTAssertEqual(try PVProcess("new", "dot-v1", in: project.path + "/Tests").exitCode, 0)
    XCTAssertEqual(Files.kind(of: "\(project.path)/Tests/Falsifiers/FalsifyDot.swift"), .file)
    XCTAssertEqual(try PVProcess("validate", "--strict", in: project.path).exitCode, 0)
  }

  func testAFirstContractInPythonAndCPP() throws {
    for (language, marker, falsifier, run, check) in [
      (
        "python", "pyproject.toml", "tests/test_my_kernel.py",
        "[python3, -m, pytest, \"tests/test_my_kernel.py::test_my_kernel\"]", ["python3", "-m", "py_compile"]
      ),
      (
        "c++", "CMakeLists.txt", "tests/record_my_kernel.cpp", "[sh, tests/record.sh, record_my_kernel]",
        ["clang++", "-std=c++17", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I."]
      ),
    ] {
      let project = try package()
      try FileManager.default.removeItem(atPath: "\(project.path)/Package.swift")
      XCTAssertEqual(try PVProcess("init", in: project.path).exitCode, 2, "Swift needs a package")
      let pv = try PVProcess("init", "--language", language, "--contract", "my-kernel-v1", in: project.path)
      XCTAssertEqual(pv.exitCode, 0, pv.standardError)
      XCTAssertTrue(pv.standardOutput.hasSuffix("pv run\n    pv verify --write\n"), pv.standardOutput)
      let contract = String(decoding: try Files.read("\(project.path)/contracts/my-kernel-v1.yaml"), as: UTF8.self)
      XCTAssertTrue(contract.contains("    run: \(run)\n"), contract)
      XCTAssertTrue(contract.contains("# implementation: [src/...]"), contract)
      let validation = try PVProcess("validate", "--strict", in: project.path)
      XCTAssertEqual(validation.exitCode, 0, validation.standardOutput)
      XCTAssertEqual(try PVProcess("verify", in: project.path).exitCode, 2)
      XCTAssertEqual(try PVProcess("init", "--language", language, in: project.path).exitCode, 1)
      // The package's own files say what it is written in; what is there once is not written again.
      if language == "python" { try project.write(marker, "") }
      XCTAssertEqual(try PVProcess("new", "other-v1", in: project.path).exitCode, 0)
      XCTAssertEqual(
        Files.kind(of: "\(project.path)/\(falsifier.replacingOccurrences(of: "my_kernel", with: "other"))"), .file)
      try project.write("pv_record.h", try PVProcess("record", "--header").standardOutput)
      let compiler = Process()
      compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      compiler.currentDirectoryURL = URL(fileURLWithPath: project.path)
      compiler.arguments = check + [falsifier]
      try compiler.run()
      compiler.waitUntilExit()
      XCTAssertEqual(compiler.terminationStatus, 0, language)
    }
  }

  func testModuleAndBadNames() throws {
    let project = try package()
    XCTAssertEqual(try PVProcess("init", "--contract", "a-v1", "--module", "Checks", in: project.path).exitCode, 0)
    XCTAssertEqual(Files.kind(of: "\(project.path)/Tests/Checks/FalsifyA.swift"), .file)
    XCTAssertEqual(try PVProcess("validate", in: project.path).exitCode, 0)
    let bad = try PVProcess("new", "Soft Max", in: project.path)
    XCTAssertEqual(bad.exitCode, 64)
    XCTAssertTrue(bad.standardError.contains("such as `soft-max-v1`"), bad.standardError)
    XCTAssertEqual(try PVProcess("new", "../x-v1", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("new", "x-v1", "--module", "../x", in: project.path).exitCode, 64)
    XCTAssertEqual(try PVProcess("new", "x-v1", in: "/").exitCode, 2)
    XCTAssertEqual(try PVProcess("init", in: "/").exitCode, 2)
  }

  func testSuggestedIDsAreAccepted() {
    for text in ["My Kernel", "", "9 lives", "dot-v3", "Größe", String(repeating: "x", count: 200)] {
      let id = NewContract.suggestedID(for: text)
      XCTAssertNotNil(NewContract(id: id), "\(text) gives \(id)")
    }
  }

  func testTheDoctorSaysWhatIsMissing() throws {
    let project = try ProjectFolder(self)
    // Beside the folder of temporary files there may be a corpus.
    let pv = try PVProcess(
      "doctor", "--json", in: project.path, environment: ["PV_CORPUS": "\(project.path)/none"])
    let json = try JSON(reading: Array(pv.standardOutput.utf8))
    func state(_ json: JSON, _ name: String) -> String? {
      json["checks"]?.array?.first { $0["name"]?.string == name }?["state"]?.string
    }
    XCTAssertEqual(state(json, "git"), "ok")
    XCTAssertEqual(state(json, "package"), "ok")
    XCTAssertEqual(state(json, "corpus"), "absent")
    XCTAssertEqual(json["ready"]?.bool, pv.exitCode == 0)
    // Where nothing is on PATH, everything is missing, and each thing says what to install.
    try FileManager.default.createDirectory(atPath: "\(project.path)/empty", withIntermediateDirectories: true)
    let bare = try PVProcess(
      "doctor", in: project.path,
      environment: ["PATH": "\(project.path)/empty", "PV_CORPUS": project.path, "PV_LIVE": "1"])
    XCTAssertEqual(bare.exitCode, 1)
    XCTAssertTrue(bare.standardOutput.contains("missing  git"), bare.standardOutput)
    XCTAssertTrue(
      bare.standardOutput.contains("libopenblas-dev") || bare.standardOutput.contains("brew"), bare.standardOutput)
    XCTAssertTrue(bare.standardOutput.contains("ok       corpus"), bare.standardOutput)
    XCTAssertTrue(bare.standardOutput.contains("ok       live falsifiers"), bare.standardOutput)
    XCTAssertTrue(bare.standardOutput.contains("the main job needs: swift, git, pkg-config"), bare.standardOutput)
  }

  func testSchemasArePrinted() throws {
    let contract = try JSON(reading: Array(try PVProcess("schema").standardOutput.utf8))
    XCTAssertEqual(contract, JSONSchema.contract.document())
    for schema in JSONSchema.allCases {
      let printed = try JSON(reading: Array(try PVProcess("schema", schema.rawValue).standardOutput.utf8))
      XCTAssertEqual(printed["$id"]?.string, "urn:pv:schema:\(schema.rawValue)")
    }
    XCTAssertEqual(try PVProcess("schema", "ledger").exitCode, 64)
  }

  func testCompletionsForEachShell() throws {
    for shell in ["bash", "zsh", "fish"] {
      let script = try PVProcess("--generate-completion-script", shell)
      XCTAssertEqual(script.exitCode, 0)
      XCTAssertTrue(script.standardOutput.contains("coverage"), shell)
    }
  }

  /// The hooks run commands that pv has, on files that it reads.
  func testThePreCommitHooksCallWhatThereIs() throws {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("../..").standardized.path
    let text = String(decoding: try Files.read("\(root)/.pre-commit-hooks.yaml"), as: UTF8.self)
    let entries = text.split(separator: "\n").filter { $0.contains("entry: ") }.map {
      String($0.split(separator: ":", maxSplits: 1)[1]).trimmingCharacters(in: .whitespaces)
    }
    XCTAssertEqual(entries.count, 3)
    let project = try VerifyProject(self)
    for entry in entries {
      let words = entry.split(separator: " ").map(String.init)
      XCTAssertEqual(words.first, "pv-contracts")
      let pv = try PVProcess(arguments: Array(words.dropFirst()) + [VerifyProject.contractPath], in: project.path)
      XCTAssertEqual(pv.exitCode, 0, "\(entry): \(pv.standardError)\(pv.standardOutput)")
    }
    let executable = try PVProcess.executable().deletingLastPathComponent().appendingPathComponent("pv-contracts")
    XCTAssertTrue(FileManager.default.isExecutableFile(atPath: executable.path), "it is built beside pv")
  }
}
