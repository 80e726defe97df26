import Base
import Foundation
import XCTest

@testable import Attestation

/// Envelopes and keys, against those of securesystemslib 1.6.0 (`scripts/golden/make-envelopes.py`).
final class EnvelopeTests: XCTestCase {
  private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Golden"

  private let statement = Statement(
    subjects: [.init(name: "contracts/a-v1.yaml", digest: Digest(of: [1]))], result: .warned, commit: "c0ffee",
    passed: ["a-v1/FALSIFY-A-001"], warned: ["a-v1/FALSIFY-A-002"], failed: [])

  private func path(_ name: String) -> String { "\(Self.golden)/\(name)" }

  /// A test key as its owner alone may read it: git keeps no such mode.
  private func privateKey(_ name: String) throws -> PrivateKey {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).key").path
    addTeardownBlock { try? FileManager.default.removeItem(atPath: copy) }
    try FileManager.default.copyItem(atPath: path("\(name).test-key"), toPath: copy)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
    return try PrivateKey(path: copy)
  }

  private func problem(_ body: () throws -> Any) -> String {
    do { return "nothing was thrown, and \(try body()) returned" } catch { return "\(error)" }
  }

  func testTheirEnvelopesAreVerifiedAndKeysHaveTheirNames() throws {
    let ids = try JSON.read(try Files.read(path("keyids.json")))
    for name in ["ed25519", "p256"] {
      let key = try PublicKey(path: path("\(name).pem"))
      guard case .object(let members) = ids, case .string(key.id)? = members[name] else {
        XCTFail("\(name): the id is \(key.id)")
        continue
      }
      let theirs = try Envelope(reading: try Files.read(path("\(name).envelope.json"))).statement(trusting: [key])
      XCTAssertEqual(theirs.subjects.map(\.name), ["contracts/a-v1.yaml"])
      XCTAssertEqual(theirs.subjects[0].digest.description, String(repeating: "ab", count: 32))
      XCTAssertEqual(theirs.result, .warned)
      XCTAssertEqual(theirs.commit, String(repeating: "c", count: 40))
      XCTAssertEqual(theirs.passed, ["a-v1/FALSIFY-A-001"])
      XCTAssertEqual(theirs.warned, ["a-v1/FALSIFY-A-002"])
    }
  }

  func testOursGoThroughAFileAndBack() throws {
    for name in ["ed25519", "p256"] {
      let key = try privateKey(name)
      let envelope = try Envelope(reading: try Envelope(signing: statement, with: key).bytes)
      XCTAssertEqual(try envelope.statement(trusting: [key.publicKey]), statement)
      XCTAssertEqual(key.publicKey.id, try PublicKey(path: path("\(name).pem")).id)
    }
  }

  func testAnotherKeyIsNotTrusted() throws {
    let envelope = try Envelope(signing: statement, with: try privateKey("ed25519"))
    let other = try PublicKey(path: path("p256.pem"))
    XCTAssertTrue(problem { try envelope.statement(trusting: [other]) }.hasPrefix("it is signed by "))
    XCTAssertTrue(problem { try envelope.statement(trusting: []) }.hasSuffix("the trusted keys are none"))
  }

  /// A signature under another key's name does not count, even where it would be right.
  func testTheKeyIDDecidesWhichKeyIsAsked() throws {
    let own = try privateKey("ed25519")
    let other = try PublicKey(path: path("p256.pem"))
    let bytes = String(decoding: try Envelope(signing: statement, with: own).bytes, as: UTF8.self)
      .replacingOccurrences(of: own.publicKey.id, with: other.id)
    let envelope = try Envelope(reading: Array(bytes.utf8))
    XCTAssertTrue(problem { try envelope.statement(trusting: [own.publicKey]) }.hasPrefix("it is signed by "))
    XCTAssertTrue(problem { try envelope.statement(trusting: [own.publicKey, other]) }.hasSuffix("was changed"))
  }

  /// 1,000 changes of one byte of what is signed, its type, or the signature: none is taken for the statement.
  func testEveryChangedByteIsSeen() throws {
    var random = SystemRandomNumberGenerator()
    for name in ["ed25519", "p256"] {
      let key = try privateKey(name)
      let envelope = try Envelope(signing: statement, with: key)
      for _ in 0..<500 {
        var (payload, type, signature) = (
          envelope.payload, Array(envelope.payloadType.utf8), envelope.signatures[0].bytes
        )
        func change(_ bytes: inout [UInt8]) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
        switch Int.random(in: 0..<3, using: &random) {
        case 0: change(&payload)
        case 1: change(&type)
        default: change(&signature)
        }
        let changed = JSON.object([
          "payload": .string(Base64.text(payload)), "payloadType": .string(String(decoding: type, as: UTF8.self)),
          "signatures": .array([
            .object(["keyid": .string(key.publicKey.id), "sig": .string(Base64.text(signature))])
          ]),
        ])
        let result = Result { try Envelope(reading: changed.canonicalBytes).statement(trusting: [key.publicKey]) }
        if case .success(let taken) = result {
          // An ECDSA signature has a second form of the same value; a changed byte does not give it.
          XCTFail("\(name): taken for \(taken)")
        }
      }
    }
  }

  func testTheStandardIsKept() throws {
    let key = try privateKey("ed25519")
    let bytes = try Envelope(signing: statement, with: key).bytes
    guard case .object(var members) = try JSON.read(bytes), case .string(let payload)? = members["payload"] else {
      return XCTFail("no payload")
    }
    XCTAssertFalse(payload.contains("-") || payload.contains("_") || payload.contains("\n"))
    // The other alphabet is read, too.
    members["payload"] = .string(
      payload.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_"))
    XCTAssertEqual(
      try Envelope(reading: JSON.object(members).canonicalBytes).statement(trusting: [key.publicKey]), statement)
    // Members that DSSE does not know are passed over.
    members["other"] = .string("x")
    XCTAssertNoThrow(try Envelope(reading: JSON.object(members).canonicalBytes))
    for (name, value) in [
      ("payload", JSON.string(payload + "\n")), ("payload", .string("QQ")), ("payload", .string("QR==")),
      ("payload", .integer(1)), ("payloadType", .null), ("signatures", .array([])),
      ("signatures", .array([.object(["sig": .string("QQ==")])])),
      ("signatures", .array([.object(["keyid": .string(""), "sig": .string("QQ==")])])),
      ("signatures", .array([.object(["keyid": .string("k"), "sig": .string("QQ")])])),
    ] {
      var broken = members
      broken[name] = value
      let said = problem { try Envelope(reading: JSON.object(broken).canonicalBytes) }
      XCTAssertTrue(said.hasPrefix("it is not a DSSE envelope: "), "\(name): \(said)")
    }
    XCTAssertTrue(problem { try Envelope(reading: Array("no".utf8)) }.hasPrefix("it is not a DSSE envelope: "))
  }

  func testKeysThatCannotBeUsedAreNamed() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    addTeardownBlock { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func file(_ text: String, mode: Int = 0o600) throws -> String {
      let path = "\(folder)/\(UUID().uuidString)"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      return path
    }
    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }
    let key = try text("ed25519.test-key")
    XCTAssertTrue(problem { try PrivateKey(path: try file(key, mode: 0o644)) }.contains("chmod 600"))
    XCTAssertTrue(problem { try PrivateKey(path: try file(key, mode: 0o640)) }.contains("chmod 600"))
    XCTAssertTrue(problem { try PrivateKey(path: try file(text("p256.pem"))) }.contains("not a private key"))
    XCTAssertTrue(problem { try PublicKey(path: try file(key)) }.contains("not a public key"))
    XCTAssertTrue(problem { try PublicKey(path: try file("")) }.contains("not a PEM file"))
    XCTAssertTrue(
      problem { try PublicKey(path: try file("-----BEGIN PUBLIC KEY-----\nQQ==\n-----END PUBLIC KEY-----\n")) }
        .hasSuffix("the key is neither Ed25519 nor P-256"))
    XCTAssertTrue(
      problem {
        try PrivateKey(
          path: try file("-----BEGIN ENCRYPTED PRIVATE KEY-----\nQQ==\n-----END ENCRYPTED PRIVATE KEY-----\n"))
      }.contains("the key is encrypted"))
    // Nothing of a key is ever said.
    let secret = key.split(separator: "\n")[1]
    XCTAssertFalse(problem { try PrivateKey(path: try file(key, mode: 0o644)) }.contains(secret))
  }

  /// RFC 4648, section 10.
  func testBase64() {
    for (bytes, text) in [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ] {
      XCTAssertEqual(Base64.text(Array(bytes.utf8)), text)
      XCTAssertEqual(Base64.bytes(text), Array(bytes.utf8))
    }
    for text in ["Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "=Zg=", "Z===", "====", "Zm9v\n", "Zm 9", "Zm9v YmE="] {
      XCTAssertNil(Base64.bytes(text), text)
    }
  }
}
