import ContractKit
@testable import FalsifierKit
@testable import Measuring
import XCTest

/// Screenings: what they notice a run notices, too, and they write nothing.
final class ScreeningTests: XCTestCase {
  private var root = ""

  override func setUpWithError() throws { root = try KitPackage(self, contract: Self.contract).root }

  private static let contract = """
    metadata: {format: pv/1, version: "1.0.0", description: d, references: [r]}
    equations:
      double:
        formula: "y = 2x"
        domain: "finite"
        invariants: [{id: exact, statement: s}]
        implementation: [Sources/M]
    falsification_tests:
      - id: FALSIFY-C-001
        rule: r
        prediction: p
        if_fails: "look here"
        binds_to: double
        test: M.Falsify/testOne
        checks: [{metric: bits_differing, equals: 0}, {metric: second.bits_differing, equals: 0}]
        mutants: [tripled, tripled_again]

    """

  private typealias Kernel = @Sendable (Float) throws -> Float

  private static let right: Kernel = { 2 * $0 }
  private static let wrong: Kernel = { 2 * $0 + 1 }

  private func session(_ mode: SearchMode) throws -> FalsifierSession {
    try FalsifierSession(
      id: "FALSIFY-C-001", contract: "c-v1", file: "\(root)/Tests/M/Falsify.swift", test: "M.Falsify/testOne",
      mode: mode)
  }

  /// A body of two parts, each with its real kernel and its mutant.
  private func body(_ first: @escaping Kernel, _ second: Kernel?, mutant: @escaping Kernel) -> (Recorder) throws -> Void
  {
    { run in
      let x: [Float] = [1, 2, -0.0]
      run.input("x", x, generator: "list")
      for (subject, real, name) in [("", first, "tripled"), ("second", second, "tripled_again")] {
        guard let real else { continue }
        try run.judge(real, mutants: [Mutant(name, "three instead of two", mutant)]) { kernel, probe in
          let y = try x.map(kernel)
          probe.output("y\(subject)", y)
          try probe.compare(subject, y, to: [2, 4, -0.0] as [Float], .bitsDiffering)
        }
      }
    }
  }

  /// What a screening finds, and what it found where it is no screening but a run.
  private func failures(
    _ depth: ScreeningDepth?, _ first: @escaping Kernel = right, _ second: Kernel? = right,
    mutant: @escaping Kernel = { 3 * $0 }
  ) throws -> [String] {
    let session = try session(depth.map(SearchMode.screening) ?? .evidence)
    let body = body(first, second, mutant: mutant)
    if let depth { return try session.screen(depth, body) }
    do { try session.run(body) } catch { return ["\(error)"] }
    return session.failures()
  }

  /// Every file and folder of the package, with its bytes.
  private func files() throws -> [String: [UInt8]] {
    try FileManager.default.subpathsOfDirectory(atPath: root).reduce(into: [:]) {
      $0[$1] = (try? Files.read("\(root)/\($1)")) ?? []
    }
  }

  func testAScreeningWritesNothing() throws {
    let before = try files()
    for depth in [ScreeningDepth.kernel, .whole] {
      XCTAssertEqual(try failures(depth), [])
      XCTAssertNotEqual(try failures(depth, Self.wrong), [])
    }
    XCTAssertEqual(try files(), before)
    XCTAssertEqual(try failures(nil), [])
    XCTAssertNotEqual(try files(), before, "a run writes evidence here")
  }

  func testAWrongKernelIsNoticedAtEachDepthAsInARun() throws {
    for depth in [ScreeningDepth.kernel, .whole] {
      XCTAssertEqual(try failures(depth, Self.wrong), ["FALSIFY-C-001: FALSIFIED: bits_differing"])
      XCTAssertEqual(try failures(depth, Self.right, Self.wrong), ["FALSIFY-C-001: FALSIFIED: second.bits_differing"])
    }
    XCTAssertNotEqual(try failures(nil, Self.wrong), [])
    XCTAssertNotEqual(try failures(nil, Self.right, Self.wrong), [])
  }

  func testNothingIsMeasuredAfterTheFirstViolation() throws {
    nonisolated(unsafe) var calls = 0
    let counting: Kernel = {
      calls += 1
      return 2 * $0
    }
    XCTAssertEqual(try failures(.whole, Self.wrong, counting, mutant: counting).count, 1)
    XCTAssertEqual(calls, 0)
    XCTAssertEqual(try failures(.kernel, Self.right, counting, mutant: { _ in throw CancellationError() }), [])
    XCTAssertEqual(calls, 3, "no mutant is measured")
  }

  func testAMutantThatNoLongerDiffersIsNoticedOnlyByTheWhole() throws {
    XCTAssertEqual(try failures(.kernel, mutant: Self.right), [])
    XCTAssertTrue(try XCTUnwrap(failures(.whole, mutant: Self.right).first).contains("tripled"))
    XCTAssertNotEqual(try failures(nil, mutant: Self.right), [])
  }

  func testACheckWithoutAMeasurementIsNoticed() throws {
    for depth in [ScreeningDepth.kernel, .whole, nil] {
      let found = try failures(depth, Self.right, nil)
      XCTAssertTrue(found.contains { $0.contains("second.bits_differing") }, "\(found)")
    }
  }

  func testTheVariableAsksForADepthAndForNothingElse() throws {
    XCTAssertEqual(try SearchMode.fromEnvironment(["PV_SCREEN": "kernel"]), .screening(.kernel))
    XCTAssertEqual(try SearchMode.fromEnvironment(["PV_SCREEN": "whole"]), .screening(.whole))
    for bad in ["", "1", "all"] { XCTAssertThrowsError(try SearchMode.fromEnvironment(["PV_SCREEN": bad])) }
    XCTAssertThrowsError(try SearchMode.fromEnvironment(["PV_SCREEN": "kernel", "PV_EXPLORE": "2"]))
    XCTAssertNil(try session(.evidence).screening)
  }
}
