import XCTest

import ContractKit

/// What the checks of a falsifier see of wrong arrays, and what becomes of those that they do not see.
final class ImpostorResultTests: XCTestCase {
  private let good = ["max_abs_error": Fixture.real(0), "y.bits_differing": Fixture.real(0)]
  private let wrong = ["max_abs_error": Fixture.real(1), "y.bits_differing": Fixture.real(1)]
  private let checks = [
    Fixture.check("max_abs_error", atMost: "0.5"),
    Fixture.check("y.bits_differing", .equals(Fixture.decimal("0"), within: nil)),
  ]

  private func verdict(
    _ impostors: [String: Evidence.Impostors], blindTo: [Falsifier.Blindness] = []
  ) -> (Verdict, needless: [String]) {
    var evidence = Fixture.evidence(good, mutant: wrong)
    evidence.impostors = impostors
    let falsifier = Fixture.falsifier(checks: checks, blindTo: blindTo)
    let verdict = Verdict.judge(evidence, falsifier)
    let needless = Judge.needlessBlindness(falsifier, evidence, verdict.impostors).map {
      $0.impostor.value + ($0.of.map { " of \($0.value)" } ?? "")
    }
    return (verdict, needless)
  }

  private func blind(_ impostors: String..., of metrics: String...) -> Falsifier.Blindness {
    Falsifier.Blindness(
      impostors: impostors.map { Fixture.located($0) }, of: metrics.map { Fixture.located($0) },
      reason: Fixture.located("why"))
  }

  /// Two arrays, all of whose impostors are seen, with some results replaced.
  private func impostors(_ changes: [String: Evidence.Impostors] = [:]) -> [String: Evidence.Impostors] {
    Fixture.impostors(of: good).merging(changes) { $0.merging($1) { $1 } }
  }

  private let passing = Evidence.ImpostorRun.measured(["max_abs_error": Fixture.real(0.5)])

  func testOneThatPassesKeepsAFalsifierFromHolding() {
    XCTAssertEqual(verdict(impostors()).0.status, .discharged)
    let (verdict, _) = verdict(impostors(["max_abs_error": ["zeros": passing]]))
    XCTAssertEqual(verdict.status, .pending)
    XCTAssertEqual(verdict.reasons, [.impostorPasses("zeros", of: "max_abs_error")])
    XCTAssertEqual("\(verdict.reasons[0])", "the impostor zeros of max_abs_error passes every check")
  }

  func testAnotherCheckOfTheSameArrayMaySeeIt() {
    let both = Evidence.ImpostorRun.measured([
      "max_abs_error": Fixture.real(0.5), "y.bits_differing": Fixture.real(3),
    ])
    let (verdict, _) = verdict(impostors(["max_abs_error": ["zeros": both]]))
    XCTAssertEqual(verdict.status, .discharged)
    XCTAssertEqual(
      verdict.impostors.first { $0.array == "max_abs_error" && $0.name == .zeros }?.outcome,
      .caught(metric: "y.bits_differing"))
    // An asserted number is no measurement, of an impostor either.
    let asserted = Evidence.ImpostorRun.measured([
      "max_abs_error": Evidence.Measurement(.real(9), over: nil, isAsserted: true)
    ])
    XCTAssertEqual(self.verdict(impostors(["max_abs_error": ["zeros": asserted]])).0.status, .pending)
  }

  func testAReasonExcusesTheArrayThatItNamesAndIsNeeded() {
    let zeros = impostors(["max_abs_error": ["zeros": passing]])
    XCTAssertEqual(verdict(zeros, blindTo: [blind("zeros")]).0.status, .discharged)
    XCTAssertEqual(verdict(zeros, blindTo: [blind("zeros", of: "max_abs_error")]).0.status, .discharged)
    let (other, needless) = verdict(zeros, blindTo: [blind("zeros", "nan", of: "y.bits_differing")])
    XCTAssertEqual(other.status, .pending)
    XCTAssertEqual(needless, ["zeros of y.bits_differing", "nan of y.bits_differing"])
    XCTAssertEqual(verdict(impostors(), blindTo: [blind("zeros", "sideways")]).needless, ["zeros", "sideways"])
    XCTAssertEqual(verdict(zeros, blindTo: [blind("zeros", of: "max_abs_error")]).needless, [])
  }

