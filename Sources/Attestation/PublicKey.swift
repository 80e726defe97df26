import Base
import Crypto

/// A key that verifies signatures: Ed25519 (RFC 8032), or ECDSA over P-256 with SHA-256 (FIPS 186-5).
public struct PublicKey: Sendable {
  enum Algorithm: Sendable {
    case ed25519(Curve25519.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
  }

  let algorithm: Algorithm

  init(_ algorithm: Algorithm) { self.algorithm = algorithm }

  /// The key of a PEM file, as `openssl pkey -pubout` writes it.
  ///
  /// - Throws: `KeyError` for a private key, another algorithm or curve; `FileError`.
  public init(path: String) throws {
    let (_, bytes) = try PEMFile(try Files.read(path, limit: 1 << 16), path: path)
      .block(["PUBLIC KEY"], wanted: "a public key; openssl pkey -in KEY -pubout makes one of a private key")
    if let raw = DER.ed25519PublicKey(bytes), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw) {
      self.init(.ed25519(key))
    } else if let key = try? P256.Signing.PublicKey(derRepresentation: bytes) {
      self.init(.p256(key))
    } else {
      throw KeyError(path, "the key is neither Ed25519 nor P-256")
    }
  }

  /// What names the key in an envelope: SHA-256 of its canonical JSON, as python-securesystemslib computes it.
  public var id: String {
    let (type, scheme, text) =
      switch algorithm {
      case .ed25519(let key):
        ("ed25519", "ed25519", key.rawRepresentation.map { String(printf: "%02x", UInt32($0)) }.joined())
      case .p256(let key): ("ecdsa", "ecdsa-sha2-nistp256", Self.pem(Array(key.derRepresentation)))
      }
    // That form escapes quotes and backslashes only, of which there are none; line ends stand as they are.
    let json = "{\"keytype\":\"\(type)\",\"keyval\":{\"public\":\"\(text)\"},\"scheme\":\"\(scheme)\"}"
    return Digest(of: json.utf8).description
  }

  /// Whether a signature is this key's over a message; ECDSA signatures are DER.
  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    switch algorithm {
    case .ed25519(let key): key.isValidSignature(signature, for: message)
    case .p256(let key):
      (try? P256.Signing.ECDSASignature(derRepresentation: signature)).map { key.isValidSignature($0, for: message) }
        ?? false
    }
  }

  private static func pem(_ der: [UInt8]) -> String {
    var rest = Base64.text(der)[...]
    var lines: [Substring] = []
    while !rest.isEmpty {
      lines.append(rest.prefix(64))
      rest = rest.dropFirst(64)
    }
    return "-----BEGIN PUBLIC KEY-----\n\(lines.joined(separator: "\n"))\n-----END PUBLIC KEY-----\n"
  }
}
