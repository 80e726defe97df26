import ContractKit
import XCTest

/// What fooled other harnesses: each is caught, and named for what it is.
final class CheatTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "cheats-\(UUID().uuidString)"
    try Files.makeFolder(folder)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  /// Tries a fault; the report must reject it and say each of the phrases.
  private func expect(
    _ fault: Int, _ phrases: String..., falsifiers: [String] = ["FALSIFY-DOT-001"], known: String? = nil,
    options: [String] = [], line: UInt = #line
  ) throws {
    let library = try ForeignLibrary("faults", fault: fault, known: known, in: folder)
    let result = try PVProcess(
      arguments: ["conform", library.path, "--seed", "7"] + falsifiers.flatMap { ["--falsifier", $0] } + options)
    XCTAssertEqual(result.exitCode, 1, result.standardError + result.standardOutput, line: line)
    for phrase in phrases { XCTAssertTrue(result.standardOutput.contains(phrase), result.standardOutput, line: line) }
  }

  func testASoundKernelIsAccepted() throws {
    let library = try ForeignLibrary("sound", in: folder)
    let result = try PVProcess("conform", library.path, "--contract", "f32-dot-v1")
    XCTAssertEqual(result.exitCode, 0, result.standardError + result.standardOutput)
    XCTAssertTrue(result.standardOutput.contains("holds         FALSIFY-DOT-001"), result.standardOutput)
    XCTAssertTrue(result.standardOutput.contains("other bits    FALSIFY-DOT-002"), result.standardOutput)
  }

  /// A result that is zero whatever small inputs are is not kept from an earlier call.
  func testAKernelThatFlushesSubnormalNumbersReadsItsInputs() throws {
    let library = try ForeignLibrary("flushing", in: folder)
    for seed in ["page", "7", "8"] {
      let result = try PVProcess("conform", library.path, "--contract", "f32-dot-v1", "--seed", seed)
      XCTAssertEqual(result.exitCode, 0, result.standardError + result.standardOutput)
      XCTAssertFalse(result.standardOutput.contains("gave the same result"), result.standardOutput)
      XCTAssertTrue(result.standardOutput.contains("holds         FALSIFY-DOT-001"), result.standardOutput)
    }
  }

  func testZeros() throws { try expect(1, "it looks like zeros, whatever the input") }
  func testAConstant() throws { try expect(2, "it looks like a constant, 0.5, whatever the input") }
  func testAnOutputThatIsNeverWritten() throws { try expect(3, "never wrote result") }
  func testAnInputThatIsChanged() throws { try expect(4, "changed its input a") }
  func testResultsThatDrift() throws { try expect(5, "other bits after other calls") }
  func testResultsKeptByPointer() throws { try expect(6, "gave the same result after a[", "results are kept") }
  func testResultsKeptByHash() throws { try expect(7, "gave the same result after a[", "results are kept") }
  func testAShapeThatIsBuiltIn() throws { try expect(8, "right for the shape (n: 64) alone") }
  func testLowerPrecision() throws { try expect(10, "lower precision inside, as of binary16") }
  func testWorkAfterTheReturn() throws { try expect(11, "kept working after it had returned: result changed again") }
  func testThreadsLeftBehind() throws { try expect(12, "leaves more threads behind with each call") }
  func testARoundingModeLeftBehind() throws { try expect(13, "left another rounding mode behind") }

  func testAFlushFlagLeftBehind() throws {
    #if arch(x86_64)
      try expect(14, "left a flag that flushes subnormal numbers to zero behind")
    #else
      throw XCTSkip("the fault is written for x86-64")
    #endif
  }

  func testATableOfKnownVectors() throws {
    try expect(
      9, "the contract's own cases hold; fresh ones do not", "answers are taken from a table",
      known: try KnownVectors.header(of: "FALSIFY-DOT-001"))
  }

  // MARK: What ends a process, or does not end

  func testAWriteBehindTheEnd() throws { try expect(15, "touched byte 1 past the end of result (SIGSEGV)") }
  func testAReadBehindTheEnd() throws { try expect(16, "touched byte 1 past the end of a (SIGSEGV)") }

  func testACallThatNeverReturns() throws {
    try expect(17, "pv_dot_f32(n: 65) did not return within 300 ms", options: ["--timeout", "0.3"])
  }

  func testACallThatEndsItsProcess() throws { try expect(18, "pv_dot_f32(n: 65) ended its process with code 0") }
  func testACallThatNeedsAlignment() throws { try expect(19, "crashed (SIGABRT)") }
  func testANaNThatIsIgnored() throws { try expect(20, "gave a number in [0] after a[") }
  func testACallThatFails() throws { try expect(21, "returned 2") }
}
