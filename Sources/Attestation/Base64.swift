#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Base64 as RFC 4648 has it: written in the standard alphabet, read in either.
enum Base64 {
  /// With padding, on one line.
  static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// The bytes; nil where the text is unpadded or wrapped, has a character of no alphabet, or bits that say nothing.
  static func bytes(_ text: String) -> [UInt8]? {
    let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    // One text, one meaning: it must be the one that the bytes are written as.
    guard let data = Data(base64Encoded: standard), data.base64EncodedString() == standard else { return nil }
    return Array(data)
  }
}
