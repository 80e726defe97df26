import Crypto

/// A SHA-256 digest as 64 lower-case hexadecimal digits.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 64 digits themselves.
  public let description: String

  /// The digest of bytes (FIPS 180-4).
  public init(of bytes: some Sequence<UInt8>) {
    var hash = SHA256()
    hash.update(data: Array(bytes))
    self.init(hash)
  }

  /// The digest of pieces of memory as if they stood one after the other; nothing is copied.
  public init(ofPieces pieces: [UnsafeRawBufferPointer]) {
    var hash = SHA256()
    for piece in pieces { hash.update(bufferPointer: piece) }
    self.init(hash)
  }

  /// The digest of a file of any size, and its number of bytes.
  ///
  /// Read in pieces, and not mapped: each page of a mapped file counts as memory of the process for as long as it is.
  ///
  /// - Throws: `FileError`.
  package static func ofFile(_ path: String) throws -> (digest: Digest, count: Int) {
    var (hash, count) = (SHA256(), 0)
    try Files.forEachPiece(of: path) {
      hash.update(bufferPointer: $0)
      count += $0.count
    }
    return (Digest(hash), count)
  }

  private init(_ hash: SHA256) {
    let digits = hash.finalize().flatMap { [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]] }
    description = String(decoding: digits, as: UTF8.self)
  }

  /// The digest that a text spells, or nil where it is not 64 lower-case hexadecimal digits.
  public init?(_ text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy({ Self.digits.contains($0) }) else { return nil }
    description = text
  }

  /// 64 zeros: what stands in a file for its own digest while that is taken.
  public static let placeholder = String(repeating: "0", count: 64)

  private static let digits = Array("0123456789abcdef".utf8)
}