  func testOneThatIsOfNoArrayPassesAndNaNOfIntegersIsNotAskedFor() {
    let none = Evidence.ImpostorRun.notApplicable("one element has no rows")
    let everywhere = Dictionary(uniqueKeysWithValues: good.keys.map { ($0, ["rows_exchanged": none, "nan": none]) })
    let once = impostors(["max_abs_error": ["rows_exchanged": none, "nan": none]])
    XCTAssertEqual(verdict(once).0.status, .discharged)
    let (verdict, _) = verdict(impostors(everywhere))
    XCTAssertEqual(verdict.reasons, [.impostorPasses("rows_exchanged", of: nil)])
    XCTAssertEqual(self.verdict(impostors(everywhere), blindTo: [blind("rows_exchanged")]).0.status, .discharged)
    XCTAssertEqual(
      self.verdict(impostors(everywhere), blindTo: [blind("rows_exchanged", of: "max_abs_error")]).0.status, .pending)
  }

  /// A tolerance of any size lets all of them pass but what is made to exceed it, and NaN; no reason excuses that.
  func testAFalsifierThatSeesNothingIsNotExcused() {
    let others = ImpostorName.allCases.filter { $0 != .oneElement && $0 != .nan }.map(\.rawValue)
    func passing(_ metric: String) -> Evidence.Impostors {
      Dictionary(uniqueKeysWithValues: others.map { ($0, .measured([metric: Fixture.real(0)])) })
    }
    let excuse = Falsifier.Blindness(
      impostors: others.map { Fixture.located($0) }, of: [], reason: Fixture.located("it is so"))
    let blind = impostors(["max_abs_error": passing("max_abs_error"), "y.bits_differing": passing("y.bits_differing")])
    let (verdict, _) = verdict(blind, blindTo: [excuse])
    XCTAssertEqual(verdict.status, .pending)
    XCTAssertEqual(verdict.reasons, [.seesNoImpostor])
    // One of one array is enough.
    let seen = impostors(["max_abs_error": passing("max_abs_error")])
    XCTAssertEqual(self.verdict(seen, blindTo: [excuse]).0.status, .discharged)
  }

  func testWhatDidNotRunIsNamed() {
    var some = impostors()
    some["max_abs_error"]?["zeros"] = nil
    XCTAssertEqual(
      verdict(some, blindTo: [blind("zeros")]).0.reasons, [.impostorDidNotRun("zeros", of: "max_abs_error")])
    some = impostors()
    some["y.bits_differing"] = nil
    XCTAssertEqual(verdict(some).0.reasons, [.noImpostors(metric: "y.bits_differing")])
  }

  func testOnlyConstantMutantsShowNothing() {
    var evidence = Fixture.evidence(good, mutant: wrong)
    let zeros = Digest(of: [UInt8](repeating: 0, count: 12))
    evidence.outputs = [.init(name: "dot", dtype: "f32", shape: [3], sha256: Digest(of: [1]))]
    evidence.mutants["tail_dropped"]?.outputs = ["dot": zeros]
    let verdict = Verdict.judge(evidence, Fixture.falsifier(checks: checks))
    XCTAssertEqual(verdict.reasons, [.onlyConstantMutants])
    XCTAssertEqual(verdict.status, .pending)
  }

  func testTheFormIsReadAsItIsWritten() throws {
    var evidence = Fixture.evidence(good, mutant: wrong)
    evidence.impostors["max_abs_error"]?["nan"] = .notApplicable("integers have no NaN")
    XCTAssertEqual(try EvidenceFile.read(EvidenceFile.bytes(of: evidence)).evidence, evidence)
  }
}
