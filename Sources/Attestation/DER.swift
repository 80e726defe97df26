/// The one form each that openssl writes of an Ed25519 key (RFC 8410), which swift-crypto does not read.
enum DER {
  /// SubjectPublicKeyInfo: a sequence of the algorithm 1.3.101.112 and a bit string of 32 bytes.
  private static let publicPrefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
  /// PKCS #8: version 0, the algorithm, and an octet string that holds an octet string of 32 bytes.
  private static let privatePrefix: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  static func ed25519PublicKey(_ bytes: [UInt8]) -> [UInt8]? { rest(of: bytes, behind: publicPrefix) }

  static func ed25519PrivateKey(_ bytes: [UInt8]) -> [UInt8]? { rest(of: bytes, behind: privatePrefix) }

  private static func rest(of bytes: [UInt8], behind prefix: [UInt8]) -> [UInt8]? {
    guard bytes.starts(with: prefix), bytes.count == prefix.count + 32 else { return nil }
    return Array(bytes.dropFirst(prefix.count))
  }
}
