import XCTest

@testable import ContractKit

/// The test vectors of docs/evidence-format.md.
final class DigestTests: XCTestCase {
  private let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private let claimVector = "226a00c0119af8882749f0c58e0f2dde66fdb2fa68ef149cf6840340ad07e111"

  func testTheDocumentHoldsTheVectorsTestedHere() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let text = String(decoding: try Files.read("\(root)/docs/evidence-format.md"), as: UTF8.self)
    for vector in [empty, claimVector] {
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
      "format": .string("pv-claim/2"), "contract": .string("f32-dot-v1"), "falsifier": .string("FALSIFY-DOT-001"),
      "binds_to": .array([.string("dot"), .string("dot/order")]),
      "domains": .object(["f32-dot-v1#dot": .string("n >= 0")]), "metrics": .array([.string("outside_bound")]),
      "mutants": .array([.string("tail_dropped")]), "needs": .array([]),
      "orders": .array([.string("reversed"), .string("sequential")]),
      "test": .string("Falsifiers.FalsifyDot/testFalsifyDOT001"),
    ])
    XCTAssertEqual(Digest(of: form.compactBytes).description, claimVector)

    let falsifier = Fixture.falsifier(
      checks: [Fixture.check("outside_bound", atMost: "0")], orders: ["sequential", "reversed"])
    let fixture = Fixture.contract(domain: "n >= 0", falsifier: falsifier)
    XCTAssertEqual(
      ClaimDigest.digest(of: falsifier, in: fixture, library: [fixture.id: fixture]).description, claimVector)
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
}
