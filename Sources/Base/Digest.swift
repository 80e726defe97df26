import Crypto

/// A SHA-256 digest, which is written as 64 lower-case hexadecimal digits.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 bytes, eight a number, the first in the highest place.
  private let first, second, third, fourth: UInt64

  /// The digest of bytes (FIPS 180-4).
  public init(of bytes: some Sequence<UInt8>) {
    self = Array(bytes).withUnsafeBytes { Digest(ofPieces: [$0]) }
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

  private init(_ hash: SHA256) { self = hash.finalize().withUnsafeBytes { Digest(bytes: $0) } }

  private init(bytes: UnsafeRawBufferPointer) {
    func word(_ index: Int) -> UInt64 {
      UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
    }
    (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
  }

  /// The digest that a text spells, or nil where it is not 64 lower-case hexadecimal digits.
  public init?(_ text: String) {
    var text = text
    let bytes = text.withUTF8 { digits -> [UInt8]? in
      guard digits.count == 64 else { return nil }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(32)
      for index in stride(from: 0, to: 64, by: 2) {
        guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1]) else { return nil }
        bytes.append(high << 4 | low)
      }
      return bytes
    }
    guard let bytes else { return nil }
    self = bytes.withUnsafeBytes { Digest(bytes: $0) }
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// The 64 digits themselves.
  public var description: String {
    String(unsafeUninitializedCapacity: 64) { digits in
      for (index, word) in [first, second, third, fourth].enumerated() {
        for place in 0..<16 { digits[16 * index + place] = Self.digits[Int(word >> (60 - 4 * place) & 15)] }
      }
      return 64
    }
  }

  /// 64 zeros: what stands in a file for its own digest while that is taken.
  public static let placeholder = String(repeating: "0", count: 64)

  private static let digits = Array("0123456789abcdef".utf8)
}
