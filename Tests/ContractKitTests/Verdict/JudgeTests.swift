import XCTest

import ContractKit

final class JudgeTests: XCTestCase {
  private func holds(_ value: Double, _ condition: Check.Condition) -> Bool { Judge.holds(.real(value), condition) }

  func testDecimalsAndFloatsAreComparedExactly() {
    // The binary64 number nearest to 0.1 is larger than one tenth.
    XCTAssertFalse(holds(0.1, .atMost(Fixture.decimal("0.1"))))
    XCTAssertTrue(holds(0.1, .atLeast(Fixture.decimal("0.1"))))
    XCTAssertFalse(holds(0.1, .equals(Fixture.decimal("0.1"), within: nil)))
    XCTAssertTrue(holds(0.1.nextDown, .atMost(Fixture.decimal("0.1"))))
    XCTAssertTrue(holds(0.5, .equals(Fixture.decimal("0.50"), within: nil)))
    XCTAssertTrue(holds(0.1, .equals(Fixture.decimal("0.1"), within: Fixture.decimal("1e-17"))))
    XCTAssertFalse(holds(0.1, .equals(Fixture.decimal("0.1"), within: Fixture.decimal("1e-18"))))
    XCTAssertTrue(holds(.leastNonzeroMagnitude, .atLeast(Fixture.decimal("4.94e-324"))))
    XCTAssertFalse(holds(.leastNonzeroMagnitude, .atMost(Fixture.decimal("4.94e-324"))))
    XCTAssertTrue(holds(-3, .atMost(Fixture.decimal("-3"))))
  }

  func testNothingThatIsNotANumberMeetsACondition() {
    let conditions: [Check.Condition] = [
      .atMost(Fixture.decimal("1e400")), .atLeast(Fixture.decimal("-1e400")),
      .equals(Fixture.decimal("0"), within: Fixture.decimal("1e400")), .notEquals(Fixture.decimal("0")),
      .equalsText(Fixture.located("nan")), .notEqualsText(Fixture.located("0x00000000")),
    ]
    for value in [Double.nan, -.nan, .infinity, -.infinity] {
      for condition in conditions { XCTAssertFalse(holds(value, condition), "\(value) \(condition)") }
    }
  }

  func testBitsAreComparedAsTextInLowerCase() {
    let bits = Evidence.Measurement.Value.text("0x44191e70")
    XCTAssertTrue(Judge.holds(bits, .equalsText(Fixture.located("0x44191E70"))))
    XCTAssertFalse(Judge.holds(bits, .equalsText(Fixture.located("0x44191e71"))))
    XCTAssertTrue(Judge.holds(bits, .notEqualsText(Fixture.located("0x44191e71"))))
    XCTAssertFalse(Judge.holds(bits, .atMost(Fixture.decimal("1e300"))))
    XCTAssertFalse(Judge.holds(.real(1), .equalsText(Fixture.located("1"))))
  }

