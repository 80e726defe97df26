import ContractKit
import Metrics
import XCTest

@testable import Measuring

/// Which wrong arrays the recorder puts in the place of a right one.
final class ImpostorTests: XCTestCase {
  private func array(
    _ values: [Float], shape: [Int]? = nil, expected: [Double]? = nil, bound: [Double]? = nil, _ checks: Check...
  ) -> MeasuredArray {
    let taken = checks.map {
      TakenMeasurement(
        name: $0.metric.value, expected: expected.map { Sample($0) }, bound: bound, measure: { _ in .real(0) })
    }
    return MeasuredArray(sample: Sample(values), shape: shape ?? [values.count], taken: taken, checks: checks)
  }

  private static let nowhere = SourceRange(
    start: SourcePosition(offset: 0, line: 1, column: 1), end: SourcePosition(offset: 0, line: 1, column: 1))

  private func check(_ metric: String, atMost bound: String) -> Check {
    Check(
      metric: Located(metric, at: Self.nowhere), condition: .atMost(Located(ExactDecimal(bound)!, at: Self.nowhere)),
      range: Self.nowhere)
  }

  /// The values of an impostor, or why there is none.
  private func made(_ name: ImpostorName, _ array: MeasuredArray, inputs: [Sample] = []) -> (
    values: [Double], why: String
  ) {
    switch Impostor(name, of: array, inputs: inputs) {
    case .notApplicable(let why): ([], why)
    case .array(let sample): ((0..<sample.count).map(sample.value), "")
    }
  }

  func testRows() {
    let y = array([1, 2, 9, 4, -5, 6], shape: [3, 2])
    XCTAssertEqual(made(.rowsExchanged, y).values, [1, 2, -5, 6, 9, 4])
    XCTAssertEqual(made(.otherCase, y).values, [9, 4, -5, 6, 1, 2])
    // One row only is taken element by element.
    XCTAssertEqual(made(.rowsExchanged, array([1, 2, 3], shape: [1, 3])).values, [3, 2, 1])
    XCTAssertEqual(made(.rowsExchanged, array([1, 2, 1, 3], shape: [2, 2])).values, [1, 3, 1, 2])
    XCTAssertEqual(made(.rowsExchanged, array([7, 7])).why, "every row is the same")
    XCTAssertEqual(made(.rowsExchanged, array([7])).why, "one element has no rows")
    // The largest and the smallest stand in one row.
    XCTAssertEqual(made(.rowsExchanged, array([1, 2, 0, 9], shape: [2, 2])).values, [0, 9, 1, 2])
    XCTAssertEqual(made(.otherCase, array([1, 2, 1, 2])).values, [2, 1, 2, 1])
    XCTAssertEqual(made(.otherCase, array([3, 3])).why, "every case is the same")
  }

  func testTailsZerosAndConstants() {
    let y = (1...32).map(Float.init)
    XCTAssertEqual(made(.tailMissing, array(y)).values, (1...30).map(Double.init) + [0, 0])
    XCTAssertEqual(made(.tailMissing, array([3, 2, 0, 0])).values, [3, 0, 0, 0])
    XCTAssertEqual(made(.tailMissing, array([0, 0])).why, "all of it is zero")
    XCTAssertEqual(made(.zeros, array([0, 1])).values, [0, 0])
    XCTAssertEqual(made(.zeros, array([0, 0])).why, "the kernel's own array is that")
    XCTAssertEqual(made(.constant, array([1, .infinity, 2, .nan, 6])).values, [3, 3, 3, 3, 3])
    XCTAssertEqual(made(.constant, array([5])).why, "one element is a constant")
    XCTAssertEqual(made(.constant, array([5, 5])).why, "the kernel's own array is that")
  }

  func testInputsAndNaN() {
    let inputs = [Sample([1, 2, 3] as [Int8]), Sample([7, 8] as [Float])]
    XCTAssertEqual(made(.input, array([0, 0]), inputs: inputs).values, [7, 8])
    XCTAssertEqual(made(.input, array([0, 0, 0, 0]), inputs: inputs).values, [1, 2, 3, 1])
    XCTAssertEqual(made(.input, array([7, 8]), inputs: inputs).why, "the kernel's own array is that")
    XCTAssertEqual(made(.input, array([7, 8])).why, "no array is recorded as an input")
    XCTAssertEqual(made(.nan, array([1, 2, .nan])).values.map(\.isNaN), [false, true, true])
    XCTAssertEqual(made(.nan, array([1, .nan, 2])).values.map(\.isNaN), [false, true, true])
    XCTAssertEqual(made(.nan, array([.nan])).why, "every element is NaN")
  }

