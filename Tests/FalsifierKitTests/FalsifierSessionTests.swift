import ContractKit
@testable import FalsifierKit
@testable import Measuring
import Metrics
import XCTest

/// The recorder, from a falsifier's body to the evidence and the ledger, in a package made for the test.
final class FalsifierSessionTests: XCTestCase {
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
        checks: [{metric: max_abs_error, at_most: 0.5}, {metric: bits_differing, equals: 0}]
        mutants: [tripled]

    """

  private typealias Kernel = @Sendable (Float) throws -> Float

  private func session(test: String = "M.Falsify/testOne", id: String = "FALSIFY-C-001") throws -> FalsifierSession {
    try FalsifierSession(id: id, contract: "c-v1", file: "\(root)/Tests/M/Falsify.swift", test: test)
  }

  private func run(
    _ session: FalsifierSession, real: @escaping Kernel = { 2 * $0 }, mutant: @escaping Kernel = { 3 * $0 },
    name: String = "tripled"
  ) throws {
    try session.run { run in
      let x: [Float] = [1, 2, -0.0]
      run.input("x", x, generator: "list")
      try run.judge(real, mutants: [Mutant(name, "three instead of two", mutant)]) { kernel, probe in
        let y = try x.map(kernel)
        probe.output("y", y)
        try probe.compare(y, to: [2, 4, -0.0] as [Float], .maxAbsError, .bitsDiffering)
      }
    }
  }

  private var evidencePath: String { "\(root)/evidence/c-v1/FALSIFY-C-001.json" }

  private var bindingPath: String { "\(root)/evidence/c-v1/binding.txt" }

  private func binding() throws -> Binding { try Binding(reading: try Files.read(bindingPath)) }

  /// What the results of the contract depend on, as its binding names it.
  private func members() throws -> [String] { try binding().members.keys.sorted() }

  private static let members = [
    "Package.swift#Kernel", "Package.swift#M", "Sources/M/M.swift", "Tests/M/Falsify.swift", "metric#bits_differing",
    "metric#max_abs_error", "recorder",
  ]

  func testARunBindsItsResultToClaimAndKey() throws {
    try run(try session())
    let first = try XCTUnwrap(binding().entries["FALSIFY-C-001"])
    XCTAssertEqual(first.result, try EvidenceFile.read(Files.read(evidencePath)).result)
    let bytes = try Files.read(bindingPath)
    // A comment and a blank line move nothing; a token moves the key, and the result only if it shows.
    try Files.replace(
      "\(root)/Sources/M/M.swift",
      with: Array("// twice\n\npublic func double(_ x: Float) -> Float { 2 * x }\n".utf8))
    try run(try session())
    XCTAssertEqual(try Files.read(bindingPath), bytes)
    try Files.replace(
      "\(root)/Sources/M/M.swift", with: Array("public func double(_ x: Float) -> Float { x + x }\n".utf8))
    try run(try session())
    let second = try XCTUnwrap(binding().entries["FALSIFY-C-001"])
    XCTAssertNotEqual(second.key, first.key)
    XCTAssertEqual(second.result, first.result)
    XCTAssertEqual(try binding().entries.values.compactMap(\.wording).count, 1)
  }

  func testAnotherResultUnderTheSameKeyIsAnErrorAndReplacesNothing() throws {
    try run(try session())
    let (evidence, bound) = (try Files.read(evidencePath), try Files.read(bindingPath))
    XCTAssertThrowsError(try run(try session(), real: { 2 * $0 + 1 })) {
      XCTAssertTrue("\($0)".contains("another result under the same key"), "\($0)")
    }
    XCTAssertEqual(try Files.read(evidencePath), evidence)
    XCTAssertEqual(try Files.read(bindingPath), bound)
    // The way out that the message names.
    try FileManager.default.removeItem(atPath: evidencePath)
    try run(try session(), real: { 2 * $0 + 1 })
    XCTAssertNotEqual(try Files.read(evidencePath), evidence)
  }

  func testARunWritesEvidenceThatIsTheSameInTheNextRun() throws {
    let first = try session()
    try run(first)
    XCTAssertEqual(first.failures(), [])
    let bytes = try Files.read(evidencePath)
    let evidence = try EvidenceFile.read(bytes).evidence
    XCTAssertEqual(evidence.measurements["max_abs_error"]?.value, .real(0))
    XCTAssertEqual(evidence.inputs.first?.classes, ["normal": 2, "negative_zero": 1])
    XCTAssertEqual(evidence.level, .algorithm)
    XCTAssertEqual(evidence.ulps, ["": ["0": 3]])
    XCTAssertNotNil(evidence.mutants["tripled"]?.outputs["y"])
    XCTAssertEqual(try members(), Self.members)
    let difference = try XCTUnwrap(evidence.mutants["tripled"]?.firstDifference)
    XCTAssertEqual(difference, .init(output: "y", index: 0, real: "0x40000000", mutant: "0x40400000"))
    try run(try session())
    XCTAssertEqual(try Files.read(evidencePath), bytes)
    XCTAssertEqual(try Files.names(in: "\(root)/.build/falsifier-runs"), [], "a run's private folder is left behind")
  }

  func testEvidenceThatNoChangeOfAKernelMakesStaleIsNotWritten() throws {
    let contract = Self.contract.replacing("    implementation: [Sources/M]\n", with: "")
    try Files.replace("\(root)/contracts/c-v1.yaml", with: Array(contract.utf8))
    try Files.replace("\(root)/Tests/M/Falsify.swift", with: Array("class Falsify {}\n".utf8))
    XCTAssertThrowsError(try run(try session())) {
      XCTAssertEqual($0 as? FalsifierError, .nothingWatched("FALSIFY-C-001"))
    }
    XCTAssertNil(Files.kind(of: evidencePath))
  }

  func testNaNFailsTheTestAndTheReportNamesTheElement() throws {
    let session = try session()
    try run(session, real: { $0 == 2 ? .nan : 2 * $0 })
    let failures = session.failures()
    XCTAssertEqual(failures.count, 2)
    XCTAssertTrue(failures[0].contains("FALSIFIED"), failures[0])
    XCTAssertTrue(failures[0].contains("max_abs_error is nan"), failures[0])
    XCTAssertTrue(failures[0].contains("[1] actual nan, expected 4.0, absolute error nan\n"), failures[0])
    XCTAssertTrue(failures[0].contains("look here"), failures[0])
  }

  func testASurvivorFailsTheTest() throws {
    let session = try session()
    try run(session, mutant: { 2 * $0 })
    XCTAssertTrue(session.failures().contains { $0.contains("the mutant tripled survives") })
  }

  func testWhatTheContractDoesNotListCannotRun() throws {
    XCTAssertThrowsError(try run(try session(), name: "quadrupled")) {
      XCTAssertEqual($0 as? FalsifierError, .unlistedMutant("quadrupled", falsifier: "FALSIFY-C-001"))
    }
    XCTAssertThrowsError(try session(test: "M.Falsify/testTwo")) {
      XCTAssertTrue("\($0)".contains("M.Falsify/testOne"), "\($0)")
    }
    XCTAssertThrowsError(try session(id: "FALSIFY-C-01")) {
      XCTAssertTrue("\($0)".contains("FALSIFY-C-001"), "\($0)")
    }
    XCTAssertNil(Files.kind(of: evidencePath))
  }

  func testAMutantThatThrowsIsNotKilled() throws {
    struct Refusal: Error {}
    XCTAssertThrowsError(try run(try session(), mutant: { _ in throw Refusal() })) {
      XCTAssertTrue("\($0)".contains("tripled"), "\($0)")
    }
    XCTAssertNil(Files.kind(of: evidencePath))
  }

  func testArraysOfTwoShapesAreNeverCompared() throws {
    XCTAssertThrowsError(
      try session().run { run in
        try run.judge((), mutants: [Mutant<Void>]()) { _, probe in
          let y: [Float] = [1, 2, 3, 4, 5, 6]
          XCTAssertThrowsError(try probe.compare("y", y, shape: [2, 3], to: y, shape: [3, 2], .maxAbsError)) {
            XCTAssertEqual($0 as? SampleMismatch, .shape(actual: [2, 3], expected: [3, 2]))
          }
          XCTAssertThrowsError(try probe.compare("y", y, shape: [2, 2], to: y, shape: [2, 2], .maxAbsError))
          XCTAssertTrue(probe.measurements.isEmpty, "nothing is measured of what is not alike")
          try probe.compare("y", y, shape: [2, 3], to: y, shape: [2, 3], .maxAbsError)
          XCTAssertEqual(probe.measurements["y.max_abs_error"]?.over, "6 f32")
        }
        throw XCTSkip("only the probe is tried")
      })
  }

  func testAMutantOfAnotherShapeIsNoMutant() throws {
    let session = try session()
    XCTAssertThrowsError(
      try session.run { run in
        let mutant = Mutant("tripled", "one element less", 2)
        try run.judge(3, mutants: [mutant]) { count, probe in
          probe.output("y", [Float](repeating: 1, count: count))
        }
      }
    ) {
      XCTAssertEqual(
        $0 as? FalsifierError, .unlikeOutput(mutant: "tripled", output: "y", shape: [2], dtype: "f32"))
    }
  }

  func testOnlyAFixtureThatTheContractListsIsRead() throws {
    let fixture = "Tests/M/table.tsv"
    try Files.replace("\(root)/\(fixture)", with: Array("1\n".utf8))
    XCTAssertThrowsError(try session().run { _ = try $0.fixture(fixture) }) {
      XCTAssertEqual($0 as? FalsifierError, .undeclaredFixture(fixture, falsifier: "FALSIFY-C-001"))
    }
    let contract = Self.contract.replacingOccurrences(
      of: "    checks:", with: "    fixtures: [\(fixture)]\n    checks:")
    try Files.replace("\(root)/contracts/c-v1.yaml", with: Array(contract.utf8))
    let listed = try session()
    XCTAssertThrowsError(
      try listed.run { run in
        XCTAssertEqual(try run.fixture(fixture), Array("1\n".utf8))
        throw XCTSkip("only the fixture is read")
      })
    try run(try session())
    XCTAssertEqual(try members(), (Self.members + [fixture]).sorted())
  }

  func testEvidenceIsNotWrittenThroughALink() throws {
    try Files.makeFolder("\(root)/elsewhere")
    try Files.makeFolder("\(root)/evidence")
    XCTAssertEqual(symlink("\(root)/elsewhere", "\(root)/evidence/c-v1"), 0)
    XCTAssertThrowsError(try run(try session())) { XCTAssertTrue("\($0)".contains("symbolic link"), "\($0)") }
    XCTAssertEqual(try Files.names(in: "\(root)/elsewhere"), [])
  }

  func testAFailedRunLeavesTheEvidenceOfTheLastOneAndSaysSoInItsLedger() throws {
    try run(try session())
    let bytes = try Files.read(evidencePath)
    struct Failure: Error {}
    let failing = try session()
    try failing.begin()
    XCTAssertThrowsError(try failing.run { _ in throw Failure() })
    failing.end(.aborted(reason: "Failure()"))
    XCTAssertEqual(try Files.read(evidencePath), bytes)
    let runs = try Files.names(in: "\(root)/.build/falsifier-runs")
    XCTAssertEqual(runs.count, 1)
    let ledger = try Ledger(path: "\(root)/.build/falsifier-runs/\(runs[0])/ledger.jsonl")
    XCTAssertEqual(
      ledger.outcome(of: .init(contract: "c-v1", falsifier: "FALSIFY-C-001")), .aborted(reason: "Failure()"))
  }

  func testASkipIsNoPass() throws {
    let contract = Self.contract.replacingOccurrences(
      of: "M.Falsify/testOne", with: "FalsifierKitTests.SkippingCase/testSkips")
    try Files.replace("\(root)/contracts/c-v1.yaml", with: Array(contract.utf8))
    let test = SkippingCase(name: "testSkips", testClosure: { _ in })
    XCTAssertThrowsError(
      try test.failures(of: "FALSIFY-C-001", in: "c-v1", declaredIn: "\(root)/Tests/M/Falsify.swift") { _ in
        throw XCTSkip("no device")
      }
    ) { XCTAssertTrue($0 is XCTSkip) }
    let runs = try Files.names(in: "\(root)/.build/falsifier-runs")
    let ledger = try Ledger(path: "\(root)/.build/falsifier-runs/\(try XCTUnwrap(runs.first))/ledger.jsonl")
    XCTAssertEqual(
      ledger.outcome(of: .init(contract: "c-v1", falsifier: "FALSIFY-C-001")), .skipped(reason: "no device"))
    XCTAssertNil(Files.kind(of: evidencePath))
  }

  /// Has the contract's falsifier need weights of these bytes.
  private func needWeights(_ bytes: [UInt8], test: String = "M.Falsify/testOne") throws {
    let contract = Self.contract.replacing("M.Falsify/testOne", with: test)
      .replacing(
        "mutants: [tripled]",
        with: "requires: live\n    needs: [{weights: tiny, sha256: \(Digest(of: bytes)), get: make tiny}]\n"
          + "    mutants: [tripled]")
    try Files.replace("\(root)/contracts/c-v1.yaml", with: Array(contract.utf8))
  }

  func testWeightsThatAreNotAskedForSkipAndLeaveNoTraceInTheLedger() throws {
    try needWeights([1, 2, 3], test: "FalsifierKitTests.SkippingCase/testSkips")
    let test = SkippingCase(name: "testSkips", testClosure: { _ in })
    for names in [nil, "other", "1"] {
      try withEnvironment(["PV_LIVE": names]) {
        XCTAssertThrowsError(
          try test.failures(of: "FALSIFY-C-001", in: "c-v1", declaredIn: "\(root)/Tests/M/Falsify.swift") { _ in
            XCTFail("it ran")
          }
        ) { error in
          XCTAssertEqual(
            (error as? XCTSkip)?.message,
            "weights not here: PV_LIVE=tiny asks for it; its evidence stands as it is")
        }
      }
    }
    XCTAssertNil(Files.kind(of: "\(root)/.build"), "no folder of a run was made")
    XCTAssertNil(Files.kind(of: evidencePath))
  }

  func testEvidenceIsLiveOnTheWeightsThatTheContractNamesAndOnNoOthers() throws {
    try needWeights([1, 2, 3])
    let body: (Recorder) throws -> Void = { run in
      let path = try run.weights("tiny", file: "tiny.bin")
      let x = try Files.read(path).map(Float.init)
      run.input("x", x, generator: "the bytes of the file")
      let real: Kernel = { 2 * $0 }
      let tripled: Kernel = { 3 * $0 }
      try run.judge(real, mutants: [Mutant("tripled", "three instead of two", tripled)]) { kernel, probe in
        let y = try x.map(kernel)
        probe.output("y", y)
        try probe.compare(y, to: x.map { 2 * $0 }, .maxAbsError, .bitsDiffering)
      }
    }
    try withEnvironment(["PV_LIVE": "tiny", "PV_WEIGHTS": "\(root)/weights"]) {
      XCTAssertThrowsError(try session().run(body)) {
        XCTAssertTrue("\($0)".contains("weights/tiny.bin is not there; make tiny"), "\($0)")
      }
      try Files.replace("\(root)/weights/tiny.bin", with: [1, 2, 4])
      XCTAssertThrowsError(try session().run(body)) { XCTAssertTrue("\($0)".contains("has the SHA-256"), "\($0)") }
      XCTAssertThrowsError(try session().run { _ = try $0.weights("large", file: "tiny.bin") }) {
        XCTAssertTrue("\($0)".contains("names no such weights"), "\($0)")
      }
      try Files.replace("\(root)/weights/tiny.bin", with: [1, 2, 3])
      let session = try session()
      try session.run(body)
      XCTAssertEqual(session.failures(), [])
    }
    let evidence = try EvidenceFile.read(try Files.read(evidencePath)).evidence
    XCTAssertEqual(evidence.level, .live)
    XCTAssertEqual(evidence.inputs.first?.sha256, Digest(of: [1, 2, 3]))
    XCTAssertEqual(Recorder.weightsFolder(["HOME": "/h"]), "/h/.cache/pv-weights")
    XCTAssertEqual(Recorder.weightsFolder(["HOME": "/h", "XDG_CACHE_HOME": "/c", "PV_WEIGHTS": ""]), "/c/pv-weights")
  }

  /// Runs with variables set, or unset where nil, and puts them back.
  private func withEnvironment(_ variables: [String: String?], _ body: () throws -> Void) rethrows {
    let before = ProcessInfo.processInfo.environment
    func set(_ name: String, _ value: String?) {
      if let value { setenv(name, value, 1) } else { unsetenv(name) }
    }
    for (name, value) in variables { set(name, value) }
    defer { for name in variables.keys { set(name, before[name]) } }
    try body()
  }

  func testAReadOnlyEvidenceFolderIsAnErrorWithThePath() throws {
    try run(try session())
    let bytes = try Files.read(evidencePath)
    let folder = "\(root)/evidence/c-v1"
    chmod(root, 0o777)
    for path in ["\(root)/.build", "\(root)/.build/falsifier-runs"] { chmod(path, 0o777) }
    chmod(folder, 0o555)
    defer { chmod(folder, 0o755) }
    let isRoot = geteuid() == 0
    if isRoot { XCTAssertEqual(seteuid(65534), 0) }
    defer { if isRoot { XCTAssertEqual(seteuid(0), 0) } }
    XCTAssertThrowsError(try run(try session(), mutant: { 4 * $0 })) {
      XCTAssertTrue("\($0)".contains("FALSIFY-C-001.json"), "\($0)")
    }
    XCTAssertEqual(try Files.read(evidencePath), bytes)
  }
}

/// A falsifier's case that XCTest does not find a test in.
final class SkippingCase: FalsifierCase {}
