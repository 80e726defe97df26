import XCTest

import ContractKit

/// The test vectors of docs/evidence-format.md.
final class DigestTests: XCTestCase {
  private let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private let claimVector = "6d535a345945e59249422e55feb9ce572f8d9e99d32cae955aa89c1d40945dfc"
  private let wordingVector = "5168729af976452d127e8131d17067965f0f8fdec178768de3ea24f3b78aae38"

  func testTheDocumentHoldsTheVectorsTestedHere() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let text = String(decoding: try Files.read("\(root)/docs/evidence-format.md"), as: UTF8.self)
    for vector in [empty, claimVector, wordingVector] {
      XCTAssertTrue(text.contains(vector), "\(vector) is not in docs/evidence-format.md")
    }
  }

  func testDigestOfNoBytes() { XCTAssertEqual(Digest(of: []).description, empty) }

  func testDigestsAreReadOnlyInTheirOneSpelling() {
    XCTAssertNotNil(Digest(empty))
    XCTAssertNil(Digest(empty.uppercased()))
    XCTAssertNil(Digest(String(empty.dropLast())))
    XCTAssertNil(Digest(empty.dropLast() + "g"))
  }

  func testDigestOfAClaim() throws {
    let form = JSON.object([
      "format": .string("pv-claim/3"), "contract": .string("f32-dot-v1"), "falsifier": .string("FALSIFY-DOT-001"),
      "binds_to": .array([.string("dot"), .string("dot/order")]),
      "bounds": .object([
        "outside_bound": .array([
          .object([
            "function": .string("dot_fma_lanes"), "parameters": .object(["lanes": .integer(64)]),
            "version": .integer(1),
          ])
        ])
      ]),
      "inputs": .object([
        "pairs": .object([
          "classes": .array([.string("normal")]), "corners": .array([.string("a tail"), .string("length 1")]),
          "dtype": .string("f32"), "shape": .array([]),
        ])
      ]),
      "domains": .object(["f32-dot-v1#dot": .string("n >= 0")]), "metrics": .array([.string("outside_bound")]),
      "mutants": .array([.string("tail_dropped")]), "needs": .array([]),
      "orders": .array([.string("reversed"), .string("sequential")]),
      "test": .string("Falsifiers.FalsifyDot/testFalsifyDOT001"),
    ])
    XCTAssertEqual(Digest(of: form.compactBytes).description, claimVector)

    let falsifier = Fixture.falsifier(
      checks: [Fixture.check("outside_bound", atMost: "0", bound: [Self.lanes(64)])],
      orders: ["sequential", "reversed"], domain: Self.domain())
    let fixture = Fixture.contract(domain: "n >= 0", falsifier: falsifier)
    XCTAssertEqual(
      ClaimDigest.digest(of: falsifier, in: fixture, library: [fixture.id: fixture]).description, claimVector)
  }

  private static func lanes(_ lanes: Int, version: Int = 1) -> NamedBound {
    NamedBound(function: "dot_fma_lanes", version: version, parameters: ["lanes": lanes])
  }

  private static func domain(
    cases: Int = 340, elements: Int = 9, corners: [String] = ["length 1", "a tail", "length 1"], shape: [Int]? = nil
  ) -> Domain {
    Domain(
      inputs: [
        (
          Fixture.located("pairs"),
          Domain.Input(
            cases: Located(cases, at: Fixture.nowhere),
            over: Located(Domain.Extent(elements: elements, dtype: "f32"), at: Fixture.nowhere), shape: shape,
            corners: corners.map(Fixture.located), classes: [Fixture.located("normal")])
        )
      ], range: Fixture.nowhere)
  }

  func testTheClaimMovesWithWhatIsDrawnAndNotWithALeastNumber() {
    func digest(_ domain: Domain) -> Digest {
      let contract = Fixture.contract(
        domain: "n >= 0", falsifier: Fixture.falsifier(checks: [Fixture.check("max_ulps", atMost: "0")], domain: domain)
      )
      return ClaimDigest.digest(of: contract.falsifiers[0], in: contract, library: [contract.id: contract])
    }
    XCTAssertEqual(digest(Self.domain()), digest(Self.domain(cases: 1, elements: 1, corners: ["a tail", "length 1"])))
    XCTAssertNotEqual(digest(Self.domain()), digest(Self.domain(corners: ["a tail"])))
    XCTAssertNotEqual(digest(Self.domain()), digest(Self.domain(shape: [3, 3])))
  }

  func testTheClaimMovesWithABound() {
    let claims = [
      [], [Self.lanes(64)], [Self.lanes(32)], [Self.lanes(64, version: 2)], [Self.lanes(64), Self.lanes(64)],
    ]
    .map { bound in
      let contract = Fixture.contract(
        domain: "n >= 0", checks: [Fixture.check("outside_bound", atMost: "0", bound: bound)])
      return ClaimDigest.digest(of: contract.falsifiers[0], in: contract, library: [contract.id: contract])
    }
    XCTAssertEqual(Set(claims.map(\.description)).count, claims.count)
  }

  func testTheClaimMovesWithWhatARunDependsOnAndWithNothingElse() throws {
    func digest(_ contract: Contract) -> Digest {
      ClaimDigest.digest(of: contract.falsifiers[0], in: contract, library: [contract.id: contract])
    }
    let base = Fixture.contract(domain: "n >= 0", checks: [Fixture.check("outside_bound", atMost: "0")])
    // A threshold and its direction are judged live.
    XCTAssertEqual(
      digest(base), digest(Fixture.contract(domain: "n >= 0", checks: [Fixture.check("outside_bound", atMost: "9")])))
    XCTAssertNotEqual(
      digest(base), digest(Fixture.contract(domain: "n >= 1", checks: [Fixture.check("outside_bound", atMost: "0")])))
    XCTAssertNotEqual(
      digest(base), digest(Fixture.contract(domain: "n >= 0", checks: [Fixture.check("max_ulps", atMost: "0")])))
    let checks = [Fixture.check("outside_bound", atMost: "0")]
    func changed(_ falsifier: Falsifier) -> Digest { digest(Fixture.contract(domain: "n >= 0", falsifier: falsifier)) }
    XCTAssertEqual(digest(base), changed(Fixture.falsifier(checks: checks)))
    XCTAssertNotEqual(digest(base), changed(Fixture.falsifier(checks: checks, mutants: [])))
    XCTAssertNotEqual(digest(base), changed(Fixture.falsifier(checks: checks, bindsTo: ["dot"])))
    XCTAssertEqual(
      digest(base), changed(Fixture.falsifier(checks: checks, status: "DISCHARGED", ifFails: "other prose")))
  }

  /// A contract with the texts of which a wording is made.
  private func worded(
    prediction: String? = "p", formula: String? = "y = sum of a b", domain: String? = "n >= 0",
    statement: String = "…", bindsTo: [String] = ["dot", "dot/order"], ifFails: String? = nil, atMost: String = "0"
  ) -> Contract {
    let falsifier = Falsifier(
      id: Fixture.located("FALSIFY-DOT-001"), prediction: prediction.map(Fixture.located),
      ifFails: ifFails.map(Fixture.located), bindsTo: bindsTo.map(Fixture.located),
      checks: [Fixture.check("outside_bound", atMost: atMost)], range: Fixture.nowhere)
    let order = Invariant(id: Fixture.located("order"), hasWrittenID: true, statement: Fixture.located(statement))
    return Contract(
      id: "f32-dot-v1", path: "contracts/f32-dot-v1.yaml", metadata: .init(format: Fixture.located("pv/1")),
      equations: [
        Equation(
          id: Fixture.located("dot"), formula: formula.map(Fixture.located), domain: domain.map(Fixture.located),
          invariants: [order], range: Fixture.nowhere)
      ], obligations: [], falsifiers: [falsifier], gates: [])
  }

  private func wording(_ contract: Contract) -> Digest {
    WordingDigest.digest(of: contract.falsifiers[0], in: contract, library: [contract.id: contract])
  }

  func testDigestOfAWording() throws {
    let form = JSON.object([
      "format": .string("pv-wording/1"), "prediction": .string("p"),
      "clauses": .object([
        "f32-dot-v1#dot": .array([.string("y = sum of a b"), .string("n >= 0")]),
        "f32-dot-v1#dot/order": .array([.string("…")]),
      ]),
    ])
    XCTAssertEqual(Digest(of: form.compactBytes).description, wordingVector)
    XCTAssertEqual(wording(worded()).description, wordingVector)
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let page = String(decoding: try Files.read("\(root)/docs/evidence-format.md"), as: UTF8.self)
    XCTAssertTrue(page.contains(String(decoding: form.compactBytes, as: UTF8.self)))
  }

  func testTheWordingMovesWithWhatPeopleReadAndWithNothingElse() {
    let digests = [
      worded(), worded(prediction: nil), worded(formula: nil), worded(domain: nil), worded(statement: "other"),
      worded(bindsTo: ["dot"]), worded(prediction: "y = sum of a b", formula: "p"), worded(domain: "n >= 1"),
    ].map(wording)
    XCTAssertEqual(Set(digests).count, digests.count)
    XCTAssertEqual(wording(worded(ifFails: "other prose", atMost: "9")), digests[0])
    XCTAssertEqual(wording(worded(prediction: "")), digests[1], "no text is an empty one")
    XCTAssertEqual(wording(worded(bindsTo: ["dot/order", "dot", "dot"])), digests[0], "clauses are a set")
  }
}