  func testStatusTable() {
    let checks = [Fixture.check("max_abs_error", atMost: "1e-6")]
    func verdict(
      _ measured: [String: Evidence.Measurement],
      mutant: [String: Evidence.Measurement] = ["max_abs_error": Fixture.real(1)],
      active: Bool = true, of falsifier: Falsifier = Fixture.falsifier(checks: checks)
    ) -> Verdict {
      Verdict.judge(Fixture.evidence(measured, mutant: mutant, active: active), falsifier)
    }
    let good = ["max_abs_error": Fixture.real(1e-7)]
    XCTAssertEqual(verdict(good).status, .discharged)
    XCTAssertEqual(verdict(["max_abs_error": Fixture.real(1e-5)]).status, .falsified)
    XCTAssertEqual(verdict(["max_abs_error": Fixture.real(.nan)]).status, .falsified)
    XCTAssertEqual(verdict([:]).reasons, [.notMeasured(metric: "max_abs_error")])
    XCTAssertEqual(verdict([:]).status, .pending)
    let asserted = verdict(["max_abs_error": Evidence.Measurement(.real(0), over: nil, isAsserted: true)])
    XCTAssertEqual(asserted.status, .pending)
    XCTAssertEqual(asserted.reasons, [.asserted(metric: "max_abs_error")])
    let survivor = verdict(good, mutant: good)
    XCTAssertEqual(survivor.status, .pending)
    XCTAssertEqual(survivor.reasons, [.survived(mutant: "tail_dropped")])
    // A mutant that nothing distinguishes from the real kernel was not tried, whatever it measured.
    XCTAssertEqual(verdict(good, active: false).reasons, [.survived(mutant: "tail_dropped")])
    // A mutant is not killed by a measurement that it lacks.
    XCTAssertEqual(verdict(good, mutant: [:]).status, .pending)
    let twoMutants = Fixture.falsifier(checks: checks, mutants: ["tail_dropped", "no_scale"])
    let absent = verdict(good, of: twoMutants)
    XCTAssertEqual(absent.reasons, [.didNotRun(mutant: "no_scale")])
    XCTAssertEqual(verdict(good, of: Fixture.falsifier(checks: checks, requires: .live)).status, .partial)
    // A digest is the same one in capitals; the fixture's input has no bytes.
    let weights = Digest(of: []).description.uppercased()
    let live = Fixture.falsifier(
      checks: checks, requires: .live,
      needs: [.init(kind: .weights, name: Fixture.located("tiny"), sha256: Fixture.located(weights))])
    XCTAssertEqual(verdict(good, of: live).status, .discharged)
    XCTAssertEqual(
      verdict(good, of: Fixture.falsifier(checks: checks, variants: ["neon"])).reasons, [.noWitness(variant: "neon")])
    // A violated check outweighs everything that is merely missing.
    XCTAssertEqual(verdict(["max_abs_error": Fixture.real(1)], of: twoMutants).status, .falsified)
  }

  /// Two names for one fault are one mutant: the digests of their outputs are the same.
  func testAMutantThatReturnsWhatAnotherDoesDoesNotCount() {
    let checks = [Fixture.check("max_abs_error", atMost: "1e-6")]
    var evidence = Fixture.evidence(
      ["max_abs_error": Fixture.real(0)], mutant: ["max_abs_error": Fixture.real(1)])
    evidence.mutants["no_tail"] = evidence.mutants["tail_dropped"]
    let falsifier = Fixture.falsifier(checks: checks, mutants: ["tail_dropped", "no_tail"])
    XCTAssertEqual(
      Verdict.judge(evidence, falsifier).reasons, [.repeats(mutant: "no_tail", other: "tail_dropped")])
    evidence.mutants["no_tail"]!.outputs["dot"] = Digest(of: [1, 2, 3, 4])
    XCTAssertEqual(Verdict.judge(evidence, falsifier).status, .discharged)
  }

