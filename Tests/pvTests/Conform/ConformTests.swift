import ContractKit
import XCTest

/// `pv conform` as a program.
final class ConformTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "conform-\(UUID().uuidString)"
    try Files.makeFolder(folder)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  // MARK: Faults of the contracts' classes

  /// A planted fault, and what a verdict on it must name.
  private struct Planted {
    let fault: Int
    let contract: String
    let falsifier: String
    /// A clause that it violates.
    let clause: String
    /// The start of what the smallest case that fails is made of; nil where the falsifier has fixed cases, of which the
    /// worst elements are named.
    let smallest: String?

    init(_ fault: Int, _ contract: String, _ falsifier: String, _ clause: String, smallest: String? = nil) {
      (self.fault, self.contract, self.falsifier, self.clause) = (fault, contract, falsifier, clause)
      self.smallest = smallest
    }
  }

  /// Each by contract, clause and case; the case alone tells the faulty library from the sound one.
  func testFaultsOfTheContractsAreNamed() throws {
    let sound = try ForeignLibrary("contract_faults", in: folder)
    for planted in [
      Planted(1, "f32-dot-v1", "FALSIFY-DOT-001", "dot/error_bound", smallest: "a: ["),
      Planted(2, "matvec-layout-v1", "FALSIFY-MATVEC-001", "matvec/layout"),
      Planted(3, "softmax-v1", "FALSIFY-SOFTMAX-001", "softmax/large_logits", smallest: "logits: [10000.0]"),
      Planted(4, "rmsnorm-v1", "FALSIFY-RMS-003", "rmsnorm/epsilon_inside"),
      Planted(5, "rope-v1", "FALSIFY-ROPE-001", "rope/pairing"),
      Planted(6, "gqa-attention-v1", "FALSIFY-GQA-004", "grouped_query_attention", smallest: "head_dim: 1"),
      Planted(7, "legacy-dequant-v1", "FALSIFY-LEGACY-001", "q4_0/layout", smallest: "bytes: ["),
      Planted(8, "swiglu-v1", "FALSIFY-SWIGLU-004", "swiglu/operand_order"),
    ] {
      let right = try PVProcess("conform", sound.path, "--falsifier", planted.falsifier, "--seed", "3")
      XCTAssertTrue(
        right.standardOutput.contains("holds         \(planted.falsifier)"), right.standardError + right.standardOutput)
      try assertNamed(planted, sound)
    }
  }

  private func assertNamed(_ planted: Planted, _ sound: ForeignLibrary) throws {
    let library = try ForeignLibrary("contract_faults", fault: planted.fault, in: folder)
    let wrong = try PVProcess(
      "conform", library.path, "--falsifier", planted.falsifier, "--seed", "3", "--report", "\(folder)/named.json")
    XCTAssertEqual(wrong.exitCode, 1, wrong.standardError + wrong.standardOutput)
    // In words, with all clauses in parentheses.
    let start = "error: \(planted.contract) \(planted.falsifier) ("
    let line = wrong.standardOutput.split(separator: "\n").first { $0.contains(start) } ?? ""
    let clauses = line.split(separator: "(").dropFirst().first?.prefix { $0 != ")" } ?? ""
    XCTAssertTrue(clauses.split(separator: ", ").contains(Substring(planted.clause)), wrong.standardOutput)
    XCTAssertTrue(line.contains("): falsified: "), wrong.standardOutput)
    // And for programs.
    let entries = try JSON(reading: try Files.read("\(folder)/named.json"))["clauses"]?.array ?? []
    XCTAssertEqual(entries.compactMap { $0["falsifier"]?.string }, [planted.falsifier])
    let entry = try XCTUnwrap(entries.first)
    XCTAssertEqual(entry["contract"]?.string, planted.contract)
    XCTAssertEqual(entry["clauses"]?.array?.contains { $0.string == planted.clause }, true)
    guard let smallest = planted.smallest else {
      // The worst elements of the falsifier's own cases.
      let worst = entry["report"]?.array?.dropFirst().first?.string ?? ""
      XCTAssertNotNil(worst.firstMatch(of: /\[[0-9, ]+\].* actual .+, expected [-0-9]/), worst)
      XCTAssertTrue(wrong.standardOutput.contains(worst.trimmingCharacters(in: .whitespaces)), wrong.standardOutput)
      return
    }
    let members = entry["counterexample"]?["members"]?.array?.compactMap(\.string) ?? []
    XCTAssertTrue(members.contains { $0.hasPrefix(smallest) }, "\(members)")
    XCTAssertTrue(wrong.standardOutput.contains(smallest), wrong.standardOutput)
    let alone = try XCTUnwrap(entry["counterexample"]?["case"]?.string)
    func exitCode(_ library: ForeignLibrary) throws -> Int32 {
      try PVProcess("conform", library.path, "--falsifier", planted.falsifier, "--case", alone).exitCode
    }
    XCTAssertEqual(try exitCode(library), 1, alone)
    XCTAssertEqual(try exitCode(sound), 0, alone)
  }

  // MARK: The report

  func testTheReportIsAFileOfItsOwnKind() throws {
    let library = try ForeignLibrary("sound", in: folder)
    let first = try PVProcess(
      "conform", library.path, "--contract", "f32-dot-v1", "--seed", "a", "--report", "\(folder)/one.json")
    XCTAssertEqual(first.exitCode, 0, first.standardError)
    _ = try PVProcess(
      "conform", library.path, "--contract", "f32-dot-v1", "--seed", "a", "--report", "\(folder)/two.json")
    let bytes = try Files.read("\(folder)/one.json")
    XCTAssertEqual(bytes, try Files.read("\(folder)/two.json"), "the same seed gives the same report")
    let json = try JSON(reading: bytes)
    XCTAssertEqual(json["schema"]?["name"]?.string, "pv-conformance")
    XCTAssertEqual(
      json["library"]?["sha256"]?.string, Digest(of: try Files.read(library.path)).description)
    let digest = try XCTUnwrap(json["digest"]?.string)
    let zeroed = String(decoding: bytes, as: UTF8.self).replacingOccurrences(
      of: digest, with: String(repeating: "0", count: 64))
    XCTAssertEqual(digest, Digest(of: Array(zeroed.utf8)).description)
  }

  func testHowMuchIsSaidAndWhere() throws {
    let library = try ForeignLibrary("faults", fault: 1, in: folder)
    func conform(_ options: String...) throws -> PVProcess {
      try PVProcess(
        arguments: ["conform", library.path, "--falsifier", "FALSIFY-DOT-001", "--seed", "1"] + options, in: folder)
    }
    let plain = try conform()
    XCTAssertNotEqual(try conform("--quiet").standardOutput, plain.standardOutput)
    XCTAssertNotEqual(try conform("--verbose").standardOutput, plain.standardOutput)
    XCTAssertEqual(try conform("--output", "json=r.json").exitCode, 1)
    XCTAssertNotNil(Files.kind(of: "\(folder)/r.json"))
    let rooted = try conform("--format", "json", "--root", folder)
    XCTAssertNotEqual(rooted.standardOutput, try conform("--format", "json", "--root", "/").standardOutput)
    XCTAssertEqual(try conform("--threads", "2").exitCode, 1)
    XCTAssertEqual(try conform("--threads", "0").exitCode, 64)
  }

  func testNoCallUsesMoreThreadsThanAllowed() throws {
    try Files.replace(
      "\(folder)/three.c",
      with: Array(
        """
        #include "pv_kernels.h"
        int pv_kernels_version(void) { return PV_KERNELS_VERSION; }
        int pv_matvec_f32(size_t rows, size_t columns, const float *weights, const float *x, float *y, int threads) {
          if (threads > 3) return PV_FAILED;
          for (size_t i = 0; i < rows; i++) {
            double sum = 0;
            for (size_t j = 0; j < columns; j++) sum += (double)weights[i * columns + j] * x[j];
            y[i] = (float)sum;
          }
          return PV_OK;
        }

        """.utf8))
    let library = "\(folder)/three.so"
    try ForeignLibrary.run([
      "cc", "-O2", "-shared", "-fPIC", "-I\(ForeignLibrary.root)/Sources/CConformance/include", "-o", library,
      "\(folder)/three.c",
    ])
    func conform(_ options: String...) throws -> PVProcess {
      try PVProcess(arguments: ["conform", library, "--contract", "matvec-layout-v1", "--seed", "1"] + options)
    }
    let limited = try conform("--threads", "3")
    XCTAssertEqual(limited.exitCode, 0, limited.standardOutput + limited.standardError)
    let free = try conform()
    XCTAssertEqual(free.exitCode, 1)
    XCTAssertTrue(free.standardOutput.contains("returned 2"), free.standardOutput)
  }

  func testEveryFormat() throws {
    let library = try ForeignLibrary("faults", fault: 1, in: folder)
    for format in ["human", "concise", "json", "jsonl", "sarif", "github", "junit", "markdown"] {
      let result = try PVProcess(
        "conform", library.path, "--falsifier", "FALSIFY-DOT-001", "--format", format, "--seed", "1")
      XCTAssertEqual(result.exitCode, 1, result.standardError)
      XCTAssertTrue(result.standardOutput.contains("FALSIFY-DOT-001"), "\(format): \(result.standardOutput)")
    }
  }

  func testACounterexampleIsTriedAlone() throws {
    let library = try ForeignLibrary("faults", fault: 1, in: folder)
    _ = try PVProcess(
      "conform", library.path, "--falsifier", "FALSIFY-DOT-001", "--seed", "1", "--report", "\(folder)/r.json")
    let json = try JSON(reading: try Files.read("\(folder)/r.json"))
    let line = try XCTUnwrap(json["clauses"]?.array?.first?["counterexample"]?["case"]?.string)
    let again = try PVProcess("conform", library.path, "--falsifier", "FALSIFY-DOT-001", "--case", line)
    XCTAssertEqual(again.exitCode, 1, again.standardOutput)
    let sound = try ForeignLibrary("sound", in: folder)
    XCTAssertEqual(try PVProcess("conform", sound.path, "--falsifier", "FALSIFY-DOT-001", "--case", line).exitCode, 0)
  }

  func testAContractOfAFolderDecides() throws {
    let library = try ForeignLibrary("sound", in: folder)
    let text = String(decoding: try Files.read("\(ForeignLibrary.root)/contracts/f32-dot-v1.yaml"), as: UTF8.self)
    let stricter = text.replacingOccurrences(
      of: "lanes: 64}, at_most: 1}", with: "lanes: 64}, at_most: 0.0001}")
    XCTAssertNotEqual(text, stricter)
    try Files.replace("\(folder)/c/f32-dot-v1.yaml", with: Array(stricter.utf8))
    let result = try PVProcess(
      "conform", library.path, "--falsifier", "FALSIFY-DOT-001", "--contracts", "\(folder)/c")
    XCTAssertEqual(result.exitCode, 1, result.standardOutput + result.standardError)
  }

  // MARK: What cannot be tried

  private func refused(_ path: String, _ phrase: String, options: [String] = [], line: UInt = #line) throws {
    let result = try PVProcess(arguments: ["conform", path] + options)
    XCTAssertEqual(result.exitCode, 2, result.standardOutput, line: line)
    XCTAssertTrue(result.standardError.contains(phrase), result.standardError, line: line)
  }

  func testNoLibraryAtAll() throws {
    try refused("\(folder)/none.so", "none.so is not there")
    try refused(folder, "is a folder")
    try Files.replace("\(folder)/text.so", with: Array("hello, this is no library".utf8))
    try refused("\(folder)/text.so", "is no ELF file, and no shared library: make one with: cc -shared")
  }

  func testAnotherMachine() throws {
    let library = try ForeignLibrary("sound", in: folder)
    var bytes = try Files.read(library.path)
    bytes[18] = bytes[18] == 183 ? 62 : 183
    try Files.replace("\(folder)/other.so", with: bytes)
    try refused("\(folder)/other.so", "is made for ")
  }

  func testNoVersionAndAnotherVersion() throws {
    func compile(_ name: String, _ text: String) throws -> String {
      try Files.replace("\(folder)/\(name).c", with: Array(text.utf8))
      try ForeignLibrary.run(["cc", "-shared", "-fPIC", "-o", "\(folder)/\(name).so", "\(folder)/\(name).c"])
      return "\(folder)/\(name).so"
    }
    try refused(try compile("bare", "int other(void) { return 1; }"), "exports no pv_kernels_version")
    try refused(
      try compile("old", "int pv_kernels_version(void) { return 99; }"), "compiled with version 99 of pv_kernels.h")
    try refused(try compile("empty", "int pv_kernels_version(void) { return 1; }"), "exports none of the kernels")
    try refused(
      try compile("lost", "void nowhere(void); int pv_kernels_version(void) { nowhere(); return 1; }"),
      "cannot be loaded: ")
    let start = ContinuousClock.now
    try refused(
      try compile("leaves", "#include <stdlib.h>\nint pv_kernels_version(void) { exit(3); }"),
      "ended the process with code 3 while it was being loaded")
    XCTAssertLessThan(ContinuousClock.now - start, .seconds(8), "an end is seen at once, and not after a timeout")
    try refused(
      try compile(
        "crash",
        "int pv_kernels_version(void) { return 1; } __attribute__((constructor)) void f(void) { *(volatile int *)0 = 1; }"
      ),
      "while it was being loaded")
  }

  func testNamesThatAreNone() throws {
    let library = try ForeignLibrary("sound", in: folder)
    try refused(library.path, "no contract that can be tried is called dot", options: ["--contract", "dot"])
    try refused(library.path, "no falsifier that can be tried", options: ["--falsifier", "FALSIFY-NONE-001"])
    try refused(library.path, "OpenBLAS", options: ["--falsifier", "FALSIFY-DOT-003"])
    try refused(library.path, "cannot be read", options: ["--contracts", "\(folder)/nowhere"])
    XCTAssertEqual(try PVProcess("conform").exitCode, 64)
  }

  func testWhatIsNotExported() throws {
    let library = try ForeignLibrary("sound", in: folder)
    let result = try PVProcess("conform", library.path, "--contract", "softmax-v1")
    XCTAssertEqual(result.exitCode, 2, result.standardOutput)
    XCTAssertTrue(result.standardOutput.contains("not exported: softmax-v1"), result.standardOutput)
  }

  // MARK: What pv has with it

  func testTheHeaderIsTheOneOfThePackage() throws {
    let header = try PVProcess("conform", "--header")
    XCTAssertEqual(
      header.standardOutput,
      String(
        decoding: try Files.read("\(ForeignLibrary.root)/Sources/CConformance/include/pv_kernels.h"), as: UTF8.self))
  }
}
