import XCTest

import ContractKit

final class WitnessTests: XCTestCase {
  private let key = Ledger.Key(contract: "c-v1", falsifier: "FALSIFY-C-001")
  private var witness: Witness {
    Witness(
      name: "box", architecture: "x86_64", features: ["scalar", "avx2"], system: "Debian 12", toolchain: "Swift 6.3",
      variations: ["unvaried", "avx2"], variants: ["avx2"],
      reproduced: [key: .init(result: EvidenceFile.result(of: evidence), implementation: implementation)])
  }
  private let evidence = Fixture.evidence(["max_abs_error": Fixture.real(1)])
  private let implementation = Digest(of: [1])

  func testWhatIsWrittenIsRead() throws {
    XCTAssertEqual(try Witness(reading: witness.bytes), witness)
    XCTAssertEqual(try Witness(reading: witness.bytes).bytes, witness.bytes)
  }

  func testAWitnessFitsItsMachine() {
    func misfit(_ architecture: String, _ features: [String], _ variants: [String]) -> String? {
      var witness = witness
      (witness.architecture, witness.features, witness.variants) = (architecture, features, variants)
      return witness.misfit
    }
    XCTAssertNil(witness.misfit)
    XCTAssertNil(misfit("amd64", ["sse4", "avx512vnni"], []))
    XCTAssertNil(misfit("arm64", ["scalar", "neon"], ["neon"]))
    XCTAssertNil(misfit("riscv64", ["scalar", "rvv"], ["rvv"]), "what pv does not know it takes on the machine's word")
    XCTAssertEqual(
      misfit("x86_64", ["scalar"], ["avx2"]),
      "box says that avx2 was forced, but does not name it among its machine's features")
    XCTAssertEqual(
      misfit("aarch64", ["scalar", "avx2"], ["avx2"]),
      "box names avx2 among its features, but its architecture, aarch64, does not have it")
    for (architecture, feature) in [("x86_64", "neon"), ("", "sve2"), ("riscv64", "sse2")] {
      XCTAssertNotNil(misfit(architecture, [feature], []), feature)
    }
  }

  func testAnEditIsSeen() {
    let text = String(decoding: witness.bytes, as: UTF8.self)
    for (old, new) in [("\"avx2\"", "\"neon\""), ("x86_64", "riscv64"), ("  \"name\"", "   \"name\"")] {
      let edited = text.replacingOccurrences(of: old, with: new)
      XCTAssertNotEqual(edited, text)
      XCTAssertThrowsError(try Witness(reading: Array(edited.utf8)), old)
    }
    XCTAssertThrowsError(try Witness(reading: Array(text.replacingOccurrences(of: "\"system\"", with: "\"os\"").utf8)))
  }

  func testItCoversWhatIsStillTheEvidence() throws {
    let folder = try TemporaryFolder(self)
    try folder.write("witnesses/box.json", witness.bytes)
    try folder.write("evidence/c-v1/FALSIFY-C-001.json", EvidenceFile.bytes(of: evidence))
    var now = implementation
    func book() -> WitnessBook {
      WitnessBook(folder: "\(folder.path)/witnesses", evidenceFolder: "\(folder.path)/evidence") { _ in now }
    }
    XCTAssertEqual(book().variants(of: key), ["avx2"])
    XCTAssertEqual(book().diagnostics.count, 0)
    // What gave it counts as much as what came out.
    now = Digest(of: [2])
    XCTAssertEqual(book().variants(of: key), [])
    now = implementation
    try folder.write(
      "evidence/c-v1/FALSIFY-C-001.json",
      EvidenceFile.bytes(of: Fixture.evidence(["max_abs_error": Fixture.real(2)])))
    XCTAssertEqual(book().variants(of: key), [])
    XCTAssertEqual(book().diagnostics.map(\.rule), ["witness-stale"])
    try folder.write("witnesses/other.json", witness.bytes)
    try folder.write("witnesses/damaged.json", Array("{}\n".utf8))
    XCTAssertEqual(
      book().diagnostics.map(\.rule).sorted(), ["witness-stale", "witness-unreadable", "witness-unreadable"])
  }
}