  func testOneValueThroughoutIsToldByItsDigest() {
    func output(_ name: String, _ shape: [Int], dtype: String = "f32") -> Evidence.Output {
      Evidence.Output(name: name, dtype: dtype, shape: shape, sha256: Digest(of: []))
    }
    func run(_ bytes: [UInt8], differs at: (String, String)? = nil) -> Evidence.MutantRun {
      Evidence.MutantRun(
        fault: "", firstDifference: at.map { .init(output: $0, index: 3, real: "0x3f800000", mutant: $1) },
        measurements: [:], outputs: ["y": Digest(of: bytes), "one": Digest(of: [9, 9, 9, 9])])
    }
    func repeated(_ element: [UInt8], _ count: Int) -> [UInt8] { (0..<count).flatMap { _ in element } }
    let outputs = [output("y", [2, 3]), output("one", [1])]
    let pi: [UInt8] = [0xdb, 0x0f, 0x49, 0x40]
    XCTAssert(run(repeated([0, 0, 0, 0], 6)).isConstant(like: outputs))
    XCTAssert(run(repeated([0, 0, 0xc0, 0x7f], 6)).isConstant(like: outputs))
    XCTAssert(run(repeated(pi, 6), differs: ("y", "0x40490fdb")).isConstant(like: outputs))
    XCTAssertFalse(run(repeated(pi, 6)).isConstant(like: outputs), "no difference tells which value to try")
    XCTAssertFalse(run(repeated(pi, 6), differs: ("one", "0x40490fdb")).isConstant(like: outputs))
    XCTAssertFalse(run(repeated([0, 0, 0, 0], 5) + pi).isConstant(like: outputs))
    XCTAssertFalse(run([]).isConstant(like: [output("one", [1])]), "one element is no constant for being one")
    XCTAssertFalse(run([]).isConstant(like: []))
    XCTAssertFalse(run(pi, differs: ("y", "0x40490fdb")).isConstant(like: [output("y", [1])]))
    XCTAssert(run([0, 0, 0, 0]).isConstant(like: [output("y", [1])]), "zero, where there is no more")
    XCTAssert(run([0, 0, 0xc0, 0x7f]).isConstant(like: [output("y", [1, 1])]))
    XCTAssertFalse(run([]).isConstant(like: [output("y", [0])]))
    // No run returns so much, and no digest of it is taken.
    for shape in [[1 << 40], [Int.max, Int.max, 2]] {
      XCTAssert(run(pi).isConstant(like: [output("y", shape)]), "\(shape)")
    }
    XCTAssertFalse(run(pi).isConstant(like: [output("y", [.max, .max, 0])]))
    // More than a piece, and no whole number of them.
    let many = [output("y", [40_000], dtype: "f64")]
    XCTAssert(run(repeated([0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 40_000)).isConstant(like: many))
  }

  func testMargins() {
    func margin(_ value: Double, _ condition: Check.Condition, _ metric: String = "max_abs_error") -> Double? {
      Margin.of(.real(value), condition, metric: metric)
    }
    XCTAssertEqual(margin(1, .atMost(Fixture.decimal("8"))), 3)
    XCTAssertEqual(margin(0, .atMost(Fixture.decimal("8"))), .infinity)
    XCTAssertEqual(margin(16, .atMost(Fixture.decimal("8"))), -1)
    XCTAssertEqual(margin(0.875, .atLeast(Fixture.decimal("0.5")), "out.cosine"), 2)
    XCTAssertEqual(margin(4, .atLeast(Fixture.decimal("1"))), 2)
    XCTAssertNil(margin(0, .atMost(Fixture.decimal("0"))))
    XCTAssertNil(margin(1, .equals(Fixture.decimal("1"), within: nil)))
    XCTAssertNil(margin(1, .equals(Fixture.decimal("1"), within: Fixture.decimal("0"))))
    let tolerated = Check.Condition.equals(Fixture.decimal("2"), within: Fixture.decimal("0.5"))
    XCTAssertEqual(margin(2.125, tolerated), 2)
    XCTAssertEqual(margin(1.875, tolerated), 2)
    XCTAssertEqual(margin(2, tolerated), .infinity)
    XCTAssertEqual(margin(3, tolerated), -1)
    XCTAssertEqual(Margin.text(nil), "exact")
    XCTAssertEqual(Margin.text(.infinity), "inf")
    XCTAssertEqual(Margin.text(-0.25), "-0.2")
    XCTAssertEqual(Margin.text(12.34), "12.3")
  }

  func testALongListOfReasonsIsCounted() {
    func why(_ count: Int) -> String {
      Verdict(status: .pending, reasons: (0..<count).map { .memberGone("f\($0)") }, checks: [], mutants: []).why
    }
    let gone = (0..<3).map { "stale: f\($0) was part of the run and is no longer reached" }.joined(separator: "; ")
    XCTAssertEqual(why(3), gone)
    XCTAssertEqual(why(30), gone + "; and 27 more")
  }
}
