import Conformance
import ContractKit
import XCTest

/// Our own kernels through the header, and the mutants of the contracts.
final class OwnLibraryTests: XCTestCase {
  /// The library with our kernels, beside `pv`.
  static func library() throws -> String {
    let folder = try PVProcess.executable().deletingLastPathComponent().path
    #if os(Linux)
      return "\(folder)/libKernelLibrary.so"
    #else
      return "\(folder)/libKernelLibrary.dylib"
    #endif
  }

  func testEveryClauseHoldsOfOurKernels() throws {
    let folder = NSTemporaryDirectory() + "own-\(UUID().uuidString)"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let result = try PVProcess("conform", try Self.library(), "--report", "\(folder)/r.json")
    XCTAssertEqual(result.exitCode, 0, result.standardError + result.standardOutput)
    let json = try JSON(reading: try Files.read("\(folder)/r.json"))
    let clauses = try XCTUnwrap(json["clauses"]?.array)
    let verdicts = Set(clauses.compactMap { $0["verdict"]?.string })
    XCTAssertEqual(verdicts, ["holds", "not applicable"], result.standardOutput)
    XCTAssertEqual(json["library"]?["exports"]?.array?.count, 19)
  }

  /// A library that gives our results, but for the sign of a NaN.
  func testNaNsOfAnotherSignAreNamed() throws {
    let folder = NSTemporaryDirectory() + "nan-\(UUID().uuidString)"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = """
      #include <dlfcn.h>
      #include <math.h>
      #include <stdlib.h>
      #include <string.h>

      #include "pv_kernels.h"

      int pv_kernels_version(void) { return PV_KERNELS_VERSION; }

      int pv_softmax_f32(size_t rows, size_t columns, const float *x, float *y) {
        static __typeof__(&pv_softmax_f32) own;
        if (!own) {
          void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
          own = library ? (__typeof__(own))dlsym(library, "pv_softmax_f32") : NULL;
          if (!own) return PV_FAILED;
        }
        int status = own(rows, columns, x, y);
        for (size_t i = 0; i < rows * columns; i++) {
          if (!isnan(y[i])) continue;
          unsigned bits;
          memcpy(&bits, &y[i], sizeof bits);
          bits ^= 0x80000000u;
          memcpy(&y[i], &bits, sizeof bits);
        }
        return status;
      }

      """
    try Files.replace("\(folder)/nan.c", with: Array(source.utf8))
    try ForeignLibrary.run([
      "cc", "-std=gnu11", "-O2", "-shared", "-fPIC", "-DLIBRARY=\"\(try Self.library())\"",
      "-I\(ForeignLibrary.root)/Sources/CConformance/include", "-o", "\(folder)/nan.so", "\(folder)/nan.c", "-ldl",
    ])
    let result = try PVProcess("conform", "\(folder)/nan.so", "--contract", "softmax-v1", "--seed", "1")
    XCTAssertEqual(result.exitCode, 1, result.standardError + result.standardOutput)
    let report = result.standardOutput
    XCTAssertTrue(report.contains("falsified     FALSIFY-SOFTMAX-006"), report)
    XCTAssertTrue(report.contains("holds         FALSIFY-SOFTMAX-001"), report)
    let told = "all that differs are NaNs with another sign or payload"
    let findings = report.split(separator: "\n").filter { $0.contains("error:") && $0.contains(": falsified") }
    XCTAssertFalse(findings.isEmpty, report)
    for finding in findings { XCTAssertTrue(finding.contains(told), report) }
  }

  /// A mutant of each contract here; all of them: PV_ALL_MUTANTS=1.
  func testMutantsAreKilled() throws {
    let everything = ProcessInfo.processInfo.environment["PV_ALL_MUTANTS"] != nil
    var (killed, elsewhere) = (0, [String]())
    var contracts: Set<String> = []
    for (falsifier, mutants) in try MutantLibrary.all {
      for mutant in mutants {
        let kind = String(falsifier.dropLast(3))
        if !everything, contracts.contains(kind) { continue }
        let result = try PVProcess(
          arguments: ["conform", try Self.library(), "--falsifier", falsifier, "--seed", "5", "--timeout", "60"],
          environment: ["PV_MUTANT": "\(falsifier)/\(mutant)"])
        // A fault of one path of ours, of a fixture or of a cache is none that a library can have.
        let hasNone = result.exitCode == 2 && result.standardError.contains("with code 3")
        if hasNone || !result.standardOutput.contains(falsifier) {
          elsewhere.append("\(falsifier)/\(mutant)")
          continue
        }
        contracts.insert(kind)
        // A fault of order alone gives other bits within the bound.
        var isKilled =
          result.standardOutput.contains("falsified     \(falsifier)")
          || result.standardOutput.contains("other bits    \(falsifier)")
        if !isKilled { isKilled = try isSeenByAnother(falsifier, mutant) }
        XCTAssertTrue(isKilled, "\(falsifier)/\(mutant): \(result.standardError)\(result.standardOutput)")
        XCTAssertFalse(result.standardOutput.contains("ended its process"), "\(falsifier)/\(mutant)")
        if isKilled { killed += 1 }
      }
    }
    print("mutants killed: \(killed); faults that no library can have: \(elsewhere.count)")
    XCTAssertGreaterThan(killed, everything ? 200 : 15)
  }

  /// A falsifier of fixtures compares a kernel with itself, which is the library's on both sides: its contract's other
  /// falsifiers see the fault.
  private func isSeenByAnother(_ falsifier: String, _ mutant: String) throws -> Bool {
    guard falsifier == "FALSIFY-MATVEC-002" else { return false }
    let contract = try PVProcess(
      arguments: ["conform", try Self.library(), "--contract", "matvec-layout-v1", "--seed", "5", "--timeout", "60"],
      environment: ["PV_MUTANT": "\(falsifier)/\(mutant)"])
    return contract.standardOutput.contains("falsified     FALSIFY-MATVEC-001")
  }
}
