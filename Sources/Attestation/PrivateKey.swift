import Base
import Crypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A key that signs: Ed25519, or ECDSA over P-256 with SHA-256.
public struct PrivateKey: Sendable {
  private enum Algorithm: Sendable {
    case ed25519(Curve25519.Signing.PrivateKey)
    case p256(P256.Signing.PrivateKey)
  }

  private let algorithm: Algorithm

  /// The key of a PEM file, as `openssl genpkey -algorithm ed25519`, or `openssl ecparam -name prime256v1 -genkey`, writes it.
  ///
  /// - Throws: `KeyError` where others than the owner can read the file, the key is encrypted, or has another algorithm or
  ///   curve; `FileError`.
  public init(path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
      throw KeyError(path, "users other than its owner have access to this private key: chmod 600 \(path)")
    }
    let file = try PEMFile(try Files.read(path, limit: 1 << 16), path: path)
    let (label, bytes) = try file.block(
      ["PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"], wanted: "a private key")
    guard label != "ENCRYPTED PRIVATE KEY" else {
      throw KeyError(
        path, "the key is encrypted, and pv does not ask for a passphrase: openssl pkey -in \(path) -out PLAIN")
    }
    if let raw = DER.ed25519PrivateKey(bytes), let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw) {
      algorithm = .ed25519(key)
    } else if let key = try? P256.Signing.PrivateKey(derRepresentation: bytes) {
      algorithm = .p256(key)
    } else {
      throw KeyError(path, "the key is neither Ed25519 nor P-256")
    }
  }

  /// The key that verifies what this one signs.
  package var publicKey: PublicKey {
    switch algorithm {
    case .ed25519(let key): PublicKey(.ed25519(key.publicKey))
    case .p256(let key): PublicKey(.p256(key.publicKey))
    }
  }

  /// A signature over a message; ECDSA's is DER, and another one each time.
  func signature(of message: [UInt8]) throws -> [UInt8] {
    switch algorithm {
    case .ed25519(let key): Array(try key.signature(for: message))
    case .p256(let key): Array(try key.signature(for: message).derRepresentation)
    }
  }
}
