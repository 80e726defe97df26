import XCTest

@testable import ContractKit

/// The test vectors of docs/evidence-format.md.
final class DigestTests: XCTestCase {
  private let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  private let folderVector = "478f6d16ef4bf985ed420804eacb0cdf4713ab909563a88ad999892e57569229"
  private let ownFilesVector = "ca78e6627140e5fce5f93e72a08c3eec4a26b3bd7253cc48da3d148642d4e3a4"
  private let claimVector = "226a00c0119af8882749f0c58e0f2dde66fdb2fa68ef149cf6840340ad07e111"

  func testTheDocumentHoldsTheVectorsTestedHere() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let text = String(decoding: try Files.read("\(root)/docs/evidence-format.md"), as: UTF8.self)
    for vector in [empty, folderVector, ownFilesVector, claimVector] {
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

  func testDigestOfAFolder() throws {
    let root = try TemporaryFolder(self).path
    try Files.replace("\(root)/lib/a.txt", with: Array("abc".utf8))
    try Files.replace("\(root)/lib/sub/b.txt", with: [])
    try Files.replace("\(root)/lib/.hidden", with: [1])
    XCTAssertEqual(try SourceDigest.digest(of: "lib/", root: root).description, folderVector)
    XCTAssertEqual(try SourceDigest.digest(of: "lib/*", root: root).description, ownFilesVector)
    try Files.replace("\(root)/lib/sub/b.txt", with: [0])
    XCTAssertNotEqual(try SourceDigest.digest(of: "lib/", root: root).description, folderVector)
    XCTAssertEqual(try SourceDigest.digest(of: "lib/*", root: root).description, ownFilesVector)
  }

  func testPathsOutsideThePackageHaveNoDigest() throws {
    let root = try TemporaryFolder(self).path
    try Files.replace("\(root)/lib/a.txt", with: [])
    XCTAssertEqual(symlink("/etc", "\(root)/lib/out"), 0)
    for path in ["../x", "/etc/passwd", "lib/../lib/", "", "lib//a.txt", "./lib/"] {
      XCTAssertThrowsError(try SourceDigest.digest(of: path, root: root), path) { error in
        XCTAssertEqual("\(type(of: error))", "Problem")
      }
    }
    for path in ["lib/out/passwd", "lib/"] {
      XCTAssertThrowsError(try SourceDigest.digest(of: path, root: root), path) { error in
        XCTAssertTrue("\(error)".contains("symbolic link"), "\(error)")
      }
    }
  }

  func testTheSupportOfTheFalsifiersOwnTargetIsWatched() throws {
    let root = try TemporaryFolder(self).path
    let supports = ["Tests/Own/Support/Oracle.swift", "Tests/Other/Support/Oracle.swift"]
    for path in ["Package.swift", "Sources/Own/Kernel.swift"] + supports {
      try Files.replace("\(root)/\(path)", with: [])
    }
    XCTAssertEqual(
      SourceDigest.entries(
        testFile: "Tests/Own/Deep/FalsifyOwn.swift", falsifier: "F", implementation: ["Sources/Own"], root: root),
      ["Tests/Own/Deep/FalsifyOwn.swift", "Package.swift", "Sources/Own/", "Tests/Own/Support/"])
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
