import XCTest

import ContractKit

final class EvidenceFileTests: XCTestCase {
  private let evidence = Fixture.evidence(
    [
      "max_abs_error": Fixture.real(1.25e-7), "nan": Fixture.real(-.nan), "inf": Fixture.real(-.infinity),
      "count": Evidence.Measurement(.count(.max), over: nil),
      "bits": Evidence.Measurement(.text("0x44191e70"), over: "1 f32"),
      "claimed": Evidence.Measurement(.real(0.1), over: nil, isAsserted: true),
    ], mutant: ["max_abs_error": Fixture.real(0.5)])

  func testWhatIsWrittenIsRead() throws {
    let bytes = EvidenceFile.bytes(of: evidence)
    let read = try EvidenceFile.read(bytes)
    XCTAssertEqual(read.evidence, evidence)
    XCTAssertEqual(read.result, EvidenceFile.result(of: evidence))
    XCTAssertEqual(EvidenceFile.bytes(of: evidence), bytes)
    XCTAssertEqual(bytes.last, UInt8(ascii: "\n"))
  }

  func testAChangedByteIsNoticed() throws {
    let bytes = EvidenceFile.bytes(of: evidence)
    // A stride that is prime to everything periodic in the form; all bytes take half a minute.
    for index in stride(from: 0, to: bytes.count, by: 11) {
      var damaged = bytes
      damaged[index] ^= 1
      XCTAssertThrowsError(try EvidenceFile.read(damaged), "byte \(index)")
    }
  }

  func testATruncationIsNoticed() {
    let bytes = EvidenceFile.bytes(of: evidence)
    for count in Array(stride(from: 0, to: bytes.count, by: 13)) + [bytes.count - 1] {
      XCTAssertThrowsError(try EvidenceFile.read(Array(bytes.prefix(count))), "\(count) bytes")
    }
  }

  func testAnEditedMeasurementIsEdited() {
    let text = String(decoding: EvidenceFile.bytes(of: evidence), as: UTF8.self)
    let edited = text.replacingOccurrences(of: "0x3e80c6f7a0b5ed8d", with: "0x3e80c6f7a0b5ed8c")
    XCTAssertNotEqual(text, edited, "the fixture's bit pattern of 1.25e-7 moved")
    XCTAssertThrowsError(try EvidenceFile.read(Array(edited.utf8))) { error in
      guard case EvidenceFile.Problem.edited = error else { return XCTFail("\(error)") }
    }
  }

  func testHostileJSONIsRefusedWithThePlace() {
    let cases: [(String, String)] = [
      ("{\"a\": 1, \"a\": 2}", "1:10"), ("{\"a\": 1.5}", "1:8"), ("{\"a\": 99999999999999999999}", "1:7"),
      (String(repeating: "[", count: 100_000), "1:33"), ("{\"a\": \"\\ud800\"}", "1:10"), ("{\"a\": 1} x", "1:10"),
      ("\"\\u+0ab\"", "1:4"), ("\"\\u-000\"", "1:4"), ("{\n\"a\": nul}", "2:6"), ("", "1:1"),
    ]
    for (text, place) in cases {
      XCTAssertThrowsError(try JSON(reading: Array(text.utf8)), text) { error in
        XCTAssertTrue("\(error)".hasPrefix(place + ":"), "\(text.prefix(30)): \(error), not at \(place)")
      }
    }
    XCTAssertThrowsError(try JSON(reading: Array("\"".utf8) + [0xFF] + Array("\"".utf8)))
  }

  func testManyKeysAreReadInLinearTime() throws {
    let text = "{" + (0..<100_000).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    let started = Date()
    XCTAssertEqual(try JSON(reading: Array(text.utf8)).object?.count, 100_000)
    XCTAssertLessThan(Date().timeIntervalSince(started), 20, "seconds; quadratic reading took minutes")
  }

  func testARatioNamesItsOperands() throws {
    func problem(over: String) throws -> String? {
      let ratio = Evidence.Measurement(.real(2), over: over)
      let bytes = EvidenceFile.bytes(of: Fixture.evidence(["growth.ratio": ratio], mutant: [:]))
      do { _ = try EvidenceFile.read(bytes) } catch { return "\(error)" }
      return nil
    }
    for over in [
      "max_abs_error of last_2 (2 f64) over that of first.x (1 f32)", "m of a (b) over that of c (é)",
      "max of of of (of) over that of of ( )".replacing("of of of", with: "of of"),
    ] { XCTAssertNil(try problem(over: over), over) }
    for over in [
      "", "max of a (1)", "max of a (1) over that of b", "Max of a (1) over that of b (1)",
      "max of a () over that of b (1)",
      "max of a (1) over that of b (1) ", " max of a (1) over that of b (1)", "max.x of a (1) over that of b (1)",
      "max of a ((1)) over that of b (1)", "max of  a (1) over that of b (1)", "max of a(1) over that of b (1)",
      "max of a (1) over that of b ()", "max of a (1) over that of b (1", "max of a-b (1) over that of b (1)",
    ] { XCTAssertEqual(try problem(over: over)?.hasSuffix("does not name its operands"), true, over) }
  }

  func testANewerSchemaAsksForANewerPV() {
    var json = evidence.json(digest: Digest.placeholder)
    guard case .object(var members) = json else { return XCTFail("not an object") }
    members["schema"] = .object(["name": .string("pv-evidence"), "version": .integer(Evidence.schemaVersion + 1)])
    members["unheard_of"] = .bool(true)
    json = .object(members)
    XCTAssertThrowsError(try EvidenceFile.read(json.canonicalBytes)) { error in
      XCTAssertEqual(error as? EvidenceFile.Problem, .newerSchema(Evidence.schemaVersion + 1))
    }
  }

  func testAnOlderSchemaIsNotJudged() {
    XCTAssertThrowsError(
      try EvidenceFile.read(Array("{\"schema\": {\"name\": \"pv-evidence\", \"version\": 2}}".utf8))
    ) { error in
      XCTAssertEqual(error as? EvidenceFile.Problem, .olderSchema(2))
      XCTAssertTrue("\(error)".contains("run it again"), "\(error)")
    }
  }

  func testUnknownAndMissingMembersAreRefused() throws {
    func read(_ change: (inout [String: JSON]) -> Void) throws -> Evidence {
      var members = try XCTUnwrap(evidence.json(digest: Digest.placeholder).object)
      change(&members)
      let digest = Digest(of: JSON.object(members).canonicalBytes)
      members["digest"] = .string(digest.description)
      return try EvidenceFile.read(JSON.object(members).canonicalBytes).evidence
    }
    XCTAssertEqual(try read { _ in }, evidence)
    XCTAssertThrowsError(try read { $0["verdict"] = .string("DISCHARGED") }) {
      XCTAssertTrue("\($0)".contains("verdict"))
    }
    let schema: [String: JSON] = [
      "name": .string(Evidence.schemaName), "version": .integer(Evidence.schemaVersion), "note": .string(""),
    ]
    XCTAssertThrowsError(try read { $0["schema"] = .object(schema) }) {
      XCTAssertTrue("\($0)".contains("schema.note"), "\($0)")
    }
    XCTAssertThrowsError(try read { $0["ulps"] = nil }) { XCTAssertTrue("\($0)".contains("ulps")) }
    XCTAssertThrowsError(try read { $0["claim"] = .string("") }) { XCTAssertTrue("\($0)".contains("claim")) }
    XCTAssertThrowsError(try read { $0["level"] = .string("certain") }) { XCTAssertTrue("\($0)".contains("level")) }
  }
}
