import ContractKit
import XCTest

import FalsifierKit
@testable import Measuring

/// Searches of a declared domain, on a kernel with a planted fault: the smallest counterexample is
/// found, its line reproduces it, and it is kept and tried first.
final class SearchTests: XCTestCase {
  private var root = ""

  override func setUpWithError() throws { root = try KitPackage(self, contract: Self.contract).root }

  private static let contract = """
    metadata: {format: pv/1, version: "1.0.0", description: d, references: [r]}
    equations:
      sum:
        formula: "y = sum x"
        domain: "finite"
        invariants: [{id: exact, statement: s}]
        implementation: [Sources/M]
    falsification_tests:
      - id: FALSIFY-C-001
        rule: r
        prediction: p
        if_fails: "look here"
        binds_to: sum
        test: M.Falsify/testOne
        checks: [{metric: bits_differing, equals: 0}]
        mutants: [first_twice]

    """

  struct List: ExactCase, Equatable {
    var values: [Float]
    var fields: [String: CaseField] { ["values": .f32(values)] }
    init(values: [Float]) { self.values = values }
    init(_ fields: CaseFields) throws { values = try fields.f32("values") }
  }

  private typealias Kernel = @Sendable ([Float]) -> Float

  private static let right: Kernel = { $0.reduce(0, +) }
  /// The last element is dropped from 65 elements on.
  private static let faulty: Kernel = { $0.dropLast($0.count > 64 ? 1 : 0).reduce(0, +) }

  private static func domain(corners: [CaseDomain<List>.Corner] = []) -> CaseDomain<List> {
    CaseDomain("lists", "lengths 1...300, exponents -3...3", corners: corners) { choices in
      List(values: ElementDomain.exponents(-3...3).draw(choices.integer(in: 1...300), &choices))
    }
  }

  /// Runs the falsifier and gives what keeps it from holding.
  private func failures(
    _ real: @escaping Kernel, _ mode: SearchMode = .evidence, cases: Int = 40, domain: CaseDomain<List>? = nil
  ) throws -> [String] {
    let session = try FalsifierSession(
      id: "FALSIFY-C-001", contract: "c-v1", file: "\(root)/Tests/M/Falsify.swift", test: "M.Falsify/testOne",
      mode: mode)
    try session.run { run in
      let twice = Mutant<Kernel>("first_twice", "the first element is added twice") { ($0.first ?? 0) + Self.right($0) }
      try run.judge(
        over: domain ?? Self.domain(), cases: cases, real, mutants: [twice], expecting: { Self.right($0.values) }
      ) { kernel, cases, expected, probe in
        let sums = cases.map { kernel($0.values) }
        probe.output("sums", sums)
        try probe.compare(sums, to: expected, .bitsDiffering)
      }
    }
    return session.failures()
  }

  private let exactPath = "Tests/M/Fixtures/ExactCases/FALSIFY-C-001.jsonl"
  private var evidencePath: String { "\(root)/evidence/c-v1/FALSIFY-C-001.json" }

  /// The line of `PV_CASE='…'` in a message.
  private func line(in message: String) throws -> String {
    let start = try XCTUnwrap(message.range(of: "PV_CASE='")).upperBound
    return String(message[start...].prefix { $0 != "'" })
  }

  func testTheSmallestCounterexampleIsFoundAndItsLineReproducesIt() throws {
    let found = try XCTUnwrap(failures(Self.faulty).first)
    XCTAssertTrue(found.contains("smallest counterexample in \"lists\", from drawn case"), found)
    XCTAssertTrue(found.contains("values: [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, …] (65 elements)"), found)
    XCTAssertTrue(found.contains("[0] actual 64.0 (0x42800000), expected 65.0 (0x42820000)"), found)
    XCTAssertTrue(found.contains("' swift test --filter M.Falsify/testOne\n"), found)
    let line = try line(in: found)
    XCTAssertTrue(found.contains("echo '\(line)' >> \(exactPath)"), found)
    XCTAssertEqual(try ExactCases.Line(Array(line.utf8)).fields, ["values": .f32([Float](repeating: 1, count: 65))])
    let evidence = try Files.read(evidencePath)
    let alone = try SearchMode.fromEnvironment(["PV_CASE": line])
    XCTAssertTrue(try XCTUnwrap(failures(Self.faulty, alone).first).contains("given by PV_CASE"))
    XCTAssertEqual(try failures(Self.right, alone), [])
    XCTAssertEqual(try Files.read(evidencePath), evidence, "one case alone writes no evidence")
  }

