/// Tokens that stand for bytes of characters that have none: `<0x00>` to `<0xFF>`.
enum ByteTokens {
  /// The text of a byte's token.
  static func text(_ byte: UInt8) -> String {
    (byte < 16 ? "<0x0" : "<0x") + String(byte, radix: 16, uppercase: true) + ">"
  }

  /// The byte of a token's text, or nil.
  static func byte(_ token: String) -> UInt8? {
    guard token.utf8.count == 6, token.hasPrefix("<0x"), let byte = UInt8(token.dropFirst(3).dropLast(), radix: 16),
      text(byte) == token
    else { return nil }
    return byte
  }

  /// The ids of all, in order.
  ///
  /// - Throws: `ModelFileError` where one is missing.
  static func ids(in vocabulary: Vocabulary, path: String) throws -> [Int32] {
    try (UInt8.min...UInt8.max).map { byte in
      guard let id = vocabulary.id(text(byte)) else {
        throw ModelFileError(path: path, reason: "the token \(text(byte)) of a byte is missing in the vocabulary")
      }
      return Int32(id)
    }
  }
}