  /// As little as some check forbids, in the element of the largest magnitude.
  func testOneElement() {
    let y: [Float] = [1, -8, 8]
    let e = [1, -8, 8.0]
    func changed(_ array: MeasuredArray) -> [Double] { made(.oneElement, array).values }
    XCTAssertEqual(changed(array(y, check("relative_l2", atMost: "0.5"))), [1, 8, 8])
    XCTAssertEqual(changed(array(y, check("bits_differing", atMost: "0"))), [1, -8.0 - 0x1p-20, 8])
    let absolute = changed(array(y, expected: e, check("max_abs_error", atMost: "0.5")))
    XCTAssertTrue(absolute[1] < -8.5 && absolute[1] > -8.50001, "\(absolute)")
    let relative = changed(array(y, expected: e, check("max_rel_error", atMost: "0.25")))
    XCTAssertTrue(relative[1] < -10 && relative[1] > -10.00001, "\(relative)")
    let bounded = array(y, expected: e, bound: [1, .infinity, 0.25], check("outside_bound", atMost: "0"))
    XCTAssertTrue(changed(bounded)[2] > 8.25 && changed(bounded)[2] < 8.25001)
    XCTAssertEqual(changed(array(y, check("max_ulps", atMost: "2")))[1], -8 - 3 * 0x1p-20)
    let largest = changed(array([0.25, 0.5], check("max", atMost: "1")))
    XCTAssertTrue(largest[1] > 1 && largest[1] < 1.00001, "\(largest)")
    // The smallest of several.
    let both = array(
      y, expected: e, check("max_abs_error", atMost: "0.5"), check("max_rel_error", atMost: "0.25"))
    XCTAssertEqual(changed(both), absolute)
    XCTAssertEqual(changed(array([0, 0], check("relative_l2", atMost: "0.5"))), [1, 0])
  }

  func testBitsOfValues() {
    XCTAssertEqual(Sample.bits(of: 2.5, .i8), 2)
    XCTAssertEqual(Sample.bits(of: -300, .i8), 0x80)
    XCTAssertEqual(Sample.bits(of: .nan, .i32), 0)
    XCTAssertEqual(Sample.bits(of: 1e300, .i32), 0x7FFF_FFFF)
    XCTAssertEqual(Sample.bits(of: -.nan, .f32), 0x7FC0_0000)
    XCTAssertEqual(Sample.bits(of: 0.1, .f32), UInt64((0.1 as Float).bitPattern))
    XCTAssertEqual(Sample.bits(of: 0.1, .f64), (0.1).bitPattern)
  }

  /// The whole way: one array under two names is one array, and what nothing checks has no impostor.
  func testARecorderMeasuresThem() throws {
    let contract = """
      metadata: {format: pv/1, version: "1.0.0", description: d, references: [r]}
      equations:
        double: {formula: "y = 2x", domain: "finite", implementation: [Sources/M]}
      falsification_tests:
        - id: FALSIFY-C-001
          rule: r
          prediction: p
          if_fails: f
          binds_to: double
          test: M.Falsify/testOne
          checks: [{metric: max_abs_error, at_most: 7}, {metric: again.bits_differing, at_most: 1}]
          mutants: [tripled]

      """
    let root = try KitPackage(self, contract: contract).root
    let session = try FalsifierSession(
      id: "FALSIFY-C-001", contract: "c-v1", file: "\(root)/Tests/M/Falsify.swift", test: "M.Falsify/testOne")
    try session.run { run in
      let x: [Float] = [1, 2, 4]
      run.input("x", x, generator: "list")
      try run.judge(2, mutants: [Mutant("tripled", "three", 30)]) { (factor: Float, probe) in
        let y = x.map { $0 * factor }
        probe.output("y", y)
        try probe.compare(y, to: [2, 4, 8] as [Float], .maxAbsError, .relativeL2)
        try probe.compare("again", y, to: [2, 4, 8] as [Float], .bitsDiffering)
      }
    }
    let evidence = try EvidenceFile.read(Files.read("\(root)/evidence/c-v1/FALSIFY-C-001.json")).evidence
    XCTAssertEqual(Array(evidence.impostors.keys), ["max_abs_error"])
    let runs = try XCTUnwrap(evidence.impostors["max_abs_error"])
    XCTAssertEqual(Set(runs.keys), Set(ImpostorName.allCases.map(\.rawValue)))
    XCTAssertEqual(
      runs["zeros"],
      .measured([
        "max_abs_error": .init(.real(8), over: nil), "again.bits_differing": .init(.count(3), over: nil),
      ]))
    // Zeros are caught by the bits; one wrong element, which `at_most: 1` allows, is not.
    XCTAssertEqual(
      session.failures(), ["FALSIFY-C-001: the impostor one_element of max_abs_error passes every check"])
  }
}
