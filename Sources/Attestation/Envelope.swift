import Base

/// Bytes with signatures over them and their type: DSSE version 1 (https://github.com/secure-systems-lab/dsse).
public struct Envelope: Equatable, Sendable {
  /// A signature, and the key that made it.
  struct Signature: Equatable, Sendable {
    let keyID: String
    let bytes: [UInt8]
  }

  /// The type of an in-toto Statement.
  package static let statementType = "application/vnd.in-toto+json"

  let payloadType: String
  let payload: [UInt8]
  let signatures: [Signature]

  /// Why bytes are no envelope, or not one to be trusted.
  public struct Problem: Error, Equatable, CustomStringConvertible {
    /// Without a full stop.
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// Signs a statement.
  public init(signing statement: Statement, with key: PrivateKey) throws {
    payloadType = Self.statementType
    payload = statement.json.compactBytes
    signatures = [
      Signature(
        keyID: key.publicKey.id, bytes: try key.signature(of: Self.signedBytes(of: payload, type: payloadType)))
    ]
  }

  /// Reads an envelope; no signature is verified.
  ///
  /// Members that DSSE does not have are passed over, as it asks.
  ///
  /// - Throws: `Problem`.
  public init(reading bytes: [UInt8]) throws {
    func problem(_ reason: String) -> Problem { Problem("it is not a DSSE envelope: \(reason)") }
    let json: JSON
    do { json = try JSON.read(bytes) } catch { throw problem("\(error)") }
    guard case .object(let members) = json else { throw problem("it is not an object") }
    guard case .string(let type)? = members["payloadType"] else { throw problem("payloadType is not a string") }
    guard case .string(let text)? = members["payload"], let payload = Base64.bytes(text) else {
      throw problem("payload is not padded base64 on one line")
    }
    guard case .array(let entries)? = members["signatures"], !entries.isEmpty else {
      throw problem("signatures is not a list, or is empty")
    }
    (payloadType, self.payload) = (type, payload)
    signatures = try entries.enumerated().map { index, entry in
      guard case .object(let members) = entry, case .string(let id)? = members["keyid"], !id.isEmpty else {
        throw problem("signature \(index + 1) has no keyid")
      }
      guard case .string(let text)? = members["sig"], let bytes = Base64.bytes(text) else {
        throw problem("sig of signature \(index + 1) is not padded base64 on one line")
      }
      return Signature(keyID: id, bytes: bytes)
    }
  }

  /// The file: JSON in the canonical form of this package.
  public var bytes: [UInt8] {
    JSON.object([
      "payload": .string(Base64.text(payload)), "payloadType": .string(payloadType),
      "signatures": .array(
        signatures.map { .object(["keyid": .string($0.keyID), "sig": .string(Base64.text($0.bytes))]) }),
    ]).canonicalBytes
  }

  /// The statement, if one of some keys signed it.
  ///
  /// A signature counts for the key that its keyid names, and for no other.
  ///
  /// - Throws: `Problem` where no signature is right, or what was signed is no in-toto Statement.
  public func statement(trusting keys: [PublicKey]) throws -> Statement {
    let message = Self.signedBytes(of: payload, type: payloadType)
    let named = signatures.filter { signature in keys.contains { $0.id == signature.keyID } }
    guard !named.isEmpty else {
      throw Problem(
        "it is signed by \(signatures.map(\.keyID).joined(separator: ", ")), and the trusted keys are "
          + (keys.isEmpty ? "none" : keys.map(\.id).joined(separator: ", ")))
    }
    let isRight = named.contains { signature in
      keys.contains { $0.id == signature.keyID && $0.verifies(signature.bytes, of: message) }
    }
    guard isRight else { throw Problem("the signature of key \(named[0].keyID) is wrong: what it signed was changed") }
    guard payloadType == Self.statementType else {
      throw Problem("what is signed is \(payloadType), not \(Self.statementType)")
    }
    return try Statement(reading: payload)
  }

  /// DSSE's pre-authentication encoding: what is really signed.
  private static func signedBytes(of payload: [UInt8], type: String) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
  }
}
