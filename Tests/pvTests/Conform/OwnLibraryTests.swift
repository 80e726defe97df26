import Conformance
import ContractKit
import XCTest

/// Our own kernels through the header, and the mutants of the contracts.
final class OwnLibraryTests: XCTestCase {
  /// The library with our kernels, beside `pv`.
  private static func library() throws -> String {
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
        let isKilled =
          result.standardOutput.contains("falsified     \(falsifier)")
          || result.standardOutput.contains("other bits    \(falsifier)")
        XCTAssertTrue(isKilled, "\(falsifier)/\(mutant): \(result.standardError)\(result.standardOutput)")
        XCTAssertFalse(result.standardOutput.contains("ended its process"), "\(falsifier)/\(mutant)")
        if isKilled { killed += 1 }
      }
    }
    print("mutants killed: \(killed); faults that no library can have: \(elsewhere.count)")
    XCTAssertGreaterThan(killed, everything ? 200 : 15)
  }
}
