import XCTest

import ContractKit

/// What a falsifier was tried on and judged over, against what its contract asks for.
final class DomainTests: XCTestCase {
  private static let domain = Domain(
    inputs: [
      (
        Fixture.located("pairs"),
        Domain.Input(
          cases: Located(340, at: Fixture.nowhere), over: extent(680), shape: [340, 2],
          corners: [Fixture.located("length 1")], classes: [Fixture.located("zero")])
      )
    ], outputs: [(Fixture.located("dot"), extent(340))], over: [(Fixture.located("max_ulps"), extent(340))],
    range: Fixture.nowhere)

  private static func extent(_ elements: Int, _ dtype: String = "f32") -> Located<Domain.Extent> {
    Located(Domain.Extent(elements: elements, dtype: dtype), at: Fixture.nowhere)
  }

  private static func evidence(
    name: String = "pairs", cases: Int = 340, dtype: String = "f32", shape: [Int] = [340, 2], seed: String? = "0",
    corners: [String: Int] = ["length 1": 3, "a tail": 1], classes: [String: Int] = ["zero": 2, "normal": 678],
    output: [Int] = [341], over: String? = "341 f32"
  ) -> Evidence {
    Evidence(
      contract: "f32-dot-v1", falsifier: "FALSIFY-DOT-001", level: .algorithm,
      inputs: [
        .init(
          name: name, generator: "g", generatorVersion: 1, parameters: [:], seed: seed, cases: cases, dtype: dtype,
          shape: shape, sha256: Digest(of: []), classes: classes, corners: corners)
      ], outputs: [.init(name: "dot", dtype: "f32", shape: output, sha256: Digest(of: []))],
      measurements: ["max_ulps": .init(.count(0), over: over)], mutants: [:])
  }

  private func unmet(_ evidence: Evidence, isExact: Bool = false, weights: Set<String> = []) -> [String] {
    Self.domain.unmet(by: evidence, isExact: isExact, weights: weights)
  }

  func testWhatIsAskedForIsThere() { XCTAssertEqual(unmet(Self.evidence()), []) }

  func testEachThingThatIsMissingIsNamed() {
    for (evidence, words) in [
      (Self.evidence(cases: 339), "the input pairs has 339 cases, but the domain asks for 340"),
      (Self.evidence(dtype: "f64"), "the input pairs holds 680 f64, but the domain asks for 680 f32"),
      (Self.evidence(shape: [680]), "the input pairs has the shape [680], but the domain asks for [340, 2]"),
      (Self.evidence(corners: ["length 1": 0]), "the input pairs has no case in the corner length 1"),
      (Self.evidence(corners: [:]), "the input pairs has no case in the corner length 1"),
      (Self.evidence(classes: ["normal": 680]), "the input pairs has no element of the class zero"),
      (
        Self.evidence(classes: ["zero": 1, "normal": 0]),
        "the input pairs has 1 elements, but its shape [340, 2] has 680"
      ),
      (
        Self.evidence(corners: ["length 1": 341]),
        "the input pairs has 340 cases, but 341 of them in the corner length 1"
      ),
      (Self.evidence(output: [1]), "the output dot holds 1 f32, but the domain asks for 340 f32"),
      (Self.evidence(over: "339 f32"), "max_ulps was taken over 339 f32, but the domain asks for 340 f32"),
      (Self.evidence(over: "341 f64"), "max_ulps was taken over 341 f64, but the domain asks for 340 f32"),
      (Self.evidence(over: "top 1 of 1 f32 over that of 999 f32"), "max_ulps was taken over top 1 of 1 f32"),
      (Self.evidence(over: nil), "max_ulps was taken over nothing, but the domain asks for 340 f32"),
    ] {
      let found = unmet(evidence)
      XCTAssertEqual(found.count, 1, "\(found)")
      XCTAssertTrue(found.first?.hasPrefix(words) == true, "\(found)")
    }
    XCTAssertEqual(unmet(Self.evidence(over: "top 5 of 340 f32")), [])
  }

  func testInputsAreThoseOfTheDomainButForWeights() {
    XCTAssertEqual(
      unmet(Self.evidence(name: "other")),
      ["the input pairs of the domain was not tried", "the input other is not in the domain"])
    XCTAssertEqual(
      unmet(Self.evidence(name: "weights"), weights: [Digest(of: []).description]),
      ["the input pairs of the domain was not tried"])
  }

  func testWhatIsExactIsNotDrawn() {
    XCTAssertEqual(unmet(Self.evidence(seed: nil), isExact: true), [])
    XCTAssertEqual(
      unmet(Self.evidence(), isExact: true), ["the input pairs is drawn, but `exact` says that nothing is"])
  }

  func testAShapeTooLargeToMultiplyIsNoTrap() {
    XCTAssertEqual(unmet(Self.evidence(output: [.max, .max, 2])), [])
    XCTAssertEqual(unmet(Self.evidence(output: [.max, -1])).count, 1)
  }

  /// One element is not every shape: the claim stays PENDING however well the checks hold.
  func testTooLittleIsPending() {
    let falsifier = Fixture.falsifier(checks: [Fixture.check("max_ulps", atMost: "0")], domain: Self.domain)
    let verdict = Verdict.judge(Self.evidence(over: "1 f32"), falsifier)
    XCTAssertEqual(verdict.status, .pending)
    XCTAssertTrue(
      verdict.reasons.contains(.outsideDomain("max_ulps was taken over 1 f32, but the domain asks for 340 f32")))
  }

  func testExtentsAreReadInOneForm() {
    XCTAssertEqual(Domain.Extent("340 f32"), Domain.Extent(elements: 340, dtype: "f32"))
    for text in [
      "340", "340 f16", "0 f32", "-1 f32", "340  f32", " 340 f32", "340 f32 ", "1234567890 f32", "f32 340", "³ f32",
    ] {
      XCTAssertNil(Domain.Extent(text), text)
    }
  }
}
