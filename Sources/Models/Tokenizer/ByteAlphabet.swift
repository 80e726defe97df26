/// The characters that byte-level BPE writes for bytes, so that every token is printable text.
///
/// Bytes that are printable in Latin-1 stand for themselves; the other 68 are numbered from U+0100 on.
/// Source: the byte_to_unicode table of GPT-2's encoder, 2019.
package enum ByteAlphabet {
  /// The character of each byte.
  package static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 256
    return (0..<256).map { byte -> Unicode.Scalar in
      if (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte) {
        return Unicode.Scalar(UInt8(byte))
      }
      defer { next += 1 }
      return Unicode.Scalar(next)!
    }
  }()

  /// The byte of each character.
  static let bytes = Dictionary(uniqueKeysWithValues: characters.enumerated().map { ($1, UInt8($0)) })

  private static let encodings = characters.map { Array(UTF8.encode($0)!) }

  /// The token of each byte, -1 where there is none.
  static func ids(in vocabulary: Vocabulary) -> [Int32] { characters.map { Int32(vocabulary.id(String($0)) ?? -1) } }

  /// The characters of some bytes, as UTF-8.
  static func utf8(_ bytes: [UInt8]) -> [UInt8] { bytes.flatMap { encodings[Int($0)] } }

  /// The characters of some bytes.
  static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(characters[Int(byte)]) }
    return String(text)
  }
}