  func testAnExactCaseIsTriedFirstAndWatched() throws {
    let line = ExactCases.Line(
      falsifier: "FALSIFY-C-001", domain: "lists", fields: ["values": .f32([Float](repeating: 1, count: 65))])
    try Files.replace("\(root)/\(exactPath)", with: Array((line.text + "\n").utf8))
    XCTAssertTrue(try XCTUnwrap(failures(Self.faulty).first).contains("\"lists\", exact case 1:"))
    // The kernel of this test is no source that the key knows.
    try FileManager.default.removeItem(atPath: evidencePath)
    XCTAssertEqual(try failures(Self.right), [])
    let evidence = try EvidenceFile.read(Files.read(evidencePath)).evidence
    XCTAssertEqual(evidence.inputs.map(\.name), ["lists", "lists: values"])
    XCTAssertEqual(evidence.inputs.map(\.cases), [41, 41])
    XCTAssertEqual(evidence.inputs.first?.parameters, ["exact_cases": "1"])
    let binding = try Binding(reading: Files.read("\(root)/evidence/c-v1/binding.txt"))
    XCTAssertNotNil(binding.members[exactPath])
  }

  func testExploringKeepsWhatItFindsAndWritesNoEvidence() throws {
    XCTAssertEqual(try failures(Self.right, .explore(rounds: 3, seed: 1)), [])
    XCTAssertNil(Files.kind(of: "\(root)/\(exactPath)"))
    XCTAssertEqual(try failures(Self.faulty, .explore(rounds: 3, seed: 1)).count, 1)
    let kept = try Files.read("\(root)/\(exactPath)")
    XCTAssertEqual(try failures(Self.faulty, .explore(rounds: 3, seed: 2)).count, 1)
    XCTAssertEqual(try Files.read("\(root)/\(exactPath)"), kept, "a case is kept once")
    XCTAssertNil(Files.kind(of: evidencePath))
    XCTAssertEqual(try failures(Self.right), [])
  }

  func testFreshSeedsDrawOtherCases() throws {
    var seen: [[List]] = []
    for mode in [SearchMode.explore(rounds: 1, seed: 1), .explore(rounds: 1, seed: 2), .evidence] {
      var values: [List] = []
      let inner = Self.domain()
      _ = try failures(
        Self.right, mode, cases: 3,
        domain: CaseDomain("lists", inner.declaration, corners: []) { choices in
          values.append(inner.draw(&choices))
          return values[values.count - 1]
        })
      seen.append(values)
    }
    XCTAssertNotEqual(seen[0], seen[1])
    XCTAssertNotEqual(seen[0], seen[2])
  }

  func testAnExactCaseIsNeverLeftOutInSilence() throws {
    let bad = [
      "{}", "{\"case\":{},\"domain\":\"lists\",\"falsifier\":\"FALSIFY-C-002\"}",
      "{\"case\":{\"values\":\"f32 3f80\"},\"domain\":\"lists\",\"falsifier\":\"FALSIFY-C-001\"}",
      "{\"case\":{},\"domain\":\"lists\",\"falsifier\":\"FALSIFY-C-001\"}",
      "{\"case\":{},\"domain\":\"other\",\"falsifier\":\"FALSIFY-C-001\"}", "[", "nothing",
    ]
    for text in bad {
      try Files.replace("\(root)/\(exactPath)", with: Array((text + "\n").utf8))
      XCTAssertThrowsError(try failures(Self.right), text) {
        XCTAssertTrue("\($0)".hasPrefix("\(exactPath):1: "), "\($0)")
      }
      XCTAssertNil(Files.kind(of: evidencePath))
    }
  }

  func testTheEnvironmentIsRead() throws {
    XCTAssertEqual(try SearchMode.fromEnvironment([:]), .evidence)
    guard case .explore(7, let first) = try SearchMode.fromEnvironment(["PV_EXPLORE": "7"]),
      case .explore(7, let second) = try SearchMode.fromEnvironment(["PV_EXPLORE": "7"])
    else { return XCTFail("not exploring") }
    XCTAssertNotEqual(first, second)
    for bad in ["0", "-1", "many", ""] { XCTAssertThrowsError(try SearchMode.fromEnvironment(["PV_EXPLORE": bad])) }
    XCTAssertThrowsError(try SearchMode.fromEnvironment(["PV_CASE": "{"]))
    let line = ExactCases.Line(falsifier: "FALSIFY-C-001", domain: "other", fields: [:])
    XCTAssertThrowsError(try failures(Self.right, .only(line))) { XCTAssertTrue("\($0)".contains("PV_CASE"), "\($0)") }
  }

  func testCornersAreCountedAndAMissedOneFails() throws {
    let domain = Self.domain(corners: [
      .init("short") { $0.values.count <= 150 }, .init("long") { $0.values.count > 150 },
      .init("very long") { $0.values.count > 300 },
    ])
    XCTAssertEqual(
      try failures(Self.right, domain: domain), ["FALSIFY-C-001: no case of lists lies in the corner \"very long\""])
    let corners = try XCTUnwrap(EvidenceFile.read(Files.read(evidencePath)).evidence.inputs.first?.corners)
    XCTAssertEqual(corners["very long"], 0)
    XCTAssertEqual((corners["short"] ?? 0) + (corners["long"] ?? 0), 40)
    XCTAssertTrue(corners.filter { $0.key != "very long" }.allSatisfy { $0.value > 0 })
  }
}
