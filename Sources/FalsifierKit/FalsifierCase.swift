import ContractKit
// What a body measures with is part of this module's own interface.
@_exported import Measuring
import XCTest

/// An XCTest case whose tests are falsifiers: they measure, and evidence is written of it.
///
/// ```swift
/// final class FalsifyDot: FalsifierCase {
///   func testFalsifyDOT001() throws {
///     try falsify("FALSIFY-DOT-001", in: "f32-dot-v1") { run in … }
///   }
/// }
/// ```
///
/// A test fails where a check of the contract is violated or a mutant survives; the evidence is
/// written then, too: it says what was measured. Where the body throws, skips, fails an assertion or
/// leaves out something that the contract asks for, the evidence of an earlier run stays as it is. So does that of a
/// falsifier on weights that `PV_LIVE` does not name: it is skipped.
open class FalsifierCase: XCTestCase {
  #if !canImport(ObjectiveC)
    /// A case of one test method, as XCTest makes it.
    public required init(name: String, testClosure: @escaping (XCTestCase) throws -> Void) {
      super.init(name: name, testClosure: testClosure)
      RunOrder.register(self)
    }

    /// Runs the test; the first one of a process that is to run in reverse runs all of them.
    open override func invokeTest() {
      RunOrder.begin()
      super.invokeTest()
    }
  #endif

  /// Runs one falsifier of a contract, writes its evidence and judges it.
  ///
  /// - Parameters:
  ///   - id: as declared under `falsification_tests`.
  ///   - contract: the stem of a file in the package's contracts folder.
  ///   - body: measures.
  /// - Throws: what the body throws, `FalsifierError`, and `FileError` where the evidence cannot be
  ///   written.
  public func falsify(
    _ id: String, in contract: String, file: StaticString = #filePath, line: UInt = #line,
    _ body: (Recorder) throws -> Void
  ) throws {
    for failure in try failures(of: id, in: contract, declaredIn: "\(file)", body) {
      XCTFail(failure, file: file, line: line)
    }
  }

  /// Runs one falsifier whose body stands apart from its test.
  public func falsify(_ experiment: Experiment, file: StaticString = #filePath, line: UInt = #line) throws {
    try falsify(experiment.falsifier, in: experiment.contract, file: file, line: line, experiment.body)
  }

  /// What keeps the falsifier from holding; how it ended otherwise stands in the run's ledger.
  func failures(
    of id: String, in contract: String, declaredIn file: String, _ body: (Recorder) throws -> Void
  ) throws -> [String] {
    let session = try FalsifierSession(id: id, contract: contract, file: file, test: runningTest)
    // Not begun, so that a run's ledger keeps what it says of those whose weights it does not ask for.
    if let reason = session.notAskedFor { throw XCTSkip(reason) }
    func checked(_ recorder: Recorder) throws {
      let before = testRun?.totalFailureCount ?? 0
      try body(recorder)
      // An assertion that failed beside the recorder would leave evidence that says nothing of it.
      guard (testRun?.totalFailureCount ?? 0) == before else { throw FalsifierError.assertionFailed(id) }
    }
    if let depth = session.screening { return try session.screen(depth, checked) }
    try session.begin()
    do { try session.run(checked) } catch let skip as XCTSkip {
      session.end(.skipped(reason: skip.message ?? "no reason given"))
      throw skip
    } catch {
      session.end(.aborted(reason: "\(error)"))
      throw error
    }
    return session.failures()
  }

  /// `MODULE.CLASS/METHOD`, as contracts write it.
  private var runningTest: String {
    // `name` is `Class.method` on Linux and `-[Module.Class method]` on Apple's systems.
    let method = name.split(whereSeparator: { ". ]".contains($0) }).last.map(String.init) ?? name
    return "\(String(reflecting: type(of: self)))/\(method)"
  }
}
